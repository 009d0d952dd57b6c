import { describe, expect, test } from 'vitest';
import { COMMUNITY_A, personId, UNITS } from '../hotline/testing/city.ts';
import {
  assigned,
  calledBack,
  closedTicket,
  dispatched,
  escalated,
  escalationReview,
  fedBack,
  REGISTER,
  registered,
  returnReview,
  signed,
  withCoHandler,
} from '../hotline/testing/stages.ts';
import { at, BEGINNING, step, ticketOf, type Told } from '../hotline/testing/story.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { channelsOf } from './channels.ts';

function walkIn(more: Record<string, unknown> = {}): Told {
  return step(BEGINNING, 'register', 'clerkA', { ...REGISTER, source: 'walkIn', ...more });
}
function recalled(told: Told): Told {
  return step(told, 'recall', 'dispatcher', { reason: '另派' });
}
function changed(told: Told, more: Partial<Ticket>): Told {
  return { ...told, ticket: { ...ticketOf(told), ...more } };
}
/** Escalated to the city; then the district could still be asked. */
function aboutDistrict(): Told {
  const told = escalationReview({ target: 'district' });
  const { respondent } = ticketOf(registered({ respondent: { person: personId('districtSupervisor') } }));
  return changed(told, respondent === undefined ? {} : { respondent });
}
const A = `office:${UNITS.streetA}`;
const GRID = `person:${personId('gridA')}`;
const DISTRICT = `district:${UNITS.district}`;

function materialAsked(): Told {
  return step(signed(), 'requestMaterial', 'clerkA', { list: '证明', notice: '电话' });
}
function silentHelper(): Told {
  const asked = step(signed(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '请配合' });
  return step(at(asked, '2026-11-28T02:00:00.000Z'), 'markSilent', 'clerkA', { unit: UNITS.housing, note: '三次催促无回音' });
}

const ROWS: readonly (readonly [says: string, from: () => Told, channels: readonly string[]])[] = [
  ['a new call waits for the city', () => registered(), ['city']],
  ['dispatched: the office alone', () => dispatched(), [A]],
  ['assigned: the office and its worker', () => assigned(), [A, GRID]],
  [
    'assigned to a community: every grid worker there, until one takes it',
    () => step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A }),
    [A, GRID, `person:${personId('thirdGridA')}`],
  ],
  [
    'taken by one of them: the others lose it',
    () => step(step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A }), 'acknowledge', 'thirdGridA'),
    [A, `person:${personId('thirdGridA')}`],
  ],
  ['a return under review: the city and the office', () => returnReview(), ['city', A]],
  ['an escalation to the city', () => escalationReview(), ['city', A]],
  ['an escalation to the district', () => escalationReview({ target: 'district' }), [DISTRICT, A]],
  ['at the district', () => escalated({ target: 'district' }), [DISTRICT, `office:${UNITS.district}`, A]],
  ['at the city', () => escalated(), ['city', A]],
  ['a result with the city', () => fedBack(), ['city', A]],
  ['in the callback', () => calledBack(), ['city', A]],
  ['closed: the office, for sixty days', () => closedTicket(), [A]],
  ['a co-handler sees it', () => withCoHandler(signed()), [A, 'office:dept-housing']],
  [
    'material is asked for before a dispatch: the city waits for it',
    () => step(registered(), 'requestMaterial', 'operator', { list: '证明', notice: '电话' }),
    ['city'],
  ],
  ['material is asked for by the office', () => step(signed(), 'requestMaterial', 'clerkA', { list: '证明', notice: '电话' }), [A]],
  [
    'the time for the material is over: the city closes it or gives more time',
    () => step(at(materialAsked(), '2026-12-02T02:00:00.000Z'), 'urge', 'clock', { limit: 'supplement', opinion: '补正期限已过' }),
    ['city', A],
  ],
  ['a helper that keeps silent: the supervisor is told', () => silentHelper(), ['city', A, 'office:dept-housing']],
  [
    'until the supervisor has urged it',
    () => step(silentHelper(), 'urge', 'supervisor', { unit: UNITS.housing, opinion: '请即反馈' }),
    [A, 'office:dept-housing'],
  ],
  [
    'handed up to the province: the city follows it',
    () => step(registered(), 'handUp', 'dispatcher', { unit: '某厅', reason: '省级' }),
    ['city'],
  ],
  [
    'an emergency is urgent for the lead',
    () => changed(signed(), { flags: { ...ticketOf(signed()).flags, emergencyNotified: true } }),
    [A, `urgent:${UNITS.streetA}`],
  ],
  ['until its part has ended', () => withCoHandler(signed(), 'ended'), [A]],
  [
    'supervised: urgent for the lead',
    () => changed(signed(), { flags: { ...ticketOf(signed()).flags, supervised: 1 } }),
    [A, `urgent:${UNITS.streetA}`],
  ],
  ['a walk-in for the city stays in the office that took it', () => walkIn({ toCity: true }), ['city', A]],
  ['a walk-in that was recalled leaves it', () => recalled(walkIn()), ['city']],
  [
    'a walk-in for the city, dispatched and recalled, is not theirs again',
    () => recalled(step(walkIn({ toCity: true }), 'dispatch', 'dispatcher', { unit: UNITS.streetB, reason: '属地' })),
    ['city'],
  ],
  ['sealed: no device', () => signed({ confidential: 'sealed' }), []],
  ['void: no device', () => changed(registered(), { status: 'void' }), []],
  [
    'supervised and closed: nothing urgent any more',
    () => changed(closedTicket(), { flags: { ...ticketOf(signed()).flags, supervised: 1 } }),
    [A],
  ],
  ['archived: no device', () => changed(closedTicket(), { status: 'archived' }), []],
  ['about the office: never there', () => changed(signed(), { respondent: { unit: UNITS.streetA as never } }), []],
  [
    'about the district: never there',
    () => changed(escalated({ target: 'district' }), { respondent: { unit: UNITS.district as never } }),
    [A],
  ],
  ['about its worker: not to them', () => changed(assigned(), { respondent: { person: personId('gridA') } }), [A]],
  ['about a person of the district: not on its desks', () => aboutDistrict(), [A]],
  ['about somebody of an office: the city sees it', () => registered({ respondent: { person: personId('leaderB') } }), ['city']],
  [
    'about somebody at the city: on no desk of the city, which looks it up [sync Q1]',
    () => registered({ respondent: { person: personId('operator') } }),
    [],
  ],
];

describe('[C1] the channels of a ticket', () => {
  test.each(ROWS)('%s', (_says, from, channels) => {
    expect(channelsOf(ticketOf(from()))).toEqual([...channels].sort());
  });

  test('actions have none, reference documents go to everyone, a refusal to its actor', () => {
    expect(channelsOf({ _id: 'action:00000000000000000000000001' })).toEqual([]);
    expect(channelsOf({ _id: 'unit:210102001' })).toEqual(['everyone']);
    expect(channelsOf({ _id: 'refusal:1', actor: personId('clerkA') } as never)).toEqual([`person:${personId('clerkA')}`]);
    expect(channelsOf({ _id: 'refusal:1', actor: personId('clerkA'), leftAt: '2026-11-24T01:00:00.000Z' } as never)).toEqual([]);
    expect(channelsOf({ _id: 'unit:210102001', _deleted: true })).toEqual([]);
  });
});
