import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, map, timeout } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonId, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { startHub } from '../support/hub.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { seedCity, type SeedAnswer } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, until, type NodeDesk } from '../support/node-desk.ts';

let dir: string;
let hub: RunningHub;
let seeded: SeedAnswer;
let office: NodeDesk;
let grid: NodeDesk;
let city: NodeDesk;
let officeB: NodeDesk;

function code(at: number): string {
  return seeded.codes[at]?.code ?? '';
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-desk-'));
  hub = await startHub({ dataDir: join(dir, 'hub') });
  seeded = await seedCity(hub, { tickets: 'none' });
  office = await enrolNodeDesk(join(dir, 'office'), code(0));
  grid = await enrolNodeDesk(join(dir, 'grid'), code(1));
  officeB = await enrolNodeDesk(join(dir, 'officeB'), code(2));
  city = await enrolNodeDesk(join(dir, 'city'), code(3));
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

async function done(outcome: Promise<{ ok: boolean; message?: string }>): Promise<void> {
  const result = await outcome;
  if (!result.ok) throw new Error(result.message);
}

function ticketWhere(replica: LocalReplica, id: TicketId, holds: (ticket: Ticket | undefined) => boolean): Promise<Ticket | undefined> {
  return firstValueFrom(
    replica.ticket(id).pipe(
      map((view) => view?.ticket),
      filter(holds),
      timeout(20_000),
    ),
  );
}

async function dispatched(dispatcher: LocalReplica, operator: LocalReplica): Promise<TicketId> {
  const id = newTicketId();
  const body = {
    source: 'phone',
    kind: 'help',
    title: '井盖缺失',
    content: '路口井盖缺失',
    complainant: { kind: 'natural', phone: '10000001' },
    region: { street: OFFICE_A },
  };
  await done(operator.act({ ticket: id, kind: 'register', body }));
  await ticketWhere(dispatcher, id, (ticket) => ticket?.status === 'registered');
  await done(dispatcher.act({ ticket: id, kind: 'dispatch', body: { unit: OFFICE_A, reason: '属地' } }));
  return id;
}

test('F02 F07 F11 [L2] a ticket goes down to a grid worker and up again, also offline, and every replica equals the hub’s digests', async () => {
  const cityDispatch = await openPerson(city, 'person:paidan1', seeded.password);
  const cityOperatorDesk = await enrolNodeDesk(join(dir, 'city2'), await hub.enrolmentCode('city' as never));
  const operator = await openPerson(cityOperatorDesk, 'person:zuoxi1', seeded.password);
  const clerk = await openPerson(office, 'person:diaodu1', seeded.password);
  const worker = await openPerson(grid, 'person:wangge1', seeded.password);
  await Promise.all([cityDispatch, operator, clerk, worker].map(synced));
  const id = await dispatched(cityDispatch, operator);

  const seen = await ticketWhere(clerk, id, (ticket) => ticket?.status === 'dispatched');
  expect(seen?.no).toMatch(/^LN210102-\d{8}-\d{6}$/u);
  expect((await firstValueFrom(worker.rows)).has(id)).toBe(false);

  // The network of the office is cut: work goes on.
  office.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  await done(clerk.act({ ticket: id, kind: 'sign', body: {} }));
  await done(clerk.act({ ticket: id, kind: 'assign', body: { person: 'person:wangge1', opinion: '请到现场' } }));
  expect((await ticketWhere(clerk, id, () => true))?.assignment?.state).toBe('assigned');
  expect(clerk.status.value.unsent).toBe(2);
  office.network.up = true;
  clerk.syncNow();
  await synced(clerk);

  await ticketWhere(worker, id, (ticket) => ticket?.assignment?.person === 'person:wangge1');
  await done(worker.act({ ticket: id, kind: 'contact', body: { at: new Date().toISOString(), channel: 'call', result: 'reached' } }));
  await done(worker.act({ ticket: id, kind: 'report', body: { note: '已更换井盖' } }));
  await ticketWhere(clerk, id, (ticket) => ticket?.assignment?.state === 'reported');
  await done(clerk.act({ ticket: id, kind: 'checkReport', body: { ok: true } }));
  await Promise.all([clerk, worker, cityDispatch, operator].map(synced));

  for (const [replica, audience] of [
    [clerk, 'office'],
    [worker, 'person'],
    [cityDispatch, 'city'],
  ] as const) {
    const digests = hub.core.feed.digests(Object.keys(hub.core.feed.digests([], audience)).concat(channelsOfReplica(replica)), audience);
    expect(replica.holding.mismatches(digests)).toEqual([]);
  }
  await Promise.all([clerk, worker, cityDispatch, operator].map((replica) => replica.close()));
});

function channelsOfReplica(replica: LocalReplica): string[] {
  return [...new Set([...replica.holding.entries()].flatMap(([, holding]) => [...holding.in]))];
}

test('[D4] a recall while the office is offline: its facts stay in the history, its proposal is refused, its text is in rescue', async () => {
  const dispatcher = await openPerson(city, 'person:paidan1', seeded.password);
  const operatorDesk = await enrolNodeDesk(join(dir, 'city3'), await hub.enrolmentCode('city' as never));
  const operator = await openPerson(operatorDesk, 'person:zuoxi1', seeded.password);
  const clerk = await openPerson(office, 'person:diaodu1', seeded.password);
  const clerkB = await openPerson(officeB, 'person:diaodu3', seeded.password);
  const id = await dispatched(dispatcher, operator);
  await ticketWhere(clerk, id, (ticket) => ticket?.status === 'dispatched');
  await done(clerk.act({ ticket: id, kind: 'sign', body: {} }));
  await synced(clerk);

  office.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  await done(
    clerk.act({
      ticket: id,
      kind: 'contact',
      body: { at: new Date().toISOString(), channel: 'call', result: 'reached', note: '已电话说明' },
    }),
  );
  await done(
    clerk.act({
      ticket: id,
      kind: 'proposeEscalation',
      body: {
        ground: 'tooHard',
        target: 'city',
        done: '已两次到现场',
        why: '需要市级资金',
        ask: '请市里研究',
        interim: '已解释',
        citation: '派单目录',
      },
    }),
  );
  await clerk.saveDraft(id, 'recordWork', { note: '写了一半的记录' });

  const view = await dispatcher.lookupTicket(id);
  expect(view?.ticket.status).toBe('inProgress');
  await done(dispatcher.act({ ticket: id, kind: 'recall', body: { reason: '应由南湖街道办理' } }));
  await ticketWhere(dispatcher, id, (ticket) => ticket?.status === 'registered');
  await done(dispatcher.act({ ticket: id, kind: 'dispatch', body: { unit: OFFICE_B, reason: '改派' } }));
  await ticketWhere(clerkB, id, (ticket) => ticket?.lead === OFFICE_B);

  office.network.up = true;
  clerk.syncNow();
  await until(clerk, (status) => status.refused > 0 && status.unsent === 0);
  await firstValueFrom(
    clerk.rows.pipe(
      filter((rows) => !rows.has(id)),
      timeout(20_000),
    ),
  );
  const items = await firstValueFrom(clerk.outbox);
  const proposal = items.find((item) => item.action.kind === 'proposeEscalation');
  expect(proposal).toMatchObject({ state: 'refused', code: 'reassigned' });
  expect(proposal?.reason).toContain('已改派');
  const rescued = await firstValueFrom(clerk.rescue);
  expect(rescued.map((item) => item.text).join()).toContain('写了一半的记录');
  expect(rescued.map((item) => item.text).join()).toContain('请市里研究');
  expect(clerk.holding.get(id)).toBeUndefined();

  const stored = await hub.core.store.hotline.get<Ticket>(id);
  expect(stored?.history.find((entry) => entry.kind === 'contact')).toMatchObject({ noEffect: 'reassigned', actor: 'person:diaodu1' });
  await Promise.all([clerk, clerkB, dispatcher, operator].map((replica) => replica.close()));
});

test('[D2] deleting the desk’s database loses no unsent action', async () => {
  const clerk = await openPerson(office, 'person:diaodu2', seeded.password);
  await synced(clerk);
  office.network.up = false;
  const id = newTicketId();
  await done(
    clerk.act({
      ticket: id,
      kind: 'register',
      body: { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } },
    }),
  );
  await clerk.close();
  office.network.up = true;
  // A fresh storage: what a browser engine leaves after it has reset its databases.
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  const again = await openPerson(
    { ...office, platform: { ...office.platform, storage: getRxStorageMemory() as never } },
    'person:diaodu2',
    seeded.password,
  );
  await synced(again);
  expect((await hub.core.store.hotline.get<Ticket>(id))?.history[0]?.actor).toBe('person:diaodu2' as PersonId);
  await again.close();
});

