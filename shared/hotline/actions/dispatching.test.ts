import { describe, expect } from 'vitest';
import { personId, UNITS } from '../testing/city.ts';
import {
  assigned,
  calledBack,
  closedTicket,
  DISPATCH,
  dispatched,
  escalated,
  fedBack,
  REGISTER,
  registered,
  returnReview,
  signed,
  submitted,
  withCoHandler,
} from '../testing/stages.ts';
import { BEGINNING, step, type Told } from '../testing/story.ts';
import { DESK, judged } from '../testing/table.ts';

function without(...names: readonly string[]): () => Told {
  return () => {
    const body = Object.fromEntries(Object.entries(REGISTER).filter(([name]) => !names.includes(name)));
    return step(BEGINNING, 'register', 'operator', body);
  };
}

function afterRounds(rounds: number): () => Told {
  return () => {
    let told = dispatched();
    for (let round = 1; round < rounds; round += 1)
      told = step(step(told, 'recall', 'dispatcher', { reason: '另派' }), 'dispatch', 'dispatcher', DISPATCH);
    return told;
  };
}

function recalledAfter(rounds: number): () => Told {
  return () => step(afterRounds(rounds)(), 'recall', 'dispatcher', { reason: '另派' });
}

describe('dispatch 派单', () => {
  judged('dispatch', [
    [
      'with a written reason',
      () => registered(),
      'dispatcher',
      DISPATCH,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'dispatched', lead: UNITS.streetA });
        expect(ticket.dispatches).toMatchObject([{ round: 1, unit: UNITS.streetA, designated: false }]);
        expect(ticket.due.dispatch?.met).toBe('2026-11-24T01:02:00.000Z');
        // normal: 1 WD to sign, help 5 WD to handle; contact runs from the signing.
        expect(ticket.due.sign?.at).toBe('2026-11-25T09:00:00.000Z');
        expect(ticket.due.handle?.at).toBe('2026-12-01T09:00:00.000Z');
        expect(ticket.due.contact).toBeUndefined();
      },
    ],
    [
      'livelihood: contact runs from the dispatch',
      () => registered(),
      'dispatcher',
      { ...DISPATCH, urgency: 'livelihood' },
      'accept',
      (ticket) => {
        expect(ticket.due.sign?.at).toBe('2026-11-24T01:32:00.000Z');
        expect(ticket.due.contact?.at).toBe('2026-11-24T03:02:00.000Z');
        expect(ticket.due.handle?.at).toBe('2026-11-25T01:02:00.000Z');
      },
    ],
    [
      'what was missing comes now',
      without('kind', 'region'),
      'dispatcher',
      { ...DISPATCH, kind: 'report', address: { text: '青年大街 1 号' } },
      'accept',
      (ticket) => {
        expect(ticket.due.handle?.at).toBe('2026-12-08T09:00:00.000Z');
      },
    ],
    [
      'a catalogue row is a basis',
      () => registered(),
      'dispatcher',
      { unit: UNITS.streetA, category: { code: 'A1', path: ['城建', '照明'], version: 1 } },
      'accept',
      (ticket) => {
        expect(ticket.dispatches[0]?.basis).toBe('城建→照明');
      },
    ],
    [
      'a row of the catalogue named',
      () => registered(),
      'dispatcher',
      { unit: UNITS.streetA, basis: '目录 3-2' },
      'accept',
      (ticket) => expect(ticket.dispatches[0]?.basis).toBe('目录 3-2'),
    ],
    [
      'as complex: 疑难, also when it comes back as something else',
      () =>
        step(step(registered(), 'dispatch', 'dispatcher', { ...DISPATCH, urgency: 'complex' }), 'recall', 'dispatcher', { reason: '另派' }),
      'dispatcher',
      { ...DISPATCH, urgency: 'normal' },
      'accept',
      (ticket) => expect(ticket).toMatchObject({ urgency: 'normal', flags: { hard: true } }),
    ],
    [
      'the hub knows nobody by the name complained about',
      () => registered({ respondent: { person: personId('stranger') } }),
      'dispatcher',
      DISPATCH,
      'accept',
    ],
    ['kind missing', without('kind'), 'dispatcher', DISPATCH, 'refuse:kindMissing'],
    ['place missing', without('region'), 'dispatcher', DISPATCH, 'refuse:placeMissing'],
    ['an empty place is none', without('region'), 'dispatcher', { ...DISPATCH, region: {}, address: { text: ' ' } }, 'refuse:placeMissing'],
    ['basis missing', () => registered(), 'dispatcher', { unit: UNITS.streetA }, 'refuse:basisMissing'],
    ['a third round', recalledAfter(2), 'dispatcher', DISPATCH, 'accept', (ticket) => expect(ticket.dispatches.at(-1)?.round).toBe(3)],
    ['no fourth round', recalledAfter(3), 'dispatcher', DISPATCH, 'refuse:mustDesignate'],
    ['twice: the second sees the state', () => dispatched(), 'dispatcher', DISPATCH, 'refuse:wrongState'],
    ['an unknown unit', () => registered(), 'dispatcher', { ...DISPATCH, unit: '999999999' }, 'refuse:unknownUnit'],
    [
      'a unit the desk does not hold',
      () => registered(),
      'dispatcher',
      { ...DISPATCH, unit: '999999999' },
      'unknown:unknownUnit',
      undefined,
      DESK,
    ],
    ['a district leads nothing', () => registered(), 'dispatcher', { ...DISPATCH, unit: UNITS.district }, 'refuse:unknownUnit'],
    [
      'never to the unit complained about',
      () => registered({ respondent: { unit: UNITS.streetA } }),
      'dispatcher',
      DISPATCH,
      'refuse:targetIsRespondent',
    ],
    [
      'never to the unit of the person complained about',
      () => registered({ respondent: { person: personId('leaderA') } }),
      'dispatcher',
      DISPATCH,
      'refuse:targetIsRespondent',
    ],
    [
      'a desk that does not know that person',
      () => registered({ respondent: { person: personId('stranger') } }),
      'dispatcher',
      DISPATCH,
      'unknown:targetIsRespondent',
      undefined,
      DESK,
    ],
    [
      'the dispatcher complained about does not decide',
      () => registered({ respondent: { person: personId('dispatcher') } }),
      'dispatcher',
      DISPATCH,
      'refuse:conflictOfInterest',
    ],
    ['a clerk dispatches nothing', () => registered(), 'clerkA', DISPATCH, 'refuse:noRight'],
    ['no unit named', () => registered(), 'dispatcher', { reason: '属地' }, 'refuse:malformed'],
    ['no ticket', () => BEGINNING, 'dispatcher', DISPATCH, 'refuse:ticketMissing'],
  ]);
});

