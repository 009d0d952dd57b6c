import { describe, expect } from 'vitest';
import type { Ticket } from '../ticket.ts';
import { personId, UNITS } from '../testing/city.ts';
import {
  assigned,
  contacted,
  dispatched,
  ESCALATION,
  escalated,
  escalating,
  escalationReview,
  fedBack,
  movedToB,
  of,
  ofWith,
  RETURN,
  returning,
  returnReview,
  REGISTER,
  signed,
  submitted,
  workersCopy,
} from '../testing/stages.ts';
import { act, at, BEGINNING, step, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

function denied(): Told {
  return step(returnReview(), 'decideProposal', 'dispatcher', ofWith('proposeReturn', { grant: false, reason: '属你单位职责' }));
}
function designated(): Told {
  const given = step(signed(), 'designate', 'supervisor', { unit: UNITS.streetA, reason: '由你单位承办', dispute: true });
  return step(given, 'sign', 'clerkA');
}
function states(ticket: Ticket): readonly string[] {
  return ticket.proposals.map((one) => one.state);
}

describe('proposeReturn 申请退单', () => {
  judged('proposeReturn', [
    [
      'inside the window: to the leader, the state stays',
      () => signed(),
      'clerkA',
      RETURN,
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.proposals).toMatchObject([{ kind: 'return', state: 'leaderReview', unit: UNITS.streetA, by: personId('clerkA') }]);
      },
    ],
    ['before signing', () => dispatched(), 'clerkA', RETURN, 'accept'],
    [
      'a unit whose clerk signs alone: on its way at once',
      () => alone(),
      'clerkAlone',
      RETURN,
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'returnReview', before: 'inProgress' });
        expect(states(ticket)).toEqual(['waiting']);
      },
    ],
    ['at the last minute of the window', () => at(signed(), '2026-11-25T08:59:00.000Z'), 'clerkA', RETURN, 'accept'],
    ['after the window', () => at(signed(), '2026-11-25T09:00:00.000Z'), 'clerkA', RETURN, 'refuse:windowClosed'],
    [
      'signed in time offline, received after the window (collision 4)',
      () => at(signed(), '2026-11-24T08:00:00.000Z'),
      'clerkA',
      RETURN,
      'accept',
      undefined,
      { receivedAt: '2026-11-30T02:00:00.000Z' as never },
    ],
    ['designated', () => designated(), 'clerkA', RETURN, 'refuse:designatedNoReturn'],
    ['denied before on the same ground', () => denied(), 'clerkA', RETURN, 'refuse:deniedBefore'],
    ['denied before to another unit', () => step(movedToB(denied()), 'sign', 'clerkB'), 'clerkB', RETURN, 'accept'],
    ['denied before, on another ground', () => denied(), 'clerkA', { ...RETURN, ground: 'notOurArea' }, 'accept'],
    [
      "a worker's copy does not say what was denied",
      () => workersCopy(denied()),
      'clerkA',
      RETURN,
      'unknown:copyLacks',
      undefined,
      GRID_DESK,
    ],
    ['one is open', () => returning(), 'secondClerkA', RETURN, 'refuse:pendingProposal'],
    ['another that would move the ticket is open', () => escalating(), 'clerkA', RETURN, 'refuse:pendingProposal'],
    ['one is under review', () => returnReview(), 'clerkA', RETURN, 'refuse:pendingProposal'],
    ['while it is escalated', () => escalated(), 'clerkA', RETURN, 'refuse:wrongState'],
    ['recalled meanwhile: refused with 已改派', () => movedToB(signed()), 'clerkA', RETURN, 'refuse:reassigned'],
    ['a leader proposes nothing', () => signed(), 'leaderA', RETURN, 'refuse:noRight'],
    ['another office', () => signed(), 'clerkB', RETURN, 'refuse:noRight'],
    ['no citation', () => signed(), 'clerkA', { ground: 'notOurDuty', reason: '不归我们' }, 'refuse:malformed'],
  ]);
});

