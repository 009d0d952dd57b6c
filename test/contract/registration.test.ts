/** Two actions of one flow (art. 9): what is saved when the second is refused, on a real desk opposite a real hub. */
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REGISTER_DRAFT, saveFollowUp, saveRegistration } from '../../renderer/features/register/save-registration.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { CITY } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { enrolNodeDesk, openPerson, synced, type NodeDesk } from '../support/node-desk.ts';
import { SmallCity } from '../support/small-city.ts';

const CALL = { source: 'phone', kind: 'help', title: '路灯不亮', content: '巷口路灯不亮', complainant: { kind: 'natural' } };
const GUIDED = { article: '9-4', channel: '12345 热线', explanation: '已告知正在办理' };

let city: SmallCity;
let desk: NodeDesk;
let operator: LocalReplica;

beforeAll(async () => {
  city = await SmallCity.open();
  desk = await enrolNodeDesk(join(city.dir, 'desk'), await city.hub.enrolmentCode(CITY));
  operator = await openPerson(desk, 'person:zuoxi1', DEMO_PASSWORD);
  await synced(operator);
});
afterAll(async () => {
  await operator.close();
  await city.close();
});

async function atHub(id: string): Promise<Ticket | undefined> {
  await synced(operator);
  return city.hub.core.store.hotline.get<Ticket>(id);
}

test('the second action is refused: the registration stands, its draft is gone, what was typed for the second waits on the ticket', async () => {
  const id = newTicketId();
  await operator.saveDraft(REGISTER_DRAFT, 'register', { title: '路灯不亮' });
  // 9-4 without the earlier number.
  const answer = await saveRegistration(operator, id, CALL, { kind: 'guideOut', body: GUIDED });
  expect(answer).toMatchObject({ ok: false, registered: true, ticket: id });
  expect(answer.ok ? '' : answer.message).toContain('须填此前工单编号');
  expect(await operator.loadDraft(REGISTER_DRAFT, 'register')).toBeUndefined();
  expect(await operator.loadDraft(id, 'guideOut')).toEqual(GUIDED);
  expect(await atHub(id)).toMatchObject({ status: 'registered' });

  const again = await saveFollowUp(operator, id, { kind: 'guideOut', body: { ...GUIDED, reference: 'LN210102-20261101-000001' } });
  expect(again).toEqual({ ok: true, ticket: id });
  expect(await operator.loadDraft(id, 'guideOut')).toBeUndefined();
  expect(await atHub(id)).toMatchObject({ status: 'guidedOut', links: { earlier: ['LN210102-20261101-000001'] } });
});

test('the registration itself is refused: nothing is saved, and the page keeps what was typed', async () => {
  const id = newTicketId();
  await operator.saveDraft(REGISTER_DRAFT, 'register', { title: '路灯不亮' });
  const answer = await saveRegistration(operator, id, { ...CALL, source: 'import' }, { kind: 'guideOut', body: GUIDED });
  expect(answer).toMatchObject({ ok: false, registered: false });
  expect(await operator.loadDraft(REGISTER_DRAFT, 'register')).toEqual({ title: '路灯不亮' });
  expect(await operator.loadDraft(id, 'guideOut')).toBeUndefined();
  expect(await firstValueFrom(operator.ticket(id))).toBeUndefined();
});

test('both hold: two actions, in order, and no draft is left', async () => {
  const id = newTicketId();
  const body = { list: '身份证明', notice: '通话中告知' };
  expect(await saveRegistration(operator, id, CALL, { kind: 'requestMaterial', body })).toEqual({ ok: true, ticket: id });
  const ticket = await atHub(id);
  expect(ticket?.history.map((entry) => entry.kind)).toEqual(['register', 'requestMaterial']);
  expect(ticket?.status).toBe('awaitingMaterial');
  expect(await operator.loadDraft(id, 'requestMaterial')).toBeUndefined();
});

test('drafts are written, read and dropped one after the other, also when nobody waits for them (F60)', async () => {
  void operator.saveDraft(REGISTER_DRAFT, 'register', { title: '第一句' });
  void operator.saveDraft(REGISTER_DRAFT, 'register', { title: '第一句，第二句' });
  expect(await operator.loadDraft(REGISTER_DRAFT, 'register')).toEqual({ title: '第一句，第二句' });
  void operator.saveDraft(REGISTER_DRAFT, 'register', { title: '正在保存时又写了一字' });
  await operator.dropDraft(REGISTER_DRAFT, 'register');
  expect(await operator.loadDraft(REGISTER_DRAFT, 'register')).toBeUndefined();
});

test('F60 whoever leaves while the last words are being kept finds them again', async () => {
  const id = newTicketId();
  const kept = operator.saveDraft(id, 'comment', { text: '临走写的' });
  const text = operator.saveDraft(REGISTER_DRAFT, 'register', { title: '没写完' });
  await operator.close();
  await Promise.all([kept, text]);
  operator = await openPerson(desk, 'person:zuoxi1', DEMO_PASSWORD);
  expect(await operator.loadDraft(REGISTER_DRAFT, 'register')).toEqual({ title: '没写完' });
});
