/** A backup of a running hub and what becomes of it [sync R1, R2]: real hub, real desk, real files. */
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import { Numbers, SKIPPED_NUMBERS } from '../../sync-server/authority/numbers.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { setsIn } from '../../sync-server/backup/backup-set.ts';
import { restoreBackup } from '../../sync-server/backup/restore-backup.ts';
import { takeBackup, type BackupSource } from '../../sync-server/backup/take-backup.ts';
import { overHttp } from '../../sync-server/cli/backup.ts';
import { openCore } from '../../sync-server/core.ts';
import { startHub, type RunningHub } from '../../sync-server/hub.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { startHub as startOnSuiteStore } from '../support/hub.ts';
import { freePort } from '../support/hub-process.ts';
import { enrolNodeDesk, openPerson, synced } from '../support/node-desk.ts';

const PASSPHRASE = '夜里的备份要有人记得口令';
const DAY_MS = 24 * 3_600_000;
let dir: string;
let hub: RunningHub;
let port: number;
let password: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-backup-'));
  port = await freePort();
  // On whatever store the suite runs on; a restore always makes an embedded one.
  hub = await startOnSuiteStore({ dataDir: join(dir, 'hub'), port, adminPassword: 'admin-for-tests' });
  process.env['GRIDDESK_ADMIN_PASSWORD'] = 'admin-for-tests';
  ({ password } = await seedCity(hub, { tickets: 'none' }));
});
afterEach(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

const source = (): BackupSource => overHttp(hub.address);

async function backup(now = Date.now(), full = false) {
  const done = await takeBackup({ source: source(), to: join(dir, 'backups'), passphrase: PASSPHRASE, now, full });
  if ('fault' in done) throw new Error(done.fault);
  return done;
}

function restore(to = 'restored', passphrase = PASSPHRASE, from = 'backups') {
  return restoreBackup({ from: join(dir, from), data: join(dir, to), passphrase, now: Date.now() });
}

async function walkIn(replica: LocalReplica, title: string): Promise<void> {
  const body = { source: 'walkIn', kind: 'consult', title, content: '咨询低保', complainant: { kind: 'natural', name: '王某某' } };
  const done = await replica.act({ ticket: newTicketId(), kind: 'register', body });
  if (!done.ok) throw new Error(done.message);
}

/** The number the hub gave; waits for it. */
function numberOf(replica: LocalReplica, title: string): Promise<string> {
  return firstValueFrom(
    replica.rows.pipe(
      map((rows) => [...rows.values()].find((row) => row.title === title)?.no ?? ''),
      filter((no) => no.startsWith('LN')),
      timeout(20_000),
    ),
  );
}

function serialOf(no: string): number {
  return Number(no.slice(-6));
}

test('[R1, R2] a hub restored from last night gets back what was done since, under the numbers people have seen', async () => {
  const desk = await enrolNodeDesk(join(dir, 'desk'), await hub.enrolmentCode(OFFICE_A as never));
  const clerk = await openPerson(desk, 'person:diaodu1', password);
  const photo = { photo: { content_type: 'image/jpeg', data: Buffer.from('a photo').toString('base64') } };
  await hub.core.store.evidence.write([{ _id: 'chunk:test', schema: 1, _attachments: photo }]);
  await walkIn(clerk, '昨天的事');
  await numberOf(clerk, '昨天的事');
  const first = await backup();
  await walkIn(clerk, '夜里的事');
  const night = await numberOf(clerk, '夜里的事');
  const second = await backup();
  expect([first.full, second.full]).toEqual([true, false]);
  expect(second.documents).toBeLessThan(first.documents / 10);
  expect(second.set).toBe(first.set);
  await walkIn(clerk, '备份之后的事');
  const lost = await numberOf(clerk, '备份之后的事');
  await synced(clerk);
  const before = hub.core.store.id;

  await hub.close();
  const restored = await restore();
  if ('fault' in restored) throw new Error(restored.fault);
  hub = await startHub({ dataDir: join(dir, 'restored'), port, adminPassword: 'admin-for-tests' });
  expect(hub.core.store.id).toBe(restored.storeId);
  expect(hub.core.store.id).not.toBe(before);
  expect(Buffer.from((await hub.core.store.evidence.attachment('chunk:test', 'photo')) ?? []).toString()).toBe('a photo');

  clerk.syncNow();
  await firstValueFrom(
    clerk.status.pipe(
      filter(
        (status) => status.link === 'online' && status.complete && status.unsent + status.sent === 0 && hub.core.authority.backlog === 0,
      ),
      filter(() => hub.core.feed.held(`office:${OFFICE_A}`, 'office').rows.filter(([id]) => id.startsWith('ticket:')).length === 3),
      timeout(30_000),
    ),
  );
  expect(await numberOf(clerk, '夜里的事')).toBe(night);
  expect(await numberOf(clerk, '备份之后的事')).toBe(lost);
  await walkIn(clerk, '恢复之后的事');
  expect(serialOf(await numberOf(clerk, '恢复之后的事'))).toBeGreaterThanOrEqual(serialOf(night) + 10_000);
  await synced(clerk);
  await clerk.close();
  await hub.close();
  const core = await openCore({ dataDir: join(dir, 'restored') });
  const { unequal, indexEqual, waiting, tickets } = await verifyCore(core);
  await core.close();
  expect({ unequal, indexEqual, waiting, tickets }).toEqual({ unequal: [], indexEqual: true, waiting: 0, tickets: 4 });
});

test('[R2] a number cannot be chosen: not outside the skipped block, and not without a restore', async () => {
  const desk = await enrolNodeDesk(join(dir, 'desk'), await hub.enrolmentCode(OFFICE_A as never));
  const clerk = await openPerson(desk, 'person:diaodu1', password);
  await walkIn(clerk, '第一件');
  const stem = (await numberOf(clerk, '第一件')).slice(0, -6);
  await clerk.close();
  const choosing: typeof fetch = (input, init) => {
    const asked =
      typeof init?.body === 'string' && init.body.includes('"docs"') ? (JSON.parse(init.body) as { docs: { _id: string }[] }) : undefined;
    if (asked === undefined) return fetch(input, init);
    const seen = Object.fromEntries(asked.docs.map(({ _id }) => [_id, `${stem}999999`]));
    return fetch(input, { ...init, body: JSON.stringify({ ...asked, seen }) });
  };
  const chooser = await enrolNodeDesk(join(dir, 'chooser'), await hub.enrolmentCode(OFFICE_A as never), { fetch: choosing });
  const other = await openPerson(chooser, 'person:diaodu1', password);
  await walkIn(other, '想要好号');
  expect(await numberOf(other, '想要好号')).toBe(`${stem}000002`);
  await backup();
  await hub.close();
  await restore();
  hub = await startHub({ dataDir: join(dir, 'restored'), port, adminPassword: 'admin-for-tests' });
  await walkIn(other, '还想要好号');
  expect(await numberOf(other, '还想要好号')).toBe(`${stem}010003`);
  await other.close();
});

test('[R1] a backup taken while people work is a state the hub can go on from', async () => {
  const desk = await enrolNodeDesk(join(dir, 'desk'), await hub.enrolmentCode(OFFICE_A as never));
  const clerk = await openPerson(desk, 'person:diaodu1', password);
  let working = true;
  const work = (async () => {
    for (let at = 0; working; at += 1) await walkIn(clerk, `第${at}件`);
  })();
  await numberOf(clerk, '第5件');
  await backup();
  working = false;
  await work;
  await synced(clerk);
  await clerk.close();
  const restored = await restore();
  expect(restored).not.toHaveProperty('fault');
  const core = await openCore({ dataDir: join(dir, 'restored') });
  const { unequal, indexEqual, waiting, tickets } = await verifyCore(core);
  await core.close();
  expect({ unequal, indexEqual, waiting }).toEqual({ unequal: [], indexEqual: true, waiting: 0 });
  expect(tickets).toBeGreaterThanOrEqual(6);
});

test('what is damaged, missing or shut with another passphrase is refused before anything is written', async () => {
  await backup();
  const [set] = await setsIn(join(dir, 'backups'));
  if (set === undefined) throw new Error('no set');
  const part = join(set.folder, set.manifest.parts.at(-1)?.file ?? '');
  const whole = await readFile(part);
  expect(whole.includes('diaodu1')).toBe(false);
  expect(await restore('a', '别人的口令不是这一个')).toEqual({ fault: 'passphrase' });
  const flipped = Uint8Array.from(whole);
  flipped[flipped.length - 20] = (flipped.at(-20) ?? 0) ^ 1;
  await writeFile(part, flipped);
  expect(await restore('a')).toMatchObject({ fault: 'part' });
  await rm(part);
  expect(await restore('a')).toMatchObject({ fault: 'part' });
  await writeFile(part, new Uint8Array(whole));
  // A part taken from the end, and from the list: the manifest's own code tells.
  const shorter = { ...set.manifest, parts: set.manifest.parts.slice(0, -1) };
  await cp(set.folder, join(dir, 'cut'), { recursive: true });
  await writeFile(join(dir, 'cut', 'manifest.json'), JSON.stringify(shorter));
  expect(await restore('a', PASSPHRASE, 'cut')).toEqual({ fault: 'passphrase' });
  expect(await restore('hub')).toEqual({ fault: 'occupied' });
  expect(await restore('a', PASSPHRASE, 'nowhere')).toEqual({ fault: 'none' });
  await expect(stat(join(dir, 'a'))).rejects.toThrow('ENOENT');
  expect(await restore('a')).not.toHaveProperty('fault');
});

test('[R1] a new set each week; sets older than 30 days go; another passphrase goes on with no old set', async () => {
  const now = Date.now();
  const first = await backup(now - 40 * DAY_MS);
  const second = await backup(now - 8 * DAY_MS);
  const third = await backup(now);
  expect([first.full, second.full, third.full]).toEqual([true, true, true]);
  expect([second.forgotten, third.forgotten]).toEqual([1, 0]);
  expect(await readdir(join(dir, 'backups'))).toEqual([second.set, third.set]);
  const other = await takeBackup({ source: source(), to: join(dir, 'backups'), passphrase: '另外一个口令要全量', now });
  expect(other).toEqual({ fault: 'passphrase' });
});

test('another hub’s backups in the same folder are neither gone on with nor forgotten', async () => {
  const now = Date.now();
  const mine = await backup(now);
  const [set] = await setsIn(join(dir, 'backups'));
  if (set === undefined) throw new Error('no set');
  const theirs = join(dir, 'backups', 'of-another-hub');
  await cp(set.folder, theirs, { recursive: true });
  const past = new Date(now - 40 * DAY_MS).toISOString();
  await writeFile(join(theirs, 'manifest.json'), JSON.stringify({ ...set.manifest, hubId: 'hub-other', begun: past, at: past }));
  const next = await backup(now + 1000);
  expect([next.set, next.full, next.forgotten]).toEqual([mine.set, false, 0]);
  expect((await readdir(join(dir, 'backups'))).toSorted()).toEqual([mine.set, 'of-another-hub'].toSorted());
});

test('[A3, R2] a number claimed before a crash is its ticket’s own when the registration is folded again, and nobody else’s', async () => {
  const { private: inner } = hub.core.store;
  const [ticket, other] = [newTicketId(), newTicketId()];
  const claim = { number: 'LN210102-20261125-000001', ticket };
  expect(await new Numbers(inner).claim([claim])).toBe(true);
  const again = new Numbers(inner);
  expect(await again.claim([claim, { number: 'LN210102-20261125-000002', ticket }])).toBe(true);
  expect(await again.claim([{ ...claim, ticket: other }])).toBe(false);
  await inner.write([
    { _id: SKIPPED_NUMBERS, schema: 1, store: 'restored', from: '2026-11-25T00:00:00.000Z', until: '2026-11-25T10:00:00.000Z' },
  ]);
  const restored = new Numbers(inner);
  await restored.keepSeen('action:1', other, claim.number);
  await restored.keepSeen('action:2', ticket, claim.number);
  const at = '2026-11-25T02:00:00.000Z' as Instant;
  await restored.prepare('210102', at);
  expect(restored.take('action:1', '210102', at)).toBe('LN210102-20261125-010003');
  expect(restored.take('action:2', '210102', at)).toBe(claim.number);
});

test('[X2, R1] databases of the root come back as they were at the last run: conflicts, files, rights and users; what was deleted does not', async () => {
  const headers = { authorization: `Basic ${Buffer.from('admin:admin-for-tests').toString('base64')}`, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown, auth = headers.authorization): Promise<Record<string, unknown>> => {
    const sent = { method, headers: { ...headers, authorization: auth }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return (await (await fetch(hub.address + path, sent)).json()) as Record<string, unknown>;
  };
  // Only the embedded store has databases at the root.
  await hub.close();
  hub = await startHub({ dataDir: join(dir, 'rooted'), port, adminPassword: 'admin-for-tests' });
  const data = Buffer.from('附件').toString('base64');
  for (const name of ['kept', 'gone']) await ask('PUT', `/${name}`);
  await ask('PUT', '/gone/a', {});
  await ask('PUT', '/kept/f', { _attachments: { 'f.bin': { content_type: 'application/octet-stream', data } } });
  await ask('POST', '/kept/_bulk_docs', { new_edits: false, docs: ['a', 'b'].map((rev) => ({ _id: 'c', _rev: `1-${rev}`, rev })) });
  await ask('PUT', '/_users/org.couchdb.user:li', { name: 'li', password: 'pw', roles: [], type: 'user' });
  await ask('PUT', '/kept/_security', { members: { names: ['li'] } });
  await backup();
  await ask('DELETE', '/gone');
  await ask('PUT', '/kept/later', { n: 1 });
  expect((await backup()).full).toBe(false);
  const tag = (await ask('GET', '/kept'))['update_seq'];
  await hub.close();
  expect(await restore()).not.toHaveProperty('fault');
  hub = await startHub({ dataDir: join(dir, 'restored'), port, adminPassword: 'admin-for-tests' });
  const li = `Basic ${Buffer.from('li:pw').toString('base64')}`;
  expect(await ask('GET', '/kept/c?conflicts=true', undefined, li)).toEqual({ _id: 'c', _rev: '1-b', rev: 'b', _conflicts: ['1-a'] });
  expect(await ask('GET', '/kept/f?attachments=true')).toMatchObject({ _attachments: { 'f.bin': { data } } });
  expect(await ask('GET', '/kept/later')).toMatchObject({ n: 1 });
  expect(await ask('GET', '/_all_dbs')).not.toContain('gone');
  // Another store: a replicator that knows the old one's sequences must not skip what is new here.
  expect(String((await ask('GET', '/kept'))['update_seq']).split('-')[1]).not.toBe(String(tag).split('-')[1]);
}, 60_000);

test('[X2, R1] what was purged is not restored from the next backup: it begins a new set, once, and says so', async () => {
  const headers = { authorization: `Basic ${Buffer.from('admin:admin-for-tests').toString('base64')}`, 'content-type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return (await (await fetch(hub.address + path, sent)).json()) as Record<string, unknown>;
  };
  // Only the embedded store has databases at the root.
  await hub.close();
  hub = await startHub({ dataDir: join(dir, 'rooted'), port, adminPassword: 'admin-for-tests' });
  await ask('PUT', '/lists');
  const { rev } = await ask('PUT', '/lists/secret', { phone: '10012345678' });
  await ask('PUT', '/lists/open', { n: 1 });
  const first = await backup();
  await ask('PUT', '/lists/open2', { n: 2 });
  expect(await backup(Date.now() + 1000)).toMatchObject({ set: first.set, full: false });
  expect(await ask('POST', '/lists/_purge', { secret: [rev] })).toMatchObject({ purged: { secret: [rev] } });
  const after = await backup(Date.now() + 2000);
  expect(after).toMatchObject({ full: true, purged: true });
  expect(after.set).not.toBe(first.set);
  const next = await backup(Date.now() + 3000);
  expect(next).toMatchObject({ set: after.set, full: false });
  expect(next.purged).toBeUndefined();
  // A database that the set does not hold yet may have seen as many as it likes.
  await ask('PUT', '/other');
  const other = await ask('PUT', '/other/x', {});
  await ask('POST', '/other/_purge', { x: [other['rev']] });
  expect(await backup(Date.now() + 4000)).toMatchObject({ set: after.set, full: false });
  await hub.close();
  expect(await restore()).toMatchObject({ set: after.set });
  hub = await startHub({ dataDir: join(dir, 'restored'), port, adminPassword: 'admin-for-tests' });
  expect(await ask('GET', '/lists/secret')).toMatchObject({ error: 'not_found' });
  expect(await ask('GET', '/lists/open2')).toMatchObject({ n: 2 });
}, 60_000);