function alone(): Told {
  return step(BEGINNING, 'register', 'clerkAlone', { ...REGISTER, source: 'walkIn' });
}

describe('proposeEscalation 申请提级', () => {
  judged('proposeEscalation', [
    ['after a contact', () => contacted(), 'clerkA', ESCALATION, 'accept', (ticket) => expect(states(ticket)).toEqual(['leaderReview'])],
    ['after work on site', () => step(signed(), 'recordWork', 'clerkA', { note: '已勘查' }), 'clerkA', ESCALATION, 'accept'],
    ['an emergency needs no record first', () => signed({ urgency: 'emergency' }), 'clerkA', ESCALATION, 'accept'],
    ['nothing done yet', () => signed(), 'clerkA', ESCALATION, 'refuse:noWorkYet'],
    ['a contact without effect is no record', () => step(tooEarly(), 'sign', 'clerkA'), 'clerkA', ESCALATION, 'refuse:noWorkYet'],
    ['to the district', () => contacted(), 'clerkA', { ...ESCALATION, target: 'district' }, 'accept'],
    [
      'to the district that is complained about',
      () => contacted({ respondent: { unit: UNITS.district } }),
      'clerkA',
      { ...ESCALATION, target: 'district' },
      'refuse:targetIsRespondent',
    ],
    ['to a district nobody knows', () => housing(), 'clerkHousing', { ...ESCALATION, target: 'district' }, 'refuse:districtMissing'],
    ['one is open', () => escalating(), 'clerkA', ESCALATION, 'refuse:pendingProposal'],
    ['a result is open', () => submitted(), 'clerkA', ESCALATION, 'refuse:pendingProposal'],
    ['a result is with the city', () => fedBack(), 'clerkA', ESCALATION, 'refuse:pendingProposal'],
    ['before signing', () => dispatched(), 'clerkA', ESCALATION, 'refuse:wrongState'],
    ['recalled meanwhile', () => movedToB(contacted()), 'clerkA', ESCALATION, 'refuse:reassigned'],
    ['another office', () => contacted(), 'clerkB', ESCALATION, 'refuse:noRight'],
    ["on a worker's copy", () => workersCopy(contacted()), 'clerkA', ESCALATION, 'unknown:copyLacks', undefined, GRID_DESK],
    ['without what was told to the complainant', () => contacted(), 'clerkA', { ...ESCALATION, interim: '' }, 'refuse:malformed'],
  ]);
});

/** The clerk called before signing: kept without effect. */
function tooEarly(): Told {
  return act(dispatched(), 'contact', 'clerkA', { channel: 'call', result: 'reached' });
}

/** At a department, of a place without a district. */
function housing(): Told {
  const { region: _region, ...rest } = REGISTER;
  let told = step(BEGINNING, 'register', 'operator', { ...rest, address: { text: '某小区' } });
  told = step(told, 'dispatch', 'dispatcher', { unit: UNITS.housing, reason: '物业问题' });
  told = step(told, 'sign', 'clerkHousing');
  return step(told, 'contact', 'clerkHousing', { channel: 'call', result: 'reached' });
}

