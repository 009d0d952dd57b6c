/**
 * A hub of its own process whose disk refuses one write of LevelDB [sync G3; ADR 17]: it confirms nothing more, can be read, and `serve` opens
 * its store again by itself. The disk's answer is put in its place by a module that Node loads before the hub; the rest is real.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN_PASSWORD, adminGet, freePort, HubProcess, ROOT } from '../support/hub-process.ts';

let dir: string;
let hub: HubProcess;
/** While it is there the disk takes nothing. */
let full: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-again-'));
  full = join(dir, 'full');
  const preload = join(dir, 'failing-disk.mjs');
  await writeFile(
    preload,
    `import { createRequire } from 'node:module';
     import { existsSync } from 'node:fs';
     const { prototype } = createRequire(${JSON.stringify(join(ROOT, 'build', 'hub', 'cli.mjs'))})('leveldown');
     for (const name of ['_put', '_del', '_batch']) {
       const write = prototype[name];
       prototype[name] = function (...given) {
         if (existsSync(${JSON.stringify(full)})) queueMicrotask(() => given.at(-1)(new Error('IO error: No space left on device')));
         else write.apply(this, given);
       };
     }`,
  );
  hub = new HubProcess(join(dir, 'hub'), await freePort(), ['--import', preload]);
  await hub.start();
});
afterEach(async () => {
  await hub.stop('SIGKILL');
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

function root(method: string, path: string, body?: object): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(hub.address + path, { method, headers: { authorization, 'content-type': 'application/json' }, ...sent });
}

const write = async (id: string): Promise<number> => (await root('PUT', `/kept/${id}`, { told: id })).status;

test(
  '[G3] after a write that the disk refused nothing is confirmed until the store was opened again, which the hub does itself',
  { timeout: 90_000 },
  async () => {
    expect((await root('PUT', '/kept')).status).toBe(201);
    expect(await write('before')).toBe(201);
    const { pid } = hub;
    await writeFile(full, '');
    expect(await write('refused')).toBe(503);
    // The disk is as it was, and what LevelDB would say now is not believed.
    await rm(full);
    expect(await write('not-yet')).toBe(503);
    expect((await root('GET', '/kept/before')).status).toBe(200);
    await expect.poll(() => hub.told, { timeout: 30_000, interval: 100 }).toContain('the store was opened again');
    expect(hub.told).toContain('No space left');
    expect(await write('after')).toBe(201);
    // The same process, and what it confirmed is there when it is killed.
    expect(hub.pid).toBe(pid);
    await hub.stop('SIGKILL');
    await hub.start();
    const { rows } = await adminGet<{ rows: readonly { id: string }[] }>(hub, '/kept/_all_docs');
    expect(rows.map(({ id }) => id)).toEqual(['after', 'before']);
  },
);
