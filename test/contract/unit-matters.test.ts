/** Governance tasks, leaves and duty sheets on a real hub and real desks (art. 7, 19; F15, F53; docs/adr/0009, 0012): begun offline, held by whom they concern. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ulid } from 'ulid';
import type { MatterId, PersonId } from '../../shared/hotline/ids.ts';
import { dutySheetId, type DutySheet } from '../../shared/hotline/matters/duty/document.ts';
import type { Governance } from '../../shared/hotline/matters/governance/document.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { FollowingClient } from '../support/following-client.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';

let dir: string;
let city: SmallCity;
let office: NodeDesk;
let colleague: NodeDesk;
const opened: LocalReplica[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-governance-'));
  city = await SmallCity.open();
  const code = () => city.hub.enrolmentCode(OFFICE_A);
  office = await enrolNodeDesk(join(dir, 'office'), await code());
  colleague = await enrolNodeDesk(join(dir, 'colleague'), await code());
});
afterAll(async () => {
  await city.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  opened.length = 0;
});
afterEach(async () => {
  office.network.up = true;
  for (const replica of opened) await replica.close();
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  expect(city.errors).toEqual([]);
});

function newTask(): MatterId {
  return `governance:${ulid()}` as MatterId;
}
function body(more: object = {}): Record<string, unknown> {
  const due = new Date(Date.now() + 30 * 86_400_000).toISOString();
  return { unit: OFFICE_A, title: '路灯集中排查', plan: '逐杆排查', responsible: 'person:diaodu2', due, tickets: [], ...more };
}
async function open(desk: NodeDesk, login: string): Promise<LocalReplica> {
  const replica = await openPerson(desk, `person:${login}`, DEMO_PASSWORD);
  opened.push(replica);
  await synced(replica);
  return replica;
}
function taskWhere(replica: LocalReplica, id: MatterId, holds: (task: Governance) => boolean): Promise<Governance> {
  return firstValueFrom(
    replica.matters.pipe(
      map((views) => views.get(id)?.matter as Governance | undefined),
      filter((task): task is Governance => task !== undefined && holds(task)),
      timeout(20_000),
    ),
  );
}
/** Whether a person's desk is ever told of it; a body without its name, or a name without its body, would be a fault of its own. */
async function sees(unit: string, login: string, id: MatterId): Promise<boolean> {
  const client = new FollowingClient(await city.desk(unit, login), 500);
  await client.follow();
  expect(client.snapshot()).toEqual(await client.hubSnapshot());
  expect(client.held.has(id)).toBe(client.named.has(id));
  return client.named.has(id);
}

test('F53 [D2, D3, C1] begun without a network it is on the own desk at once; after it is back, on the colleague’s and the hub’s', async () => {
  const linked = await city.dispatched();
  const clerk = await open(office, 'diaodu1');
  const leader = await open(colleague, 'lingdao1');
  office.network.up = false;
  const id = newTask();
  const outcome = await clerk.act({ ticket: id, kind: 'openGovernance', body: body({ tickets: [linked] }) });
  expect(outcome).toMatchObject({ ok: true });
  expect(await clerk.act({ ticket: id, kind: 'noteProgress', body: { text: '已查十二杆' } })).toMatchObject({ ok: true });
  expect(await taskWhere(clerk, id, (task) => task.notes.length === 1)).toMatchObject({ state: 'open', tickets: [linked] });
  expect(await city.hub.core.store.hotline.get(id)).toBeUndefined();
  await until(clerk, (status) => status.unsent === 2);
  office.network.up = true;
  clerk.syncNow();
  await synced(clerk);
  const there = await taskWhere(leader, id, (task) => task.notes.length === 1);
  expect(there).toMatchObject({ by: 'person:diaodu1', responsible: 'person:diaodu2', tickets: [linked] });
  expect(await leader.act({ ticket: id, kind: 'finishGovernance', body: { outcome: 'solved', result: '已更换' } })).toMatchObject({
    ok: true,
  });
  expect(await taskWhere(clerk, id, (task) => task.state === 'done')).toMatchObject({ endedBy: 'person:lingdao1', result: '已更换' });
  await synced(leader);
  await synced(clerk);
});

