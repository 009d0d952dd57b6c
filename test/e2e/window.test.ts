import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchDesk, ROOT, type ElectronDesk } from '../support/electron-desk.ts';
import { electronDist } from '../../scripts/electron-runtime.mjs';
import { spawn } from 'node:child_process';

let dir: string;
let desk: ElectronDesk;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-window-'));
  desk = await launchDesk(join(dir, 'desk'));
});
afterAll(async () => {
  await desk.app.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

test('the window comes from app://desk and asks an unknown device for its code', async () => {
  expect(desk.page.url()).toBe('app://desk/index.html');
  await desk.page.getByTestId('enrol-code').waitFor();
  expect(await desk.page.title()).toBe('基层接诉工作台');
});

test('the page has no Node and only the one host function', async () => {
  const found = await desk.page.evaluate(() => ({
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
    host: Object.keys((globalThis as { gridDeskHost?: object }).gridDeskHost ?? {}),
  }));
  expect(found).toEqual({ require: 'undefined', process: 'undefined', host: ['call'] });
});

test('malformed host arguments are refused in main', async () => {
  const refused = await desk.page.evaluate(() =>
    (globalThis as unknown as { gridDeskHost: { call: (channel: string, args: unknown) => Promise<unknown> } }).gridDeskHost
      .call('vault.unlock', { person: '../../etc', password: 'x' })
      .then(
        () => 'taken',
        (error: unknown) => String(error),
      ),
  );
  expect(refused).toContain('malformed arguments');
});

test('the page cannot navigate away or open windows', async () => {
  await desk.page.evaluate(() => {
    window.open('https://example.invalid/');
    location.href = 'https://example.invalid/';
  });
  expect(desk.page.url()).toBe('app://desk/index.html');
  expect(desk.app.windows()).toHaveLength(1);
});

test('a second instance on the same folder ends at once', async () => {
  const child = spawn(join(electronDist() ?? '', 'electron'), ['--no-sandbox', ROOT], {
    env: { ...process.env, GRIDDESK_USER_DATA: join(dir, 'desk') },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
});