test('F20 现场签批: the leader signs on the clerk’s PC with their own password, also offline, and nobody else’s opens their key', async () => {
  await hub.accounts.setAccount('lingdao1', 'person:lingdao1' as PersonId, '领导自己的口令');
  const leader = await openPerson(office, 'person:lingdao1', '领导自己的口令');
  await synced(leader);
  await leader.close();
  const clerk = await openPerson(office, 'person:diaodu1', seeded.password);
  await synced(clerk);
  office.network.up = false;
  clerk.syncNow();
  await until(clerk, (status) => status.link === 'offline');
  const id = newTicketId();
  const body = { source: 'walkIn', kind: 'consult', title: '来访咨询', content: '咨询低保', complainant: { kind: 'natural' } };
  await done(clerk.act({ ticket: id, kind: 'register', body }));
  await done(clerk.act({ ticket: id, kind: 'contact', body: { at: new Date().toISOString(), channel: 'visit', result: 'reached' } }));
  const escalation = { ground: 'tooHard', target: 'city', done: '到过', why: '资金', ask: '请研究', interim: '已解释', citation: '目录' };
  await done(clerk.act({ ticket: id, kind: 'proposeEscalation', body: escalation }));
  const of = (await ticketWhere(clerk, id, (ticket) => ticket?.proposals.length === 1))?.proposals[0]?.id;
  const approve = { ticket: id, kind: 'leaderApprove', body: { of }, actor: 'person:lingdao1' as PersonId };
  expect(await clerk.act(approve)).toMatchObject({ ok: false, code: 'locked' });
  expect(await clerk.asSigner('person:lingdao1' as PersonId, seeded.password, () => clerk.act(approve))).toMatchObject({
    code: 'wrongPassword',
  });
  await done(clerk.asSigner('person:lingdao1' as PersonId, '领导自己的口令', () => clerk.act(approve)));
  // Open as long as the signature took.
  expect(await clerk.act({ ...approve, kind: 'comment', body: { text: '再写一句' } })).toMatchObject({ ok: false, code: 'locked' });
  office.network.up = true;
  clerk.syncNow();
  await synced(clerk);
  const stored = await hub.core.store.hotline.get<Ticket>(id);
  expect(stored?.history.find((entry) => entry.kind === 'leaderApprove')?.actor).toBe('person:lingdao1');
  await clerk.close();
});