test('F53 [C1] the workers of the grid hold it and no other worker; another unit and the city never hear of it', async () => {
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const id = newTask();
  const [grid] = city.hub.core.reference.units.get(OFFICE_A)?.grids ?? [];
  expect(grid?.workers).toEqual(['person:wangge1']);
  await clerk.act(id, 'openGovernance', body({ grid: grid?.code }));
  expect(await sees(OFFICE_A, 'wangge1', id)).toBe(true);
  expect(await sees(OFFICE_A, 'lingdao1', id)).toBe(true);
  expect(await sees(OFFICE_A, 'wangge2', id)).toBe(false);
  expect(await sees(OFFICE_B, 'diaodu3', id)).toBe(false);
  expect(await sees('city', 'duban1', id)).toBe(false);
  const worker = await city.desk(OFFICE_A, 'wangge1');
  await worker.act(id, 'noteProgress', { text: '东侧三杆不亮' });
  expect(await city.hub.core.store.hotline.get<Governance>(id)).toMatchObject({ notes: [{ by: 'person:wangge1' as PersonId }] });
});

test('F53 [G6] a clerk of another unit is refused at the hub, whatever their desk lets them send', async () => {
  const id = newTask();
  await (await city.desk(OFFICE_A, 'diaodu1')).act(id, 'openGovernance', body());
  const stranger = await city.desk(OFFICE_B, 'diaodu3');
  const note = stranger.action(id, 'noteProgress', { text: '与本单位无关' });
  await stranger.send([note]);
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
  expect(city.hub.core.feed.settlement(note._id)).toMatchObject({ state: 'refused', code: 'noRight' });
});

test('F15 [D2, D3, C1] a sheet and a leave written without a network: the sheet is for everybody after, the leave for the unit and who stands in', async () => {
  const clerk = await open(office, 'diaodu1');
  office.network.up = false;
  const sheet = dutySheetId(OFFICE_A);
  expect(
    await clerk.act({ ticket: sheet, kind: 'keepDutySheet', body: { contact: 'person:diaodu2', phone: '024-23001234' } }),
  ).toMatchObject({
    ok: true,
  });
  const id = `leave:${ulid()}` as MatterId;
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const days = { unit: OFFICE_A, person: 'person:wangge1', from: today, to: today, reason: 'sick' };
  expect(await clerk.act({ ticket: id, kind: 'recordLeave', body: { ...days, deputy: 'person:diaodu2' } })).toMatchObject({
    ok: false,
    code: 'deputyLacksRole',
  });
  expect(await clerk.act({ ticket: id, kind: 'recordLeave', body: { ...days, deputy: 'person:wangge2' } })).toMatchObject({ ok: true });
  await until(clerk, (status) => status.unsent === 2);
  office.network.up = true;
  clerk.syncNow();
  await synced(clerk);
  for (const [unit, login, leave] of [
    [OFFICE_A, 'lingdao1', true],
    [OFFICE_A, 'wangge1', true],
    [OFFICE_A, 'wangge2', true],
    [OFFICE_A, 'wangge3', false],
    [OFFICE_B, 'diaodu3', false],
    ['city', 'duban1', false],
  ] as const) {
    expect(await sees(unit, login, sheet), login).toBe(true);
    expect(await sees(unit, login, id), login).toBe(leave);
  }
  // Another desk had begun the same sheet: what it does not name stays.
  await (await city.desk(OFFICE_A, 'lingdao1')).act(sheet, 'keepDutySheet', { nightPhone: '024-23005678' });
  expect(await city.hub.core.store.hotline.get<DutySheet>(sheet)).toMatchObject({ contact: 'person:diaodu2', nightPhone: '024-23005678' });
});

test('F15 [collision 3] of two desks that hand the same task over offline the first counts, the second is kept without effect', async () => {
  const ticket = await city.dispatched();
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  await clerk.act(ticket, 'sign', {});
  await clerk.act(ticket, 'assign', { person: 'person:wangge1' });
  const second = await city.desk(OFFICE_A, 'diaodu2');
  const of = (await city.hub.core.store.hotline.get<Ticket>(ticket))?.assignment?.action;
  const first = clerk.action(ticket, 'handOver', { of, person: 'person:wangge2' });
  const late = second.action(ticket, 'handOver', { of, person: 'person:wangge3' });
  await clerk.send([first]);
  await second.send([late]);
  await city.hub.core.authority.run();
  const stored = await city.hub.core.store.hotline.get<Ticket>(ticket);
  expect(stored?.assignment?.person).toBe('person:wangge2');
  expect(stored?.history.slice(-2)).toMatchObject([{ id: first._id }, { id: late._id, noEffect: 'alreadyDone' }]);
});
