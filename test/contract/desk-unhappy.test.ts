/** A whole desk against a real hub, where something on the way, on the disk or in the engine goes wrong. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { erase } from '../../renderer/replica/collections.ts';
import type { FileAbout } from '../../renderer/replica/evidence-queue.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { Instant, Sha256, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import type { PersonDocument } from '../../shared/hotline/reference/documents.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { startHub } from '../support/hub.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { seedCity } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, NO_FILES, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';

let dir: string;
let hub: RunningHub;
let password: string;
let serial = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-unhappy-'));
  hub = await startHub({ dataDir: join(dir, 'hub') });
  ({ password } = await seedCity(hub, { tickets: 'none' }));
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

/** Answers in place of the hub, where it gives any. */
type Meddle = (path: string, init: RequestInit | undefined) => Promise<Response> | undefined;

async function desk(meddle: Meddle = () => undefined): Promise<NodeDesk> {
  serial += 1;
  const meddled: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return meddle(url.slice(hub.address.length), init) ?? fetch(input, init);
  };
  return enrolNodeDesk(join(dir, `desk-${serial}`), await hub.enrolmentCode(OFFICE_A as never), { fetch: meddled });
}

async function walkIn(replica: LocalReplica, title = '来访咨询'): Promise<TicketId> {
  const ticket = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title, content: '咨询低保', complainant: { kind: 'natural', name: '王某某' } };
  const done = await replica.act({ ticket, kind: 'register', body });
  if (!done.ok) throw new Error(done.message);
  return ticket;
}

function listed(replica: LocalReplica, holds: (titles: readonly string[]) => boolean): Promise<unknown> {
  return firstValueFrom(
    replica.rows.pipe(
      map((rows) => [...rows.values()].map((row) => row.title)),
      filter(holds),
      timeout(20_000),
    ),
  );
}

/** As a dead line does: nothing, until the caller gives up. */
function silence(init: RequestInit | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => {
      reject(new DOMException('given up', 'AbortError'));
    });
  });
}

test('[D6, L4] a photo that hangs on a dead line keeps no action from going up', async () => {
  const at = await desk();
  let hanging = 0;
  const photo: FileAbout = {
    hash: 'a'.repeat(64) as Sha256,
    ticket: 'ticket:1',
    action: 'action:1',
    actor: 'person:diaodu1',
    device: 'device:1',
  };
  const stuck = {
    ...NO_FILES,
    list: () => Promise.resolve([photo]),
    push: () => {
      hanging += 1;
      return new Promise<void>((resolve) => {
        ends.push(resolve);
      });
    },
  };
  const ends: (() => void)[] = [];
  const clerk = await openPerson(
    { ...at, platform: { ...at.platform, evidence: () => ({ ...stuck, stop: () => ends.forEach((end) => end()) }) } },
    'person:diaodu1',
    password,
  );
  await walkIn(clerk);
  await synced(clerk);
  expect(hanging).toBe(1);
  await walkIn(clerk);
  await synced(clerk);
  await clerk.close();
});

test('[G5] a gate that takes nothing keeps nothing from coming down; when it takes again, what waits goes up', async () => {
  let shut = true;
  const at = await desk((path) =>
    shut && path.startsWith('/desk/_bulk_docs')
      ? Promise.resolve(new Response('{"error":"overload"}', { status: 503, headers: { 'retry-after': '1' } }))
      : undefined,
  );
  const clerk = await openPerson(at, 'person:diaodu1', password);
  await walkIn(clerk, '门口等着的');
  const other = await openPerson(await desk(), 'person:diaodu2', password);
  await walkIn(other, '同事登记的');
  await listed(clerk, (titles) => titles.includes('同事登记的'));
  await until(clerk, (status) => status.complete && status.link === 'online');
  expect(clerk.status.value.unsent).toBe(1);
  shut = false;
  await synced(clerk);
  await Promise.all([clerk.close(), other.close()]);
});

