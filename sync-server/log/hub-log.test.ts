import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instant } from '../../shared/hotline/ids.ts';
import { HubLog } from './hub-log.ts';
import { errorLine, plainError } from './plain-error.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('one file a day in UTC+8, readable by its owner only; what is older than thirty days goes', async () => {
  let now = '2026-11-24T15:59:00.000Z' as Instant;
  const log = new HubLog(dir, () => now);
  await writeFile(join(dir, 'logs', 'hub-2026-10-24.log'), 'old');
  await writeFile(join(dir, 'logs', 'hub-2026-10-26.log'), 'young enough');
  await writeFile(join(dir, 'logs', 'notes.txt'), 'not ours');
  log.say('ready');
  now = '2026-11-24T16:01:00.000Z' as Instant;
  log.request({ method: 'GET', route: '/desk/tickets/:id', status: 200, ms: 3 });
  log.close();
  expect((await readdir(join(dir, 'logs'))).sort()).toEqual([
    'hub-2026-10-26.log',
    'hub-2026-11-24.log',
    'hub-2026-11-25.log',
    'notes.txt',
  ]);
  const line = JSON.parse(await readFile(join(dir, 'logs', 'hub-2026-11-25.log'), 'utf8')) as object;
  expect(line).toEqual({ level: 30, time: now, method: 'GET', route: '/desk/tickets/:id', status: 200, ms: 3, msg: 'request' });
  expect((await stat(join(dir, 'logs', 'hub-2026-11-25.log'))).mode & 0o777).toBe(0o600);
});

test('an error keeps its kind, its place and the ids of things, and loses names, numbers and texts', () => {
  const cause = new SyntaxError('Unexpected token 王, "王女士 13800001234" is not valid JSON');
  const error = new Error('action:01ARZ3NDEKTSV4RRFFQ69G5FAV of person:wang was not taken', { cause });
  const plain = plainError(error);
  expect(plain.message).toBe('action:01ARZ3NDEKTSV4RRFFQ69G5FAV of person:… was not taken');
  expect(plain.at[0]).toContain('hub-log.test.ts');
  const text = JSON.stringify(plain) + errorLine(error);
  for (const secret of ['王', '13800001234', 'wang']) expect(text).not.toContain(secret);
});
