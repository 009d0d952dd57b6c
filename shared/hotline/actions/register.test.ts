import { describe, expect } from 'vitest';
import { personId, UNITS } from '../testing/city.ts';
import { REGISTER, registered } from '../testing/stages.ts';
import { BEGINNING } from '../testing/story.ts';
import { DESK, judged } from '../testing/table.ts';

const WALK_IN = { ...REGISTER, source: 'walkIn' };
const FOUND = { ...REGISTER, source: 'gridSelfFound' };

describe('register 登记', () => {
  judged('register', [
    [
      'an operator takes a call',
      () => BEGINNING,
      'operator',
      REGISTER,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('registered');
        expect(ticket.lead).toBeUndefined();
        // 2 working hours from 09:01.
        expect(ticket.due.dispatch?.at).toBe('2026-11-24T03:01:00.000Z');
        expect(ticket.rulePack).toEqual({ id: 'LN-DEFAULT', version: 1 });
      },
    ],
    [
      'content alone is enough',
      () => BEGINNING,
      'operator',
      { source: 'web', title: '噪声', content: '夜间施工' },
      'accept',
      (ticket) => {
        expect(ticket.kind).toBeUndefined();
        expect(ticket.urgency).toBe('normal');
      },
    ],
    [
      'the hub numbers it',
      () => BEGINNING,
      'operator',
      REGISTER,
      'accept',
      (ticket) => expect(ticket.no).toBe('LN210102-20261124-000001'),
      { number: 'LN210102-20261124-000001' },
    ],
    ['a desk has no number yet', () => BEGINNING, 'operator', REGISTER, 'accept', (ticket) => expect(ticket.no).toBeUndefined(), DESK],
    [
      'a walk-in belongs to the street that took it (首接)',
      () => BEGINNING,
      'clerkA',
      WALK_IN,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'inProgress', lead: UNITS.streetA, origin: UNITS.streetA });
        expect(ticket.dispatches).toMatchObject([{ round: 1, basis: '首接' }]);
        expect(Object.keys(ticket.due).sort()).toEqual(['contact', 'handle', 'return']);
      },
    ],
    [
      'a walk-in for the city waits in its channel',
      () => BEGINNING,
      'clerkA',
      { ...WALK_IN, toCity: true },
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'registered', origin: UNITS.streetA });
        expect(ticket.lead).toBeUndefined();
      },
    ],
    [
      'a walk-in about the office itself goes to the city',
      () => BEGINNING,
      'clerkA',
      { ...WALK_IN, respondent: { unit: UNITS.streetA } },
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('registered');
        expect(ticket.origin).toBeUndefined();
      },
    ],
    [
      'a person complained about names their unit, which channels ask for (§9)',
      () => BEGINNING,
      'operator',
      { ...REGISTER, respondent: { person: personId('leaderA') } },
      'accept',
      (ticket) => expect(ticket.respondent).toEqual({ person: personId('leaderA'), unit: UNITS.streetA }),
    ],
    [
      'the city itself is not named so: everybody there would be barred',
      () => BEGINNING,
      'operator',
      { ...REGISTER, respondent: { person: personId('dispatcher') } },
      'accept',
      (ticket) => expect(ticket.respondent).toEqual({ person: personId('dispatcher') }),
    ],
    [
      'a grid worker keeps what they found',
      () => BEGINNING,
      'gridA',
      FOUND,
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ person: personId('gridA'), state: 'acknowledged' });
      },
    ],
    [
      'the import keeps the time of acceptance',
      () => BEGINNING,
      'import',
      { ...REGISTER, source: 'import', acceptedAt: '2019-02-28T03:25:05.000Z' },
      'accept',
      (ticket) => {
        expect(ticket.acceptedAt).toBe('2019-02-28T03:25:05.000Z');
        expect(ticket.due.dispatch?.start).toBe('2026-11-24T01:01:00.000Z');
      },
    ],
    [
      'a person cannot choose the time of acceptance',
      () => BEGINNING,
      'operator',
      { ...REGISTER, acceptedAt: '2019-02-28T03:25:05.000Z' },
      'accept',
      (ticket) => {
        expect(ticket.acceptedAt).toBe('2026-11-24T01:01:00.000Z');
      },
    ],
    [
      'what is known of it',
      () => BEGINNING,
      'operator',
      { ...REGISTER, urgency: 'complex', externalNos: ['市 1'], complainant: { kind: 'natural', repeat: true, earlier: ['LN1'] } },
      'accept',
      (ticket) => expect(ticket).toMatchObject({ flags: { hard: true, repeat: true }, externalNos: ['市 1'], links: { earlier: ['LN1'] } }),
    ],
    ['a clerk finds nothing on the grid', () => BEGINNING, 'clerkA', FOUND, 'refuse:noRight'],
    ['only the import imports', () => BEGINNING, 'operator', { ...REGISTER, source: 'import' }, 'refuse:noRight'],
    ['a clerk takes no calls', () => BEGINNING, 'clerkA', REGISTER, 'refuse:noRight'],
    ['a grid worker takes no walk-ins', () => BEGINNING, 'gridA', WALK_IN, 'refuse:noRight'],
    ['a leader registers nothing', () => BEGINNING, 'leaderA', WALK_IN, 'refuse:noRight'],
    ['nobody knows them', () => BEGINNING, 'stranger', REGISTER, 'refuse:noRight'],
    ['a desk does not know who the hub knows', () => BEGINNING, 'stranger', REGISTER, 'unknown:noRight', undefined, DESK],
    ['no ticket twice', () => registered(), 'operator', REGISTER, 'refuse:exists'],
    ['blank content', () => BEGINNING, 'operator', { ...REGISTER, content: '  ' }, 'refuse:malformed'],
    ['an unknown field', () => BEGINNING, 'operator', { ...REGISTER, phoneHash: 'x' }, 'refuse:malformed'],
  ]);
});
