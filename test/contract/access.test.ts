/** F51: what is looked at on a desk is recorded before it is shown, offline too, and what is missing at the hub is seen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Instant, Sha256, TicketId } from '../../shared/hotline/ids.ts';
import type { AccessRecord } from '../../shared/sync/access.ts';
import { canonicalBytes, CHAIN_START, hashHex } from '../../shared/sync/canonical.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { startHub } from '../support/hub.ts';
import { seedCity, type SeedAnswer } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';

type Entry = { what: string; of: string; person: string; field?: string; deviceN?: number; gap?: true; prev: string; hash: string };

let dir: string;
let hub: RunningHub;
let seeded: SeedAnswer;
let office: NodeDesk;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-access-'));
  hub = await startHub({ dataDir: join(dir, 'hub') });
  seeded = await seedCity(hub, { tickets: 'none' });
  office = await enrolNodeDesk(join(dir, 'office'), seeded.codes[0]?.code ?? '');
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

async function entries(): Promise<Entry[]> {
  const stored = await hub.core.store.private.withPrefix<Entry & { schema?: number }>('access:');
  return stored.map(({ _id: _a, _rev: _b, schema: _c, ...entry }) => entry);
}

test('F51 a look is at the hub soon; one without a line is there after the next connection, in order and unbroken', async () => {
  const ticket = newTicketId();
  const clerk = await openPerson(office, 'person:diaodu1', seeded.password);
  await synced(clerk);
  expect(await clerk.reveal(ticket, 'phone')).toBe(true);
  await vi.waitFor(async () => expect(await entries()).toHaveLength(1), 10_000);
  office.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  expect(await clerk.reveal(ticket, 'name')).toBe(true);
  expect(await clerk.reveal(ticket, 'phone')).toBe(true);
  office.network.up = true;
  clerk.syncNow();
  await vi.waitFor(async () => expect(await entries()).toHaveLength(3), 20_000);
  const all = await entries();
  expect(all.map(({ what, of, person, field, deviceN, gap }) => [what, of, person, field, deviceN, gap])).toEqual([
    ['reveal', ticket, 'person:diaodu1', 'phone', 1, undefined],
    ['reveal', ticket, 'person:diaodu1', 'name', 2, undefined],
    ['reveal', ticket, 'person:diaodu1', 'phone', 3, undefined],
  ]);
  all.forEach(({ hash, ...body }, at) => {
    expect(hashHex(canonicalBytes(body))).toBe(hash);
    expect(body.prev).toBe(all[at - 1]?.hash ?? CHAIN_START);
  });
  await clerk.close();
});

test('F51 repeated records are kept once; a missing or changed one is marked', async () => {
  const desk = { person: 'person:wangge1', device: office.device.device };
  const record = (n: number, prev: Sha256): AccessRecord => ({
    n,
    prev,
    at: '2026-11-25T01:00:00.000Z' as Instant,
    ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV' as TicketId,
    what: 'reveal',
    field: 'name',
  });
  const before = (await entries()).length;
  const first = record(1, CHAIN_START);
  expect(await hub.accessLog.take(desk, [first])).toBe(1);
  expect(await hub.accessLog.take(desk, [first, record(3, CHAIN_START)])).toBe(3);
  expect((await entries()).slice(before).map(({ deviceN, gap }) => [deviceN, gap])).toEqual([
    [1, undefined],
    [3, true],
  ]);
});

test('F51 nobody sends looks without a session, and none of another shape', async () => {
  const answer = await fetch(`${office.device.hub}/desk/access`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ records: [{ n: 1 }] }),
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});