const DESIGNATE = { unit: UNITS.streetB, reason: '经研究由你单位承办' };

describe('designate 指定承办', () => {
  judged('designate', [
    [
      'after three rounds',
      recalledAfter(3),
      'supervisor',
      DESIGNATE,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'dispatched', lead: UNITS.streetB });
        expect(ticket.dispatches.at(-1)).toMatchObject({ round: 4, designated: true });
      },
    ],
    ['in a dispute, from any open state', () => signed(), 'supervisor', { ...DESIGNATE, dispute: true }, 'accept'],
    [
      'as a complex matter: 疑难 from then on',
      () => signed(),
      'supervisor',
      { ...DESIGNATE, dispute: true, urgency: 'complex', kind: 'report' },
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ urgency: 'complex', kind: 'report', flags: { hard: true } });
        expect(ticket.due.handle?.at).toBe('2026-12-15T09:00:00.000Z');
      },
    ],
    ['by the district of the ticket', () => signed(), 'districtSupervisor', { ...DESIGNATE, dispute: true }, 'accept'],
    ['not by another district', () => signed(), 'otherSupervisor', { ...DESIGNATE, dispute: true }, 'refuse:noRight'],
    [
      'open proposals lapse, the assignment ends',
      () => submitted(),
      'supervisor',
      { ...DESIGNATE, dispute: true },
      'accept',
      (ticket) => {
        expect(ticket.proposals.map((one) => one.state)).toEqual(['lapsed']);
        expect(ticket.assignment).toBeUndefined();
      },
    ],
    [
      'while several units work on it',
      () => escalated(),
      'supervisor',
      DESIGNATE,
      'accept',
      (ticket) => {
        expect(ticket.upperLead).toBeUndefined();
        expect(ticket.coHandlers.every((one) => one.status === 'ended')).toBe(true);
      },
    ],
    ['their part has ended, and no dispute', () => withCoHandler(signed(), 'ended'), 'supervisor', DESIGNATE, 'refuse:designateNotDue'],
    ['not before, and without a dispute', () => signed(), 'supervisor', DESIGNATE, 'refuse:designateNotDue'],
    ['not what is closed', () => closedTicket(), 'supervisor', { ...DESIGNATE, dispute: true }, 'refuse:wrongState'],
    [
      'never to the respondent',
      () => registered({ respondent: { unit: UNITS.streetB } }),
      'supervisor',
      { ...DESIGNATE, dispute: true },
      'refuse:targetIsRespondent',
    ],
    [
      'a supervisor complained about',
      () => registered({ respondent: { person: personId('supervisor') } }),
      'supervisor',
      { ...DESIGNATE, dispute: true },
      'refuse:conflictOfInterest',
    ],
    ['a dispatcher only dispatches', recalledAfter(3), 'dispatcher', DESIGNATE, 'refuse:noRight'],
  ]);
});

