import { expect, test } from 'vitest';
import { GLOSSARY } from './glossary.ts';
import { progressFor } from './progress.ts';
import { measure } from './measures.ts';
import { STATUSES, type Ticket } from './ticket.ts';
import { calledBack, closedTicket, dispatched, fedBack, registered, RESULT, signed } from './testing/stages.ts';
import { ticketOf, type Told } from './testing/story.ts';
import { UNITS } from './testing/city.ts';

const PHONE = { complainant: { kind: 'natural', name: '王女士', phone: '024-1000 1234', altPhone: '10000005678' } };
const nameOf = (unit: string): string | undefined => (unit === UNITS.streetA ? '甲街道' : undefined);

function numbered(told: Told, more: object = {}) {
  return { ...ticketOf(told), no: 'LN210102-20261124-000001', ...more };
}

test('F39 the progress names number, day, state, unit and limit, and nothing of the complainant or the office', () => {
  const progress = progressFor(numbered(signed(PHONE)), '1234', nameOf);
  expect(progress).toEqual({
    no: 'LN210102-20261124-000001',
    acceptedAt: ticketOf(signed(PHONE)).acceptedAt,
    state: '承办单位正在办理',
    lead: '甲街道',
    handleBy: ticketOf(signed(PHONE)).due.handle?.at,
  });
});

test('F39 the answer to the public is shown once the city has audited it, not before', () => {
  const submitted = { ...ticketOf(fedBack()).disposal, publicReply: RESULT.publicReply };
  const asked = (told: Told, status: string) =>
    progressFor(numbered(told, { ...PHONE, status, disposal: submitted }), '1234', nameOf)?.reply;
  expect(asked(fedBack(), 'feedbackSubmitted')).toBeUndefined();
  expect(asked(calledBack(), 'callback')).toBe(RESULT.publicReply);
  expect(asked(closedTicket(), 'closed')).toBe(RESULT.publicReply);
});

test.each([
  ['the other number they left', PHONE, '5678', true],
  ['other digits', PHONE, '1235', false],
  ['digits from the middle', PHONE, '0001', false],
  ['three digits', PHONE, '234', false],
  ['no digits', PHONE, '', false],
  ['a pattern in place of digits', PHONE, '....', false],
  ['a matter without a phone', { complainant: { kind: 'natural' } }, '1234', false],
  ['a phone that is no number', { complainant: { kind: 'natural', phone: '1234' } }, '1234', false],
  ['a sealed matter', { ...PHONE, confidential: 'sealed' }, '1234', false],
  ['a voided matter', { ...PHONE, status: 'void' }, '1234', false],
] as const)('F39 %s', (_what, more, lastFour, told) => {
  expect(progressFor(numbered(dispatched(), more), lastFour, nameOf) !== undefined).toBe(told);
});

test('F39 a ticket that has no number yet, and none at all, are nothing', () => {
  const { no: _no, ...bare } = numbered(registered(), PHONE);
  expect(progressFor(bare, '1234', nameOf)).toBeUndefined();
  expect(progressFor(undefined, '1234', nameOf)).toBeUndefined();
});

test('every state has words for the public', () => {
  expect(Object.keys(GLOSSARY.publicState).sort()).toEqual([...STATUSES].sort());
});

test('F42 a rating is open in the callback and after closing, once for each answer; it is no valid callback for the measures (§8)', () => {
  const rating = (told: Told, more: object = {}) => progressFor(numbered(told, { ...PHONE, ...more }), '1234', nameOf)?.rating;
  expect(rating(signed(PHONE))).toBeUndefined();
  expect(rating(fedBack())).toBeUndefined();
  expect(rating(calledBack())).toBe('open');
  expect(rating(closedTicket())).toBe('open');
  const said = { round: 1, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' };
  expect(rating(calledBack(), { rating: said })).toBe('given');
  expect(rating(calledBack(), { rating: { ...said, round: 0 } })).toBe('open');
  const unreached = { ...ticketOf(closedTicket()), callbacks: [], rating: said } as unknown as Ticket;
  expect(measure(unreached, unreached.acceptedAt)).not.toHaveProperty('solved');
});
