import { describe, expect, test } from 'vitest';
import { AUDIENCES, type Audience } from '../hotline/roles.ts';
import { calledBack, contacted, fedBack, REGISTER, RESULT, signed } from '../hotline/testing/stages.ts';
import { step, ticketOf, type Told } from '../hotline/testing/story.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { project } from './project.ts';

const CALLER = { ...REGISTER.complainant, phone: '甲电话', altPhone: '乙电话', earlier: ['LN210102-20260101-000001'] };
const ID_CARD = { hash: 'b'.repeat(64), kind: 'idDocument', name: '身份证.jpg', type: 'image/jpeg', size: 10 };
const PHOTO = { ...ID_CARD, hash: 'c'.repeat(64), kind: 'after', name: '灯.jpg' };

const SAID = { by: 'person:supervisor', at: '2026-11-24T02:00:00.000Z', unit: '210102001', round: 1, opinion: '请抓紧' };

/** With something in every field that not everybody reads. */
function full(confidential = 'none'): Ticket {
  let told: Told = signed({ confidential, complainant: CALLER });
  told = step(told, 'comment', 'leaderA', { text: '请抓紧' });
  told = step(told, 'instruct', 'leaderA', { text: '请今日内办结' });
  told = step(told, 'notifyEmergency', 'clerkA', { service: 'fire', receiver: '值班员', at: told.now });
  told = step(told, 'recordWork', 'clerkA', { note: '已修', evidence: [ID_CARD, PHOTO] });
  told = step(told, 'contact', 'clerkA', { channel: 'call', result: 'reached' });
  told = step(told, 'submitResult', 'clerkA', { ...RESULT, internalNote: '内部', evidence: [{ ...PHOTO, hash: 'd'.repeat(64) }] });
  told = calledBack(fedBack(told));
  told = step(told, 'callback', 'operator', { reached: false, opinion: '无人接听' });
  const ticket = ticketOf(told);
  return {
    ...ticket,
    complainant: { ...ticket.complainant, phoneHash: 'e'.repeat(64) },
    assessment: { counted: true },
    supervisions: [{ ...SAID, action: 'action:1', number: '督1', level: 1, due: SAID.at }] as never,
    urges: [{ ...SAID, action: 'action:2' }] as never,
    meetings: [{ ...SAID, action: 'action:3', form: 'interview', topic: '约谈', heldAt: SAID.at, decision: '限期办结' }] as never,
    referrals: [{ ...SAID, action: 'action:4', trigger: 'overdue', receiver: '某机关', material: '清单' }] as never,
    pastAssignees: ['person:gridA' as never],
  };
}

/** Field by field, the audience column of hotline.md §3 and §9. */
const FIELDS: readonly (readonly [field: string, read: (ticket: Ticket) => unknown, readers: readonly Audience[]])[] = [
  ['title', (one) => one.title, ['person', 'office', 'city']],
  ['public reply', (one) => one.disposal.publicReply, ['person', 'office', 'city']],
  ['phone hash', (one) => one.complainant.phoneHash, ['city']],
  ['dispatches', (one) => one.dispatches[0], ['office', 'city']],
  ['proposals', (one) => one.proposals[0], ['office', 'city']],
  ['internal note', (one) => one.disposal.internalNote, ['office', 'city']],
  ['callbacks', (one) => one.callbacks[0], ['office', 'city']],
  ['assessment', (one) => one.assessment, ['office', 'city']],
  ['supervisions', (one) => one.supervisions[0], ['office', 'city']],
  ['urges', (one) => one.urges[0], ['office', 'city']],
  ['meetings', (one) => one.meetings?.[0], ['office', 'city']],
  ['what was referred (art. 16)', (one) => one.referrals?.[0], ['city']],
  ['who had it before', (one) => one.pastAssignees[0], ['office', 'city']],
  ["the leader's instruction, which the worker carries out", (one) => one.instructions?.[0], ['person', 'office', 'city']],
  ['what the services were told (art. 9(1))', (one) => one.emergencyCalls?.[0], ['person', 'office', 'city']],
  ["the leader's comment", (one) => one.history.find((entry) => entry.kind === 'comment')?.summary, ['office', 'city']],
  ['the record of work', (one) => one.history.find((entry) => entry.kind === 'recordWork')?.summary, ['person', 'office', 'city']],
  ['a file of the record', (one) => one.evidence.find((entry) => entry.hash === PHOTO.hash), ['person', 'office', 'city']],
  [
    'an identity paper, where nothing is hidden',
    (one) => one.evidence.find((entry) => entry.hash === ID_CARD.hash),
    ['person', 'office', 'city'],
  ],
  ["the caller's name", (one) => one.complainant.name, ['person', 'office', 'city']],
  ['earlier numbers', (one) => one.links.earlier[0], ['person', 'office', 'city']],
  ['a file of the result', (one) => one.evidence.find((entry) => entry.hash === 'd'.repeat(64)), ['office', 'city']],
];

describe('[C3] what an audience reads', () => {
  test.each(FIELDS)('%s', (_field, read, readers) => {
    const ticket = full();
    expect(read(ticket)).toBeDefined();
    for (const audience of AUDIENCES)
      expect(`${audience} ${read(project(ticket, audience)) === undefined ? 'no' : 'yes'}`).toBe(
        `${audience} ${readers.includes(audience) ? 'yes' : 'no'}`,
      );
  });

  test('a draft stays between clerk, leader and city', () => {
    const ticket = ticketOf(step(contacted(), 'draftResult', 'clerkA', { internalNote: '内部', process: '草稿' }));
    expect(project(ticket, 'person').disposal.draft).toBeUndefined();
    expect(project(ticket, 'office').disposal.draft).toBeDefined();
  });

  test('hideIdentity: name, phones, earlier numbers and identity papers never go below the office', () => {
    const copy = project(full('hideIdentity'), 'person');
    expect(copy.complainant).toEqual({ kind: 'natural' });
    expect(copy.links.earlier).toEqual([]);
    expect(copy.evidence.map((one) => one.kind)).toEqual(['after']);
    expect(JSON.stringify(copy)).not.toMatch(/王女士|甲电话|乙电话|LN210102-20260101|身份证/u);
    expect(project(full('hideIdentity'), 'office').complainant).toMatchObject(CALLER);
  });

  test('ids, kinds and times of the history stay in every copy [sync D3]', () => {
    const ticket = full();
    for (const audience of AUDIENCES) {
      const ids = project(ticket, audience).history.map(({ id, kind, occurredAt }) => ({ id, kind, occurredAt }));
      expect(ids).toEqual(ticket.history.map(({ id, kind, occurredAt }) => ({ id, kind, occurredAt })));
    }
  });

  test('narrower each time, and the same when done twice', () => {
    const ticket = full('hideIdentity');
    for (const audience of AUDIENCES) expect(project(project(ticket, audience), audience)).toEqual(project(ticket, audience));
    expect(project(project(ticket, 'office'), 'person')).toEqual(project(ticket, 'person'));
  });

  test('other documents are the same for everybody who may hold them', () => {
    const unit = { _id: 'unit:210102001' };
    expect(project(unit, 'person')).toBe(unit);
  });
});

test('F42 what a complainant said on the public page is for offices and the city', () => {
  const rated = { _id: 'ticket:1', history: [], evidence: [], complainant: {}, disposal: {}, links: {}, rating: { solved: 'solved' } };
  expect(AUDIENCES.map((audience) => 'rating' in project(rated as unknown as Ticket, audience))).toEqual([false, true, true]);
});
