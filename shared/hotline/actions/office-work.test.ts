import { describe, expect } from 'vitest';
import { COMMUNITY_A, personId, UNITS } from '../testing/city.ts';
import {
  acknowledged,
  assigned,
  checked,
  dispatched,
  movedToB,
  of,
  redo,
  registered,
  reported,
  signed,
  takenBack,
  workersCopy,
} from '../testing/stages.ts';
import { later, step, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';

function toCommunity(): Told {
  return step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A });
}

describe('sign 签收', () => {
  judged('sign', [
    [
      "the lead's clerk",
      () => dispatched(),
      'clerkA',
      {},
      'accept',
      (ticket) => {
        expect(ticket.status).toBe('inProgress');
        expect(ticket.due.sign?.met).toBe('2026-11-24T01:03:00.000Z');
        expect(ticket.due.return?.at).toBe('2026-11-25T09:00:00.000Z');
        expect(ticket.due.contact?.at).toBe('2026-11-25T09:00:00.000Z');
      },
    ],
    [
      'a complex matter has two days to be returned',
      () => dispatched({ urgency: 'complex' }),
      'clerkA',
      {},
      'accept',
      (ticket) => {
        expect(ticket.due.return?.at).toBe('2026-11-26T09:00:00.000Z');
      },
    ],
    [
      'an emergency keeps the contact limit that runs since the dispatch',
      () => dispatched({ urgency: 'emergency' }),
      'clerkA',
      {},
      'accept',
      (ticket) => {
        expect(ticket.due.contact?.at).toBe('2026-11-24T02:02:00.000Z');
      },
    ],
    [
      'two clerks: the second is told who and when',
      () => signed(),
      'secondClerkA',
      {},
      'noEffect:alreadyDone',
      (_ticket, told) => {
        expect(told.verdict).toMatchObject({ detail: 'clerkA 11-24 09:03' });
      },
    ],
    ['recalled meanwhile: 已改派', () => movedToB(dispatched()), 'clerkA', {}, 'noEffect:reassigned'],
    ['while its return is under review', () => dispatchedReturnReview(), 'clerkA', {}, 'noEffect:wrongState'],
    ['another office never had it', () => dispatched(), 'clerkB', {}, 'refuse:noRight'],
    ['a leader does not sign for receipt', () => dispatched(), 'leaderA', {}, 'refuse:noRight'],
    ['their own office is complained about', () => register({ unit: UNITS.streetA }), 'clerkA', {}, 'refuse:noRight'],
    [
      'a clerk who is complained about',
      () => dispatchedElsewhere({ person: personId('clerkHousing') }),
      'clerkHousing',
      {},
      'refuse:noRight',
    ],
    [
      'no clerk at that time any more, but when the desk last asked [sync G6]',
      () => at1202(dispatched()),
      'movedClerk',
      {},
      'accept',
      undefined,
      { confirmedAt: '2026-11-24T03:00:00.000Z' as never },
    ],
    ['no clerk there at that time any more', () => at1202(dispatched()), 'movedClerk', {}, 'refuse:noRight'],
    ['still a clerk there when it was done', () => dispatched(), 'movedClerk', {}, 'accept'],
    [
      "a worker's copy does not say who led it",
      () => workersCopy(movedToB(dispatched())),
      'clerkA',
      {},
      'unknown:noRight',
      undefined,
      GRID_DESK,
    ],
  ]);
});

function at1202(told: Told): Told {
  return later(told, 180);
}
function register(respondent: Record<string, unknown>): Told {
  return registered({ respondent });
}
function dispatchedElsewhere(respondent: Record<string, unknown>): Told {
  return step(registered({ respondent }), 'dispatch', 'dispatcher', { unit: UNITS.streetA, reason: '属地' });
}
function dispatchedReturnReview(): Told {
  const proposed = step(dispatched(), 'proposeReturn', 'clerkA', { ground: 'notOurArea', citation: '区划图', reason: '在邻街道' });
  return step(proposed, 'leaderApprove', 'leaderA', of('proposeReturn'));
}

describe('acknowledge 接单', () => {
  judged('acknowledge', [
    ['assigned to me', () => assigned(), 'gridA', {}, 'accept', (ticket) => expect(ticket.assignment?.state).toBe('acknowledged')],
    ['sent back to me', () => redo(), 'gridA', {}, 'accept'],
    [
      "of my grid's community: it becomes mine",
      () => toCommunity(),
      'gridA',
      {},
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ person: personId('gridA') });
        expect(ticket.assignment?.workers).toBeUndefined();
        expect(ticket.pastAssignees).toEqual([personId('thirdGridA')]);
      },
    ],
    [
      'two workers of the community: the second is kept without effect',
      () => step(toCommunity(), 'acknowledge', 'gridA'),
      'thirdGridA',
      {},
      'noEffect:notAssigned',
    ],
    ['taken back from the community meanwhile', () => takenBack(toCommunity()), 'thirdGridA', {}, 'noEffect:notAssigned'],
    ['of a community where I have no grid', () => toCommunity(), 'secondGridA', {}, 'refuse:noRight'],
    ['twice', () => acknowledged(), 'gridA', {}, 'noEffect:alreadyDone'],
    ['taken back meanwhile', () => takenBack(), 'gridA', {}, 'noEffect:notAssigned'],
    ['recalled meanwhile', () => movedToB(assigned()), 'gridA', {}, 'noEffect:notAssigned'],
    ['a result is with the city', () => withTheCity(assigned()), 'gridA', {}, 'noEffect:wrongState'],
    ["another's", () => assigned(), 'secondGridA', {}, 'refuse:noRight'],
    [
      "another's, on a copy that does not say who had it before",
      () => workersCopy(assigned()),
      'secondGridA',
      {},
      'unknown:noRight',
      undefined,
      GRID_DESK,
    ],
    ['a clerk does not acknowledge', () => assigned(), 'clerkA', {}, 'refuse:noRight'],
  ]);
});

