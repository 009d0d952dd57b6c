/** The whole way of what the gate kept aside, on a real desk [sync G4, D2] (docs/adr/0016): 已驳回 with the reason, or released and decided. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { OutboxItem } from '../../renderer/replica/door.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { seedCity, type SeedAnswer } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { startHub } from '../support/hub.ts';
import { enrolNodeDesk, openPerson, synced, type NodeDesk } from '../support/node-desk.ts';

let dir: string;
let hub: RunningHub;
let seeded: SeedAnswer;
let desk: NodeDesk;
let clerk: LocalReplica;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-quarantine-'));
  hub = await startHub({ dataDir: join(dir, 'hub') });
  seeded = await seedCity(hub, { tickets: 'none' });
  desk = await enrolNodeDesk(join(dir, 'desk'), seeded.codes[0]?.code ?? '');
  clerk = await openPerson(desk, 'person:diaodu1', seeded.password);
  await synced(clerk);
});
afterEach(async () => {
  await clerk.close();
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

function trust(trusted: boolean): Promise<boolean> {
  return hub.accounts.devices.trustKeys(desk.device.device, 'person:diaodu1' as never, trusted);
}

async function walkIn(): Promise<TicketId> {
  const ticket = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
  const done = await clerk.act({ ticket, kind: 'register', body });
  if (!done.ok) throw new Error(done.message);
  return ticket;
}

function item(ticket: TicketId, holds: (item: OutboxItem) => boolean): Promise<OutboxItem> {
  const own = clerk.outbox.pipe(map((items) => items.find((one) => one.action.ticket === ticket)));
  return firstValueFrom(
    own.pipe(
      filter((one): one is OutboxItem => one !== undefined && holds(one)),
      timeout(20_000),
    ),
  );
}

async function keptAside(ticket: TicketId): Promise<string> {
  await item(ticket, ({ state }) => state === 'quarantined');
  const kept = (await hub.gate.quarantine.all()).find((one) => (one.body as { ticket?: string }).ticket === ticket);
  return kept?._id ?? '';
}

async function reopen(): Promise<void> {
  await clerk.close();
  clerk = await openPerson(desk, 'person:diaodu1', seeded.password);
}

test('[G4, D2] dismissed, its author reads 已驳回 and why, without a line too; it is never shown as taken', async () => {
  await trust(false);
  const ticket = await walkIn();
  const id = await keptAside(ticket);
  expect(await hub.rulings.dismiss(id, 'admin', '不是本人操作')).toBe('done');
  const told = await item(ticket, ({ dismissed }) => dismissed !== undefined);
  expect(told).toMatchObject({ state: 'quarantined', code: 'notCertified', dismissed: { reason: '不是本人操作' } });
  desk.network.up = false;
  await reopen();
  expect(await item(ticket, () => true)).toMatchObject({ state: 'quarantined', dismissed: { reason: '不是本人操作' } });
  expect((await firstValueFrom(clerk.ticket(ticket)))?.ticket.history ?? []).toEqual([]);
});

test('[G4, G2, D2] released while the desk has no line, it is sent again as it was and settled by the authority’s verdict', async () => {
  await trust(false);
  const ticket = await walkIn();
  const id = await keptAside(ticket);
  await clerk.close();
  await trust(true);
  expect(await hub.rulings.release(id, 'admin', '已核实')).toBe('done');
  desk.network.up = false;
  clerk = await openPerson(desk, 'person:diaodu1', seeded.password);
  // Without a line nothing is said to be taken.
  expect((await item(ticket, () => true)).state).toBe('quarantined');
  desk.network.up = true;
  clerk.syncNow();
  const at = (await hub.gate.quarantine.get(id))?.at;
  expect(await item(ticket, ({ state }) => state === 'accepted')).toMatchObject({ receivedAt: at });
  await synced(clerk);
  await reopen();
  expect((await item(ticket, () => true)).state).toBe('accepted');
});

test('[G4, G2] what is no longer in its author’s channels is settled all the same: the desk asks the gate', async () => {
  await trust(false);
  const ticket = await walkIn();
  const id = await keptAside(ticket);
  // The hub cannot decide: only the ruling comes down.
  const { authority } = hub.core;
  Object.assign(authority, { accept: () => undefined, recover: () => Promise.resolve() });
  await trust(true);
  expect(await hub.rulings.release(id, 'admin', '已核实')).toBe('done');
  const sent = await item(ticket, ({ state }) => state === 'sent');
  expect(sent.receivedAt).toBe((await hub.gate.quarantine.get(id))?.at);
  // Killed now, it is asked about again at the next start.
  await reopen();
  expect((await item(ticket, ({ state }) => state !== 'quarantined')).state).toBe('sent');
  for (const name of ['accept', 'recover']) Reflect.deleteProperty(authority, name);
  await authority.recover();
  expect((await item(ticket, ({ state }) => state === 'accepted')).receivedAt).toBe(sent.receivedAt);
});