describe('leaderApprove 审核通过', () => {
  judged('leaderApprove', [
    [
      'a return: the ticket goes to its review',
      () => returning(),
      'leaderA',
      of('proposeReturn'),
      'accept',
      (ticket) => {
        expect(ticket).toMatchObject({ status: 'returnReview', before: 'inProgress' });
        expect(ticket.proposals[0]).toMatchObject({ state: 'waiting', signedBy: personId('leaderA') });
        expect(ticket.due.decide?.at).toBe('2026-11-25T09:00:00.000Z');
      },
    ],
    [
      'an escalation: the handle clock stops',
      () => escalating(),
      'leaderA',
      of('proposeEscalation'),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('escalationReview');
        expect(ticket.stops).toMatchObject([{ why: 'escalation' }]);
      },
    ],
    [
      'a result: to the city, the handle limit is met',
      () => submitted(),
      'leaderA',
      ofWith('submitResult', { opinion: '同意' }),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('feedbackSubmitted');
        expect(ticket.due.handle?.met).toBe('2026-11-24T01:06:00.000Z');
        expect(ticket.disposal).toMatchObject({ publicReply: '楼道灯已修好', solved: true, told: { how: '电话' } });
        expect(ticket.closing).toMatchObject({ clause: '14-1a', proposedBy: personId('clerkA') });
      },
    ],
    [
      'the time to decide runs from the receipt at the hub',
      () => returning(),
      'leaderA',
      of('proposeReturn'),
      'accept',
      (ticket) => {
        expect(ticket.due.decide?.at).toBe('2026-11-30T09:00:00.000Z');
      },
      { receivedAt: '2026-11-27T02:00:00.000Z' as never },
    ],
    [
      'two leaders: the first has effect',
      () => returnReview(),
      'secondLeaderA',
      of('proposeReturn'),
      'noEffect:alreadyDone',
      (_ticket, told) => {
        expect(told.verdict).toMatchObject({ detail: 'leaderA 11-24 09:05' });
      },
    ],
    [
      'two leaders, another proposal waits',
      () => step(withdrawnThenAgain(), 'leaderReturn', 'leaderA', { of: 'action:00000000000000000000000006', opinion: '重写' }),
      'secondLeaderA',
      of('proposeReturn'),
      'noEffect:alreadyDone',
    ],
    [
      'taken back meanwhile',
      () => step(returning(), 'retract', 'clerkA', ofWith('proposeReturn', { reason: '重写' })),
      'leaderA',
      of('proposeReturn'),
      'noEffect:lapsed',
    ],
    ['recalled meanwhile', () => movedToB(returning()), 'leaderA', of('proposeReturn'), 'noEffect:reassigned'],
    ['a proposal nobody made', () => returning(), 'leaderA', { of: 'action:0000000000000000000000000Z' }, 'noEffect:notFound'],
    [
      'nobody signs what they submitted',
      () => step(signed(), 'proposeReturn', 'clerkAndLeaderA', RETURN),
      'clerkAndLeaderA',
      of('proposeReturn'),
      'refuse:sameAsSubmitter',
    ],
    ['a leader with two hats signs what another submitted', () => returning(), 'clerkAndLeaderA', of('proposeReturn'), 'accept'],
    ['a clerk signs nothing', () => returning(), 'clerkA', of('proposeReturn'), 'refuse:noRight'],
    [
      "the next office's leader, of what the last one proposed",
      () => movedToB(returning()),
      'leaderB',
      of('proposeReturn'),
      'refuse:noRight',
    ],
    ["another office's leader", () => returning(), 'leaderB', of('proposeReturn'), 'refuse:noRight'],
    ["on a worker's copy", () => workersCopy(returning()), 'leaderA', of('proposeReturn'), 'unknown:copyLacks', undefined, GRID_DESK],
  ]);
});

function withdrawnThenAgain(): Told {
  const once = step(returning(), 'retract', 'clerkA', ofWith('proposeReturn', { reason: '重写' }));
  return step(once, 'proposeReturn', 'clerkA', RETURN);
}