/** The office answers without waiting for its worker. */
function withTheCity(told: Told): Told {
  const spoken = step(told, 'contact', 'clerkA', { channel: 'call', result: 'reached' });
  const result = step(spoken, 'submitResult', 'clerkA', {
    clause: '14-1a',
    clauseEvidence: { acceptance: '电话认可' },
    solved: true,
    process: '已处理',
    publicReply: '已处理',
    told: { at: '2026-11-24T02:00:00.000Z', how: '电话' },
  });
  return step(result, 'leaderApprove', 'leaderA', of('submitResult'));
}

describe('arrive 到场', () => {
  judged('arrive', [
    [
      'after acknowledging',
      () => acknowledged(),
      'gridA',
      { note: '已到现场' },
      'accept',
      (ticket) => expect(ticket.assignment?.state).toBe('onSite'),
    ],
    ['without acknowledging first', () => assigned(), 'gridA', {}, 'accept'],
    ['after the report', () => reported(), 'gridA', {}, 'noEffect:alreadyDone'],
    ['taken back meanwhile', () => takenBack(), 'gridA', {}, 'noEffect:notAssigned'],
    ['a result is with the city', () => withTheCity(assigned()), 'gridA', {}, 'noEffect:wrongState'],
    ["another's", () => assigned(), 'gridB', {}, 'refuse:noRight'],
  ]);
});

const PHOTO = { hash: 'a'.repeat(64), kind: 'after', name: '灯.jpg', type: 'image/jpeg', size: 1024 };

describe('report 回报', () => {
  judged('report', [
    [
      'what was done',
      () => acknowledged(),
      'gridA',
      { note: '已换灯', evidence: [PHOTO] },
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ state: 'reported', note: '已换灯' });
        expect(ticket.evidence).toMatchObject([{ hash: PHOTO.hash, by: personId('gridA'), audience: 'S' }]);
      },
    ],
    ['twice', () => reported(), 'gridA', { note: '已换灯' }, 'noEffect:alreadyDone'],
    [
      'recalled meanwhile: the photo stays for the new lead to see',
      () => movedToB(acknowledged()),
      'gridA',
      { note: '已换灯', evidence: [PHOTO] },
      'noEffect:notAssigned',
      (ticket) => {
        expect(ticket.evidence).toHaveLength(1);
        expect(ticket.history.at(-1)).toMatchObject({ noEffect: 'notAssigned', summary: '回报：已换灯' });
      },
    ],
    ['a result is with the city', () => withTheCity(acknowledged()), 'gridA', { note: '已换灯' }, 'noEffect:wrongState'],
    ['nothing said', () => acknowledged(), 'gridA', {}, 'refuse:malformed'],
    ["another's", () => acknowledged(), 'secondGridA', { note: '已换灯' }, 'refuse:noRight'],
  ]);
});

describe('cannot 无法处理', () => {
  judged('cannot', [
    [
      'with a reason',
      () => acknowledged(),
      'gridA',
      { reason: '需专业维修' },
      'accept',
      (ticket) => {
        expect(ticket.assignment).toMatchObject({ state: 'cannot', reason: '需专业维修' });
      },
    ],
    [
      'the clerk may then assign another',
      () => step(acknowledged(), 'cannot', 'gridA', { reason: '需专业维修' }),
      'gridA',
      { reason: '再次' },
      'noEffect:alreadyDone',
    ],
    ['taken back meanwhile', () => takenBack(), 'gridA', { reason: '需专业维修' }, 'noEffect:notAssigned'],
    ['a result is with the city', () => withTheCity(assigned()), 'gridA', { reason: '需专业维修' }, 'noEffect:wrongState'],
    ['without a reason', () => acknowledged(), 'gridA', {}, 'refuse:malformed'],
    ['a clerk uses a return or an escalation', () => acknowledged(), 'clerkA', { reason: '需专业维修' }, 'refuse:noRight'],
  ]);
});

describe('checkReport 核报', () => {
  judged('checkReport', [
    ['taken', () => reported(), 'clerkA', { ok: true }, 'accept', (ticket) => expect(ticket.assignment?.state).toBe('checked')],
    [
      'sent back',
      () => reported(),
      'clerkA',
      { ok: false, reason: '请拍全景' },
      'accept',
      (ticket) => expect(ticket.assignment?.state).toBe('redo'),
    ],
    ['sent back without a reason', () => reported(), 'clerkA', { ok: false }, 'refuse:reasonMissing'],
    [
      'two clerks',
      () => checked(),
      'secondClerkA',
      { ok: false, reason: '重做' },
      'noEffect:alreadyDone',
      (_ticket, told) => {
        expect(told.verdict).toMatchObject({ detail: expect.stringMatching(/^clerkA 11-24 /u) as string });
      },
    ],
    ['nothing reported yet', () => acknowledged(), 'clerkA', { ok: true }, 'noEffect:nothingReported'],
    ['nothing assigned', () => signed(), 'clerkA', { ok: true }, 'noEffect:nothingReported'],
    ['recalled meanwhile', () => movedToB(reported()), 'clerkA', { ok: true }, 'noEffect:reassigned'],
    ['with the city', () => withTheCity(reported()), 'clerkA', { ok: true }, 'noEffect:wrongState'],
    ['the worker does not check themself', () => reported(), 'gridA', { ok: true }, 'refuse:noRight'],
  ]);
});