describe('recall 收回改派', () => {
  const RECALL = { reason: '派单有误' };
  judged('recall', [
    [
      'from the office',
      () => assigned(),
      'dispatcher',
      RECALL,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('registered');
        expect([ticket.lead, ticket.assignment, ticket.before]).toEqual([undefined, undefined, undefined]);
        expect(ticket.pastAssignees).toEqual([personId('gridA')]);
        expect(Object.keys(ticket.due)).toEqual(['dispatch']);
      },
    ],
    [
      'from a review: the proposal lapses',
      () => returnReview(),
      'dispatcher',
      RECALL,
      'accept',
      (ticket) => {
        expect(ticket.proposals[0]?.state).toBe('lapsed');
      },
    ],
    ['from the audit', () => fedBack(), 'dispatcher', RECALL, 'accept', (ticket) => expect(ticket.closing).toBeUndefined()],
    ['from the callback', () => calledBack(), 'dispatcher', RECALL, 'accept'],
    [
      'from the level above: the unit there is no second handler',
      () => escalated(),
      'dispatcher',
      RECALL,
      'accept',
      (ticket) => {
        expect(ticket.upperLead).toBeUndefined();
        expect(ticket.stops.every((stop) => stop.to !== undefined)).toBe(true);
      },
    ],
    ['nothing to recall yet', () => registered(), 'dispatcher', RECALL, 'refuse:wrongState'],
    ['not what is closed', () => closedTicket(), 'dispatcher', RECALL, 'refuse:wrongState'],
    ['only the city recalls', () => signed(), 'clerkA', RECALL, 'refuse:noRight'],
    ['a reason is asked', () => signed(), 'dispatcher', {}, 'refuse:malformed'],
  ]);

  judged('recall', [
    [
      'a matter of several units changes its lead only by designation (art. 11)',
      () => withCoHandler(signed()),
      'dispatcher',
      RECALL,
      'refuse:onlyDesignate',
    ],
    ['unless their part has ended', () => withCoHandler(signed(), 'ended'), 'dispatcher', RECALL, 'accept'],
  ]);
});
