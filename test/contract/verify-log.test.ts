/** F51: `verify-log` reads a running hub page by page; heads are signed by the hub's key and proved without it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOf } from '../../shared/exchange/referral-share.ts';
import { hubSealer } from '../../sync-server/hub-signer.ts';
import { CLI } from '../support/hub-process.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let dir: string;
beforeAll(async () => {
  city = await SmallCity.open({ clock: 'stopped' });
  dir = await mkdtemp(join(tmpdir(), 'griddesk-verify-'));
  for (let at = 0; at < 2300; at += 100)
    await Promise.all(Array.from({ length: 100 }, (_, n) => city.hub.accessLog.admin(city.hub.core.now(), 'test', `第 ${at + n} 次`)));
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

type Ended = Readonly<{ code: number; out: string }>;

function run(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, GRIDDESK_ADMIN_PASSWORD: city.hub.adminPassword };
  return new Promise((resolve) => {
    execFile('node', [CLI, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : 1, out: out + err });
    });
  });
}
const head = async (): Promise<string> => (await run('log-head', '--hub', city.hub.address)).out;
const fingerprint = async (): Promise<string> => fingerprintOf((await hubSealer(city.hub.core.store.private)).key);

test(
  'F51 a running hub’s log is proved over several pages, by the key that is on paper; another key, or a head that was changed, is told',
  { timeout: 60_000 },
  async () => {
    const key = await fingerprint();
    const heads = join(dir, 'heads');
    const signed = await head();
    await writeFile(heads, signed);
    const { code, out } = await run('verify-log', '--hub', city.hub.address, '--heads', heads, '--key', key);
    expect([code, out]).toEqual([0, expect.stringMatching(/访问日志完整：共 23[0-9]{2} 条[^]*密钥指纹与所给的一致/u)]);
    expect((await run('verify-log', '--hub', city.hub.address, '--key', 'ab'.repeat(32))).out).toContain('另一把密钥');
    const { n, hash } = JSON.parse(signed) as { n: number; hash: string };
    await writeFile(heads, signed.replace(hash, 'ab'.repeat(32)));
    expect(await run('verify-log', '--hub', city.hub.address, '--heads', heads)).toMatchObject({
      code: 1,
      out: expect.stringContaining('签名无效'),
    });
    await writeFile(heads, signed.replace(`"n":${n}`, `"n":${n - 1}`));
    expect((await run('verify-log', '--hub', city.hub.address, '--heads', heads)).out).toContain('签名无效');
    // The same proof of a file, on a machine that knows no hub.
    const file = join(dir, 'log');
    await run('export-log', file, '--hub', city.hub.address);
    expect(await run('verify-log', file, '--key', key)).toMatchObject({ code: 0 });
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [lines[0]?.replace(/"at":"20../u, '"at":"2000'), ...lines.slice(1)].join('\n'));
    expect((await run('verify-log', file)).out).toContain('签名无效');
  },
);

test(
  'F51 a hole in the middle and an end cut off are told of a running hub too, the end by an older head',
  { timeout: 60_000 },
  async () => {
    const heads = join(dir, 'older');
    await writeFile(heads, await head());
    const { private: db } = city.hub.core.store;
    const entries = await db.withPrefix<{ n: number }>('access:');
    const last = entries.at(-1);
    await db.write([{ _id: last?._id ?? '', _rev: last?._rev ?? '', _deleted: true }]);
    await city.restart();
    const cut = await run('verify-log', '--hub', city.hub.address, '--heads', heads);
    expect(cut).toMatchObject({ code: 1, out: expect.stringMatching(/末尾被截去|整体改写/u) });
    const middle = entries[1500];
    const { private: now } = city.hub.core.store;
    await now.write([{ _id: middle?._id ?? '', _rev: middle?._rev ?? '', _deleted: true }]);
    const hole = await run('verify-log', '--hub', city.hub.address);
    expect([hole.code, hole.out]).toEqual([1, expect.stringContaining(`第 ${middle?.n ?? 0} 条`)]);
  },
);
