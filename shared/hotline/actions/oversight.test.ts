/** 催办、督办、督办回复、专题协调和约谈 (art. 15), by people and by the clock (hotline.md §7). */
import { describe, expect, test } from 'vitest';
import { availableActions } from '../available.ts';
import { contextAt, personId, UNITS } from '../testing/city.ts';
import { closedTicket, contacted, dispatched, escalated, fedBack, movedToB, registered, signed } from '../testing/stages.ts';
import { act, at, step, ticketOf, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

const URGE = { opinion: '请抓紧办理' };
const SUPERVISE = { level: '1', opinion: '请说明超期原因' };
const REPLY = { text: '设备已到，明日安装' };
const MEETING = { form: 'interview', topic: '供热投诉集中', heldAt: '2026-11-24T01:30:00.000Z', decision: '三日内办结' };

/** Handling was due on 2026-12-01 at 17:00. */
function overdueBy(days: number, from: Told = contacted()): Told {
  const day = String(1 + days).padStart(2, '0');
  return at(from, `2026-12-${day}T09:30:00.000Z`);
}
function supervised(level = '1', from: Told = signed()): Told {
  return step(from, 'supervise', 'supervisor', { ...SUPERVISE, level });
}
function helped(): Told {
  return step(signed(), 'requestCoHandling', 'clerkA', { unit: UNITS.housing, ask: '请核查' });
}

describe('urge 催办', () => {
  judged('urge', [
    [
      'the unit that leads, of the whole matter',
      () => signed(),
      'supervisor',
      URGE,
      'accept',
      (ticket) => {
        expect(ticket.flags.urged).toBe(true);
        expect(ticket.urges).toMatchObject([{ unit: UNITS.streetA, by: personId('supervisor'), round: 1, opinion: '请抓紧办理' }]);
        expect(ticket.urges[0]?.limit).toBeUndefined();
      },
    ],
    [
      'of one limit, as it stands now',
      () => signed(),
      'districtSupervisor',
      { ...URGE, limit: 'handle' },
      'accept',
      (ticket) => expect(ticket.urges[0]).toMatchObject({ limit: 'handle', limitDue: '2026-12-01T09:00:00.000Z' }),
    ],
    [
      'a helper: the lead is not marked for it',
      () => helped(),
      'supervisor',
      { ...URGE, unit: UNITS.housing },
      'accept',
      (ticket) => expect([ticket.urges[0]?.unit, ticket.flags.urged]).toEqual([UNITS.housing, false]),
    ],
    [
      'the level above',
      () => escalated(),
      'supervisor',
      { ...URGE, limit: 'upper' },
      'accept',
      (t) => expect(t.urges[0]?.unit).toBe('city'),
    ],
    ['a unit that has no part in it', () => signed(), 'supervisor', { ...URGE, unit: UNITS.streetC }, 'refuse:notAParty'],
    ['nobody has it yet', () => registered(), 'supervisor', URGE, 'refuse:nobodyToUrge'],
    ['after the closing', () => closedTicket(), 'supervisor', URGE, 'refuse:wrongState'],
    [
      'twice in one half-day: who and when is told',
      () => step(signed(), 'urge', 'supervisor', URGE),
      'districtSupervisor',
      URGE,
      'refuse:urgedAlready',
    ],
    [
      'once more in the afternoon',
      () => at(step(signed(), 'urge', 'supervisor', URGE), '2026-11-24T05:00:00.000Z'),
      'supervisor',
      URGE,
      'accept',
    ],
    ['another district', () => signed(), 'otherSupervisor', URGE, 'refuse:noRight'],
    ['the unit itself', () => signed(), 'leaderA', URGE, 'refuse:noRight'],
    ['no words', () => signed(), 'supervisor', { opinion: ' ' }, 'refuse:malformed'],
    ['on a copy without the fields of offices', () => signed(), 'supervisor', URGE, 'unknown:copyLacks', undefined, GRID_DESK],
    [
      'by the clock, once a limit is over',
      () => overdueBy(0),
      'clock',
      { ...URGE, limit: 'handle' },
      'accept',
      (ticket) => expect(ticket.urges[0]).toMatchObject({ by: 'system:clock', limit: 'handle', limitDue: '2026-12-01T09:00:00.000Z' }),
    ],
    [
      'by the clock, the city for its own limit',
      () => at(registered(), '2026-11-25T02:00:00.000Z'),
      'clock',
      { ...URGE, limit: 'dispatch' },
      'accept',
      (t) => expect(t.urges[0]?.unit).toBe('city'),
    ],
    [
      'by the clock, a helper',
      () => at(helped(), '2026-11-28T02:00:00.000Z'),
      'clock',
      { ...URGE, limit: 'co' },
      'accept',
      (t) => expect(t.urges[0]?.unit).toBe(UNITS.housing),
    ],
    ['by the clock, before the limit is over', () => contacted(), 'clock', { ...URGE, limit: 'handle' }, 'refuse:notOverdue'],
    ['by the clock, after it was met', () => overdueBy(1), 'clock', { ...URGE, limit: 'contact' }, 'refuse:notOverdue'],
    ['by the clock, of no limit', () => overdueBy(1), 'clock', URGE, 'refuse:notOverdue'],
    ['the import is not the clock', () => overdueBy(1), 'import', { ...URGE, limit: 'handle' }, 'refuse:noRight'],
  ]);

  test('another unit begins unreminded, and the urge stays in the record', () => {
    const urged = step(signed(), 'urge', 'supervisor', URGE);
    const moved = ticketOf(movedToB(urged));
    expect([moved.flags.urged, moved.urges.length]).toEqual([false, 1]);
  });
});

describe('supervise 督办', () => {
  judged('supervise', [
    [
      'at level 1: a number, a reply within a working day, and the flag',
      () => signed(),
      'supervisor',
      SUPERVISE,
      'accept',
      (ticket) => {
        expect(ticket.flags.supervised).toBe(1);
        expect(ticket.supervisions).toMatchObject([{ number: '督1', level: 1, unit: UNITS.streetA, due: '2026-11-25T09:00:00.000Z' }]);
      },
    ],
    [
      'by a date that is named',
      () => signed(),
      'supervisor',
      { ...SUPERVISE, due: '2026-11-26T09:00:00.000Z' },
      'accept',
      (t) => expect(t.supervisions[0]?.due).toBe('2026-11-26T09:00:00.000Z'),
    ],
    ['by a date that is past', () => signed(), 'supervisor', { ...SUPERVISE, due: '2026-11-20T09:00:00.000Z' }, 'refuse:deadlinePast'],
    ['a district at level 2', () => signed(), 'districtSupervisor', { ...SUPERVISE, level: '2' }, 'accept'],
    [
      'a district at level 3, which is the city’s',
      () => signed(),
      'districtSupervisor',
      { ...SUPERVISE, level: '3' },
      'refuse:higherLevel',
    ],
    [
      'the city at level 3',
      () => signed(),
      'supervisor',
      { ...SUPERVISE, level: '3' },
      'accept',
      (t) => expect(t.flags.supervised).toBe(3),
    ],
    ['while one of the level waits for its reply', () => supervised(), 'districtSupervisor', SUPERVISE, 'refuse:supervisedAlready'],
    [
      'at a higher level all the same',
      () => supervised(),
      'supervisor',
      { ...SUPERVISE, level: '2' },
      'accept',
      (t) => expect(t.flags.supervised).toBe(2),
    ],
    ['after the reply, once more', () => step(supervised(), 'superviseReply', 'leaderA', REPLY), 'supervisor', SUPERVISE, 'accept'],
    ['before a dispatch', () => registered(), 'supervisor', SUPERVISE, 'refuse:nobodyToUrge'],
    ['after the closing', () => closedTicket(), 'supervisor', SUPERVISE, 'refuse:wrongState'],
    ['a dispatcher', () => signed(), 'dispatcher', SUPERVISE, 'refuse:noRight'],
    ['level 4', () => signed(), 'supervisor', { ...SUPERVISE, level: '4' }, 'refuse:malformed'],
    [
      'the supervisor complained about',
      () => signed({ respondent: { person: personId('supervisor') } }),
      'supervisor',
      SUPERVISE,
      'refuse:conflictOfInterest',
    ],
    [
      'by the clock, a working day after the due',
      () => overdueBy(1),
      'clock',
      { ...SUPERVISE, limit: 'handle' },
      'accept',
      (t) => expect(t.supervisions[0]).toMatchObject({ level: 1, limit: 'handle' }),
    ],
    ['by the clock, on the day of the due', () => overdueBy(0), 'clock', { ...SUPERVISE, limit: 'handle' }, 'refuse:notDueYet'],
    ['by the clock, level 2 after one day', () => overdueBy(1), 'clock', { ...SUPERVISE, level: '2', limit: 'handle' }, 'refuse:notDueYet'],
    ['by the clock, level 2 after three', () => overdueBy(3), 'clock', { ...SUPERVISE, level: '2', limit: 'handle' }, 'accept'],
    [
      'by the clock, level 3 after five, which are seven days',
      () => overdueBy(7),
      'clock',
      { ...SUPERVISE, level: '3', limit: 'handle' },
      'accept',
    ],
    [
      'by the clock, for a limit of the city',
      () => at(fedBack(), '2026-12-07T02:00:00.000Z'),
      'clock',
      { ...SUPERVISE, limit: 'decide' },
      'refuse:notOverdue',
    ],
  ]);
});

describe('superviseReply 督办回复', () => {
  judged('superviseReply', [
    [
      'by the leader, to the last that waits',
      () => supervised(),
      'leaderA',
      REPLY,
      'accept',
      (ticket) => {
        expect(ticket.supervisions[0]?.reply).toMatchObject({ by: personId('leaderA'), text: REPLY.text });
        expect(ticket.flags.supervised).toBe(1);
      },
    ],
    [
      'to the one that is named',
      () => supervised('2', supervised()),
      'leaderA',
      (told) => ({ ...REPLY, of: ticketOf(told).supervisions[0]?.action }),
      'accept',
      (t) => expect(t.supervisions.map((one) => one.reply === undefined)).toEqual([false, true]),
    ],
    ['by the clerk, whose leader signs', () => supervised(), 'clerkA', REPLY, 'noEffect:leaderSigns'],
    ['nothing to reply to', () => signed(), 'leaderA', REPLY, 'noEffect:noSupervision'],
    [
      'a second leader: by whom and when is told (collision 3)',
      () => step(supervised(), 'superviseReply', 'leaderA', REPLY),
      'secondLeaderA',
      (told) => ({ ...REPLY, of: told.ids['supervise'] }),
      'noEffect:noSupervision',
    ],
    ['after it went to another unit', () => movedToB(supervised()), 'leaderA', REPLY, 'noEffect:reassigned'],
    ['the new unit owes no reply', () => movedToB(supervised()), 'leaderB', REPLY, 'noEffect:noSupervision'],
    ['a stranger to the matter', () => supervised(), 'leaderC', REPLY, 'refuse:noRight'],
    ['empty words', () => supervised(), 'leaderA', { text: '' }, 'refuse:malformed'],
  ]);

  test('a second reply to one of two that wait says who replied, and when', () => {
    const first = supervised('2', supervised());
    const of = ticketOf(first).supervisions[0]?.action;
    const once = step(first, 'superviseReply', 'leaderA', { ...REPLY, of });
    expect(act(once, 'superviseReply', 'secondLeaderA', { ...REPLY, of }).verdict).toMatchObject({
      outcome: 'noEffect',
      code: 'alreadyDone',
      detail: expect.stringContaining('leaderA'),
    });
  });

  test('the page is told which one waits', () => {
    const told = supervised();
    const row = availableActions(ticketOf(told), personId('leaderA'), contextAt(told.now)).find((one) => one.kind === 'superviseReply');
    expect(row).toEqual({ kind: 'superviseReply', allowed: true, of: told.ids['supervise'] });
  });
});

describe('meet 专题协调、约谈', () => {
  judged('meet', [
    [
      'the lead is talked to',
      () => signed(),
      'supervisor',
      MEETING,
      'accept',
      (t) => expect(t.meetings).toMatchObject([{ form: 'interview', unit: UNITS.streetA, decision: '三日内办结' }]),
    ],
    [
      'a district coordinates',
      () => signed(),
      'districtSupervisor',
      { ...MEETING, form: 'coordination', unit: UNITS.housing, others: '某街道、某公司' },
      'accept',
      (t) => expect(t.meetings?.[0]).toMatchObject({ unit: UNITS.housing, others: '某街道、某公司' }),
    ],
    ['before a dispatch', () => registered(), 'supervisor', MEETING, 'refuse:nobodyToUrge'],
    ['after the closing', () => closedTicket(), 'supervisor', MEETING, 'refuse:wrongState'],
    ['a leader', () => dispatched(), 'leaderA', MEETING, 'refuse:noRight'],
    ['nothing decided', () => signed(), 'supervisor', { ...MEETING, decision: '' }, 'refuse:malformed'],
  ]);
});

describe('lift 解除 (collision 4)', () => {
  const clockUrged = (): Told => step(overdueBy(1, signed()), 'urge', 'clock', { ...URGE, limit: 'contact' });
  /** Called on the first morning without a net; the hub hears of it after the limit. */
  const heardLate = (): Told =>
    act(clockUrged(), 'contact', 'clerkA', { channel: 'call', result: 'reached' }, { effectiveAt: '2026-11-24T03:00:00.000Z' as never });

  judged('lift', [
    [
      'a contact that was made in time and heard of late',
      () => heardLate(),
      'clock',
      {},
      'accept',
      (ticket) => {
        expect(ticket.urges[0]?.lifted).toBeDefined();
        expect(ticket.flags.urged).toBe(false);
      },
    ],
    [
      'what was late stays said, also when it was done',
      () => step(clockUrged(), 'contact', 'clerkA', { channel: 'call', result: 'reached' }),
      'clock',
      {},
      'noEffect:notFound',
    ],
    [
      'what a person said stays',
      () => step(contacted(), 'urge', 'supervisor', { ...URGE, limit: 'contact' }),
      'clock',
      {},
      'noEffect:notFound',
    ],
    ['twice', () => step(heardLate(), 'lift', 'clock'), 'clock', {}, 'noEffect:notFound'],
    ['nobody but the clock', () => heardLate(), 'supervisor', {}, 'refuse:noRight'],
  ]);
});