test('somebody who leaves in mid-sync on a dead line is out at once, and comes back at once with everything', async () => {
  let dead = false;
  const at = await desk((_path, init) => (dead ? silence(init) : undefined));
  const clerk = await openPerson(at, 'person:diaodu1', password);
  await synced(clerk);
  dead = true;
  clerk.syncNow();
  const ticket = await walkIn(clerk);
  const left = Date.now();
  await clerk.close();
  expect(Date.now() - left).toBeLessThan(10_000);
  const again = await openPerson(at, 'person:diaodu1', password);
  expect((await firstValueFrom(again.rows)).has(ticket)).toBe(true);
  // The key is open for the one who is here, whatever of the one before was still on its way.
  await walkIn(again);
  dead = false;
  again.syncNow();
  await synced(again);
  await again.close();
});

test('[D2] with no room left in IndexedDB what was saved is called saved, once, and goes up', async () => {
  const at = await desk();
  let full = false;
  const storage = at.platform.storage as unknown as {
    createStorageInstance: (options: unknown) => Promise<{ bulkWrite: (...args: unknown[]) => Promise<unknown> }>;
  };
  const tight = {
    ...storage,
    createStorageInstance: async (options: unknown) => {
      const instance = await storage.createStorageInstance(options);
      const write = instance.bulkWrite.bind(instance);
      instance.bulkWrite = (...args) => (full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : write(...args));
      return instance;
    },
  };
  const clerk = await openPerson({ ...at, platform: { ...at.platform, storage: tight as never } }, 'person:diaodu1', password);
  await synced(clerk);
  full = true;
  const ticket = await walkIn(clerk, '盘满时登记的');
  await until(clerk, (status) => status.unsent === 0);
  await hub.core.authority.run();
  expect((await hub.core.store.hotline.get<{ title: string }>(ticket))?.title).toBe('盘满时登记的');
  full = false;
  clerk.syncNow();
  await synced(clerk);
  await clerk.close();
});

test('a desk that stopped in the middle of a removal opens again, and holds what it should', async () => {
  const at = await desk();
  const clerk = await openPerson(at, 'person:diaodu1', password);
  const ticket = await walkIn(clerk);
  await synced(clerk);
  await listed(clerk, () => clerk.holding.get(ticket) !== undefined);
  // The first half of erase(): the body is overwritten, the row still there.
  const { database } = clerk.forTests;
  await database.documents.bulkUpsert([{ id: ticket, rev: '', tag: '', in: [], body: {} }]);
  await clerk.close();
  const again = await openPerson(at, 'person:diaodu1', password);
  await synced(again);
  expect((await firstValueFrom(again.rows)).has(ticket)).toBe(true);
  expect(again.status.value.repairs).toBeGreaterThan(0);
  await again.close();
});

test('[F7] a desk whose engine lost rows and kept its position says 数据未齐 until it is repaired', async () => {
  const at = await desk();
  const clerk = await openPerson(at, 'person:diaodu1', password);
  const ticket = await walkIn(clerk);
  await synced(clerk);
  await listed(clerk, () => clerk.holding.get(ticket) !== undefined);
  await synced(clerk);
  const { database } = clerk.forTests;
  await erase(database, 'documents', [ticket]);
  await clerk.close();
  at.network.up = false;
  const again = await openPerson(at, 'person:diaodu1', password);
  expect(again.status.value.complete).toBe(false);
  at.network.up = true;
  again.syncNow();
  await synced(again);
  expect(again.holding.get(ticket)).toBeDefined();
  await again.close();
});

