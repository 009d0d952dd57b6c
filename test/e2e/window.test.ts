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

test('the policy comes as a header: no script but its own, no frame, nothing from elsewhere', async () => {
  const policy = await desk.page.evaluate(async () => (await fetch('app://desk/index.html')).headers.get('content-security-policy') ?? '');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-src 'none'");
  // As the page's own code, which the policy binds: what the test evaluates goes past it.
  const blocked = await desk.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const found: string[] = [];
        document.addEventListener('securitypolicyviolation', (event) => {
          found.push(event.effectiveDirective);
          if (found.length === 3) resolve(found.sort());
        });
        const script = document.createElement('script');
        script.textContent = 'globalThis.ran = true';
        const frame = document.createElement('iframe');
        frame.src = 'https://example.invalid/';
        const image = document.createElement('img');
        image.src = 'https://example.invalid/a.png';
        document.body.append(script, frame, image);
      }),
  );
  expect(blocked).toEqual(['frame-src', 'img-src', 'script-src-elem']);
  expect(await desk.page.evaluate(() => (globalThis as { ran?: boolean }).ran)).toBeUndefined();
});

test('permissions are denied but for keeping data and copying text', async () => {
  const states = await desk.page.evaluate(() =>
    Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'persistent-storage'].map(
        async (name) => [name, (await navigator.permissions.query({ name: name as PermissionName })).state] as const,
      ),
    ),
  );
  expect(states.filter(([, state]) => state === 'granted').map(([name]) => name)).toEqual(['persistent-storage']);
  const asked = await desk.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => {
            resolve(0);
          },
          (error) => {
            resolve(error.code);
          },
        );
      }),
  );
  expect(asked).toBe(1);
});

test('main refuses the host to every sender but the desk’s own page', async () => {
  const refused = await desk.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } });
      await other.loadURL('data:text/html,<p>another page</p>');
      const said = (await other.webContents.executeJavaScript(
        "gridDeskHost.call('device.load', {}).then(() => 'taken', (error) => String(error))",
      )) as string;
      other.destroy();
      return said;
    },
    join(ROOT, 'build', 'main', 'preload.cjs'),
  );
  expect(refused).toContain('refused an IPC call from data:');
});

test('a second instance on the same folder ends at once', async () => {
  const child = spawn(join(electronDist() ?? '', 'electron'), ['--no-sandbox', ROOT], {
    env: { ...process.env, GRIDDESK_USER_DATA: join(dir, 'desk') },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
});