describe('leaderReturn 退回修改', () => {
  const OPINION = { opinion: '依据不足' };
  judged('leaderReturn', [
    [
      'ends the proposal',
      () => returning(),
      'leaderA',
      ofWith('proposeReturn', OPINION),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.proposals[0]).toMatchObject({ state: 'returned', reason: '依据不足' });
      },
    ],
    [
      "a result becomes the clerk's draft again",
      () => submitted(),
      'leaderA',
      ofWith('submitResult', OPINION),
      'accept',
      (ticket) => {
        expect(ticket.disposal.draft).toMatchObject({ publicReply: '楼道灯已修好' });
      },
    ],
    ['signed by another meanwhile', () => returnReview(), 'secondLeaderA', ofWith('proposeReturn', OPINION), 'noEffect:alreadyDone'],
    ['recalled meanwhile', () => movedToB(returning()), 'leaderA', ofWith('proposeReturn', OPINION), 'noEffect:reassigned'],
    [
      'the submitter',
      () => step(signed(), 'proposeReturn', 'clerkAndLeaderA', RETURN),
      'clerkAndLeaderA',
      ofWith('proposeReturn', OPINION),
      'refuse:sameAsSubmitter',
    ],
    ['a clerk', () => returning(), 'secondClerkA', ofWith('proposeReturn', OPINION), 'refuse:noRight'],
    ['without an opinion', () => returning(), 'leaderA', of('proposeReturn'), 'refuse:malformed'],
  ]);
});

describe('retract 撤回申请', () => {
  const REASON = { reason: '情况有变' };
  judged('retract', [
    [
      'the clerk, while the leader has not signed',
      () => returning(),
      'clerkA',
      ofWith('proposeReturn', REASON),
      'accept',
      (ticket) => {
        expect(states(ticket)).toEqual(['retracted']);
        expect(ticket.status).toBe('inProgress');
      },
    ],
    [
      'the leader, once signed: back to the state before',
      () => returnReview(),
      'leaderA',
      ofWith('proposeReturn', REASON),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.before).toBeUndefined();
        expect(ticket.due.decide).toBeUndefined();
      },
    ],
    [
      'an escalation: the clock goes on',
      () => escalationReview(),
      'leaderA',
      ofWith('proposeEscalation', REASON),
      'accept',
      (ticket) => {
        expect(ticket.stops.every((stop) => stop.to !== undefined)).toBe(true);
      },
    ],
    [
      'a result: its limit runs on, the text becomes the draft',
      () => fedBack(),
      'leaderA',
      ofWith('submitResult', REASON),
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.due.handle?.met).toBeUndefined();
        expect([ticket.closing, ticket.disposal.draft?.['clause']]).toEqual([undefined, '14-1a']);
      },
    ],
    ['the clerk, once the leader has signed', () => returnReview(), 'clerkA', ofWith('proposeReturn', REASON), 'refuse:leaderNeeded'],
    [
      'where the clerk signs alone, they take it back alone',
      () => step(alone(), 'proposeReturn', 'clerkAlone', RETURN),
      'clerkAlone',
      ofWith('proposeReturn', REASON),
      'accept',
    ],
    ['decided meanwhile', () => denied(), 'leaderA', ofWith('proposeReturn', REASON), 'noEffect:alreadyDecided'],
    [
      'decided meanwhile, another is open',
      () => step(denied(), 'proposeReturn', 'clerkA', { ...RETURN, ground: 'notOurArea' }),
      'leaderA',
      { of: 'action:00000000000000000000000004', ...REASON },
      'noEffect:alreadyDecided',
    ],
    ['recalled meanwhile', () => movedToB(returning()), 'clerkA', ofWith('proposeReturn', REASON), 'noEffect:reassigned'],
    ['nothing to take back', () => signed(), 'clerkA', { of: 'action:0000000000000000000000000Z', ...REASON }, 'noEffect:notFound'],
    ['another office', () => returning(), 'leaderB', ofWith('proposeReturn', REASON), 'refuse:noRight'],
    ['a clerk here who leads elsewhere', () => returnReview(), 'clerkALeaderB', ofWith('proposeReturn', REASON), 'refuse:leaderNeeded'],
    ['a grid worker', () => assigned(), 'gridA', { of: 'action:0000000000000000000000000Z', ...REASON }, 'refuse:noRight'],
    [
      "on a worker's copy",
      () => workersCopy(returning()),
      'clerkA',
      ofWith('proposeReturn', REASON),
      'unknown:copyLacks',
      undefined,
      GRID_DESK,
    ],
  ]);
});
