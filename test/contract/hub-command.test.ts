/** The hub's command line and its end (architecture.md, "Running"): plain sentences, one password once, nothing cut off, quiet logs. */
import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import { openCore as openEmbeddedCore } from '../../sync-server/core.ts';
import { Quarantine } from '../../sync-server/gate/quarantine.ts';
import { openCore } from '../support/hub.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { CLI, freePort, hubCommand } from '../support/hub-process.ts';
import { SmallCity } from '../support/small-city.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-command-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));

type Ended = Readonly<{ out: string; code: number | null }>;

/** Runs `serve` without any variable of ours; stops it as soon as it is ready. */
function serve(...args: readonly string[]): Promise<Ended> {
  const { GRIDDESK_ADMIN_PASSWORD: _none, COUCHDB_URL: _store, ...env } = process.env;
  return new Promise((resolve) => {
    const child = spawn('node', [CLI, 'serve', '--data', join(dir, 'hub'), ...args], { env });
    let out = '';
    const hear = (chunk: unknown): void => {
      out += String(chunk);
      if (out.includes(' ready at ')) child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => {
      resolve({ out, code });
    });
  });
}

test(
  'the first start makes a password, prints it once, and keeps it where only its owner reads; the hub stops cleanly',
  { timeout: 120_000 },
  async () => {
    const port = String(await freePort());
    const first = await serve('--port', port);
    expect(first.code).toBe(0);
    const record = JSON.parse(await readFile(join(dir, 'hub', 'hub.json'), 'utf8')) as { hubId: string; adminPassword: string };
    expect(first.out).toContain(record.adminPassword);
    expect((await stat(join(dir, 'hub', 'hub.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'hub'))).mode & 0o777).toBe(0o700);
    const second = await serve('--port', port);
    expect(second).toMatchObject({ code: 0 });
    expect(second.out).toContain(record.hubId);
    expect(second.out).not.toContain(record.adminPassword);
  },
);

test('in a folder that was made by hand and is open to others, nothing that the hub writes is', { timeout: 120_000 }, async () => {
  const hub = join(dir, 'hub');
  await mkdir(hub);
  await chmod(hub, 0o755);
  const before = process.umask(0o022);
  const { code, out } = await serve('--port', String(await freePort())).finally(() => process.umask(before));
  expect({ code, out }).toMatchObject({ code: 0 });
  const written = await readdir(hub, { recursive: true });
  expect(written).toContain(join('store', 'hotline', 'CURRENT'));
  const open: string[] = [];
  for (const name of written) if (((await stat(join(hub, name))).mode & 0o077) !== 0) open.push(name);
  expect(open).toEqual([]);
});

test('root starts no hub on the folder of another user, and leaves nothing in it; its owner does', { timeout: 120_000 }, async () => {
  const hub = join(dir, 'hub');
  await mkdir(hub, { mode: 0o700 });
  const root = process.geteuid?.() === 0;
  if (root) await chown(hub, 12_345, 12_345);
  const { code, out } = await serve('--port', String(await freePort()));
  expect(code).toBe(root ? 1 : 0);
  expect(out).toContain(root ? "sudo -u '#12345'" : ' ready at ');
  expect((await readdir(hub)).length > 0).toBe(!root);
});

test('a busy port, a port that is none and a damaged record are told in one sentence, without a stack', { timeout: 120_000 }, async () => {
  const busy = createServer();
  const port = await new Promise<number>((resolve) =>
    busy.listen(0, '127.0.0.1', () => resolve((busy.address() as { port: number }).port)),
  );
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--port', String(port)], /端口 \d+ 已被占用：请关闭占用它的程序，或用 --port 换一个端口。/u],
    [['--port', 'abc'], /端口 abc 无效/u],
    [['--port', '70000'], /端口 70000 无效/u],
  ];
  for (const [args, sentence] of cases) {
    const { out, code } = await serve(...args);
    expect(code).toBe(1);
    expect(out).toMatch(sentence);
    expect(out).not.toMatch(/\n\s+at /u);
  }
  await new Promise((resolve) => busy.close(resolve));
  await writeFile(join(dir, 'hub', 'hub.json'), '{"hubId":"hu');
  const damaged = await serve('--port', String(port));
  expect(damaged).toMatchObject({ code: 1 });
  expect(damaged.out).toContain('hub.json');
  // Nothing was put in its place: another id would be another hub to every desk.
  expect(await readFile(join(dir, 'hub', 'hub.json'), 'utf8')).toBe('{"hubId":"hu');
});

test('[G3] a stop answers what is on its way: a desk’s batch, a waiting poll; what was answered ok is there afterwards', async () => {
  const city = await SmallCity.open();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const { hotline } = city.hub.core.store;
  const waiting = clerk.page((await clerk.page()).last_seq, '&feed=longpoll&timeout=60000');
  await expect.poll(() => city.hub.core.feed.waiting).toBe(1);
  const write = hotline.write.bind(hotline);
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let asked = (): void => undefined;
  const writing = new Promise<void>((resolve) => (asked = resolve));
  hotline.write = async (documents) => {
    asked();
    await held;
    return write(documents);
  };
  const walkIn = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
  const action = clerk.action(newTicketId(), 'register', walkIn);
  const sent = clerk.send([action]);
  await writing;
  const closed = city.hub.close();
  expect((await waiting).results).toEqual([]);
  goOn();
  expect(await sent).toMatchObject([{ ok: true, id: action._id }]);
  await closed;
  // Told twice, it is stopped once.
  await city.hub.close();
  const core = await openCore({ dataDir: join(city.dir, 'hub') });
  expect(await core.store.hotline.get<StoredAction>(action._id)).toMatchObject({ body: walkIn });
  expect(core.feed.settlement(action._id)).toEqual({ state: 'accepted' });
  await core.close();
  await rm(city.dir, { recursive: true, force: true });
});

test('[G4] doctor counts what is kept aside until somebody has decided it', { timeout: 120_000 }, async () => {
  const data = join(dir, 'hub');
  const doctor = (): Promise<string> => hubCommand(['doctor', '--data', data]);
  const decided = async (...outcomes: readonly ('released' | 'dismissed')[]): Promise<void> => {
    const core = await openEmbeddedCore({ dataDir: data });
    const quarantine = new Quarantine(core.store.private);
    const at = core.now();
    const item = { person: 'person:a', device: 'device:a', at, reason: '' };
    await quarantine.keep(['one', 'two'].map((body) => ({ ...item, body, code: 'wrongDevice' })));
    await quarantine.keep([{ ...item, body: { stub: 'tooNew' }, code: 'tooNew' }]);
    const open = (await quarantine.all()).filter(({ code }) => code === 'wrongDevice');
    for (const [n, outcome] of outcomes.entries())
      if (open[n] !== undefined) await quarantine.decide(open[n], { outcome, at, by: 'admin', reason: '核对' });
    await core.close();
  };
  await decided();
  expect(await doctor()).toContain('隔离区 2 件');
  await decided('released');
  expect(await doctor()).toContain('隔离区 1 件');
  await decided('released', 'dismissed');
  expect(await doctor()).toContain('隔离区为空');
});

test('[F50] revoke-device ends well only where a device was taken out of use', { timeout: 120_000 }, async () => {
  const city = await SmallCity.open();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const revoke = (id: string): Promise<string> =>
    hubCommand(['revoke-device', id, '--hub', city.hub.address], { GRIDDESK_ADMIN_PASSWORD: city.hub.adminPassword });
  await expect(revoke(clerk.device.replace('device:', ''))).rejects.toThrow('没有停用任何设备');
  expect((await clerk.call('GET', '/desk/_changes?since=0')).status).toBe(200);
  expect(await revoke(clerk.device)).toContain(`已停用 ${clerk.device}`);
  expect(await clerk.call('GET', '/desk/_changes?since=0')).toMatchObject({ status: 401, body: { error: 'revoked' } });
  await city.close();
});

test(
  '[X3] migrate-to is told its target by the environment: on the command line a password can be seen',
  { timeout: 120_000 },
  async () => {
    const migrate = (url: string): Promise<string> => hubCommand(['migrate-to', '--data', join(dir, 'hub')], { COUCHDB_URL: url });
    await expect(migrate('')).rejects.toThrow('请在环境变量 COUCHDB_URL 中给出');
    const away = migrate('http://hub:secret-word@127.0.0.1:1/sy-');
    await expect(away).rejects.toThrow(/连接不上数据库节点 127\.0\.0\.1:1[^]*目标还没有准备好/u);
    await expect(away).rejects.not.toThrow('secret-word');
  },
);

test('the log tells routes, times and faults, and no name, number, word or secret of anybody', async () => {
  const city = await SmallCity.open();
  const supervisor = await city.desk('city', 'duban1');
  const id = await city.dispatched();
  await supervisor.call('GET', `/desk/tickets?text=${encodeURIComponent('王女士')}&no=10000001`);
  await supervisor.call('GET', `/desk/tickets/${id}`);
  await fetch(`${city.hub.address}/desk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device: supervisor.device, deviceSecret: supervisor.secret, login: 'duban1', password: 'wrong-secret' }),
  });
  city.hub.onError(new Error('person:diaodu1 said 王女士 10000001'));
  await city.hub.close();
  const folder = join(city.dir, 'hub', 'logs');
  const text = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join('');
  expect(text).toContain('"route":"/desk/tickets/:id"');
  expect(text).toContain('"status":401');
  expect(text).toContain('"msg":"fault"');
  for (const secret of ['王', '路灯', 'diaodu1', 'duban1', '10000001', 'wrong-secret', supervisor.secret, id])
    expect(text).not.toContain(secret);
  await rm(city.dir, { recursive: true, force: true });
});