test('[V1] a desk older than the hub’s minimum goes on sending, takes nothing new, and says so', async () => {
  const at = await desk((path, init) =>
    path === '/desk/handshake'
      ? fetch(hub.address + path, init).then(async (answer) =>
          Response.json({ ...((await answer.json()) as object), wireMin: 99, wireMax: 99 }),
        )
      : path.startsWith('/desk/_changes') && !path.includes('only=urgent')
        ? Promise.reject(new Error('a desk that is too old asked for bodies'))
        : undefined,
  );
  const clerk = await openPerson(at, 'person:diaodu1', password);
  const ticket = await walkIn(clerk);
  const status = await until(clerk, (one) => one.link === 'online' && one.unsent === 0);
  expect(status.lastError).toContain('更新');
  await hub.core.authority.run();
  expect(await hub.core.store.hotline.get(ticket)).toBeDefined();
  await clerk.close();
});

test('[L3] what was registered here and has left is not shown again out of one’s own actions', async () => {
  const at = await desk();
  const clerk = await openPerson(at, 'person:diaodu1', password);
  const ticket = await walkIn(clerk, '要转走的');
  await synced(clerk);
  await listed(clerk, () => clerk.holding.get(ticket) !== undefined);
  // It leaves every channel of this office.
  const stored = await hub.core.store.hotline.get<{ _rev: string; lead: string }>(ticket);
  await hub.core.store.hotline.write([{ ...stored, lead: '210102019', origin: '210102019', dispatches: [] } as never]);
  await hub.core.feed.catchUp();
  await listed(clerk, (titles) => !titles.includes('要转走的'));
  expect(await firstValueFrom(clerk.ticket(ticket))).toBeUndefined();
  await clerk.close();
  const again = await openPerson(at, 'person:diaodu1', password);
  expect((await firstValueFrom(again.rows)).has(ticket)).toBe(false);
  expect(await firstValueFrom(again.ticket(ticket))).toBeUndefined();
  await again.close();
});

test('two taps make one action: the second sees what the first has done', async () => {
  const at = await desk();
  const clerk = await openPerson(at, 'person:diaodu1', password);
  const ticket = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '点了两下', content: '咨询', complainant: { kind: 'natural' } };
  const taps = await Promise.all([1, 2].map(() => clerk.act({ ticket, kind: 'register', body })));
  expect(taps.map((tap) => tap.ok)).toEqual([true, false]);
  await synced(clerk);
  await clerk.close();
});

test('collision (7): somebody who moves to another street loses its tickets, and no word they wrote', async () => {
  const at = await desk();
  const clerk = await openPerson(at, 'person:diaodu2', password);
  const ticket = await walkIn(clerk);
  await synced(clerk);
  await listed(clerk, () => clerk.holding.get(ticket) !== undefined);
  at.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  const said = await clerk.act({ ticket, kind: 'comment', body: { text: '走之前记下的' } });
  expect(said.ok).toBe(true);
  await clerk.saveDraft(ticket, 'contact', { note: '没写完的' });
  const { hotline } = hub.core.store;
  const person = await hotline.get<PersonDocument>('person:diaodu2');
  const now = new Date().toISOString() as Instant;
  const moved = (person?.roles ?? []).map((role) => ({ ...role, to: now }));
  await hotline.write([{ ...person, roles: [...moved, { role: 'clerk', unit: OFFICE_B as UnitCode, from: now }] } as never]);
  await hub.core.feed.catchUp();
  at.network.up = true;
  clerk.syncNow();
  await synced(clerk);
  await listed(clerk, () => clerk.holding.get(ticket) === undefined);
  const rescued = (await firstValueFrom(clerk.rescue)).map((item) => item.text).join('|');
  expect(rescued).toContain('走之前记下的');
  expect(rescued).toContain('没写完的');
  expect((await firstValueFrom(clerk.rows)).has(ticket)).toBe(false);
  const stored = await hub.core.store.hotline.get<{ history: { kind: string; actor: string }[] }>(ticket);
  expect(stored?.history.filter((entry) => entry.kind === 'comment')).toMatchObject([{ actor: 'person:diaodu2' }]);
  await clerk.close();
});
