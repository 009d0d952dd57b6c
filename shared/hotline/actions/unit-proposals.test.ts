import { describe, expect } from 'vitest';
import type { ActionKind } from './index.ts';
import { LN_DEFAULT } from '../packs/ln-default.ts';
import { dispatched, fedBack, movedToB, of, ofWith, signed, submitted, workersCopy } from '../testing/stages.ts';
import { at, step, type Told } from '../testing/story.ts';
import { GRID_DESK, judged } from '../testing/table.ts';
import {
  TOLD,
  HANGING,
  COURT,
  SAME,
  EXEMPT,
  UNREASONABLE,
  APPEAL,
  ABUSE,
  GRANT,
  DENY,
  waiting,
  granted,
} from '../testing/unit-packages.ts';

const LONGER = { days: '3', reason: '等待备料', told: TOLD };

/** What holds of them all. */
const ALL: readonly (readonly [kind: ActionKind, body: Record<string, unknown>])[] = [
  ['proposeExtension', LONGER],
  ['proposeSuspension', HANGING],
  ['proposeGuideOut', COURT],
  ['proposeMerge', SAME],
  ['proposeExemption', EXEMPT],
  ['claimUnreasonable', UNREASONABLE],
  ['appealAssessment', APPEAL],
  ['reportAbuse', ABUSE],
];

describe.each(ALL)('%s: like every proposal of a unit', (kind, body) => {
  judged(kind, [
    [
      'to the leader, the state stays',
      () => signed(),
      'clerkA',
      body,
      'accept',
      (ticket) => expect([ticket.status, ticket.proposals[0]?.state]).toEqual(['inProgress', 'leaderReview']),
    ],
    ['in rework', () => inRework(), 'clerkA', body, 'accept'],
    ['before signing', () => dispatched(), 'clerkA', body, 'refuse:wrongState'],
    ['one of its kind is open', () => step(signed(), kind, 'clerkA', body), 'secondClerkA', body, 'refuse:pendingProposal'],
    ['recalled meanwhile', () => movedToB(signed()), 'clerkA', body, 'refuse:reassigned'],
    ['a leader proposes nothing', () => signed(), 'leaderA', body, 'refuse:noRight'],
    ['another office', () => signed(), 'clerkB', body, 'refuse:noRight'],
    ["on a worker's copy", () => workersCopy(signed()), 'clerkA', body, 'unknown:copyLacks', undefined, GRID_DESK],
    ['nothing said', () => signed(), 'clerkA', {}, 'refuse:malformed'],
  ]);
  judged('leaderApprove', [
    [
      'signed: it waits for the city, 1 WD',
      () => step(signed(), kind, 'clerkA', body),
      'leaderA',
      of(kind),
      'accept',
      (ticket) => {
        expect([ticket.status, ticket.proposals[0]?.state, ticket.due.decide?.at]).toEqual([
          'inProgress',
          'waiting',
          '2026-11-25T09:00:00.000Z',
        ]);
      },
    ],
  ]);
  judged('decideProposal', [
    [
      'denied: the ticket stays where it is',
      () => waiting(kind, body),
      'supervisor',
      ofWith(kind, DENY),
      'accept',
      (ticket) => {
        expect([ticket.status, ticket.proposals[0]?.state, ticket.due.decide]).toEqual(['inProgress', 'denied', undefined]);
        expect(ticket.flags).toMatchObject({
          refusedReturns: 0,
          extensions: 0,
          satisfactionExempt: false,
          assessmentAppealed: false,
          unreasonableClaim: false,
        });
      },
    ],
    [
      'granted: nothing waits any more',
      () => waiting(kind, body),
      'supervisor',
      ofWith(kind, GRANT),
      'accept',
      (ticket) => expect([ticket.proposals[0]?.state, ticket.due.decide]).toEqual(['granted', undefined]),
    ],
    ['a dispatcher', () => waiting(kind, body), 'dispatcher', ofWith(kind, GRANT), 'refuse:noRight'],
    ['a district', () => waiting(kind, body), 'districtSupervisor', ofWith(kind, GRANT), 'refuse:noRight'],
    ['not signed', () => step(signed(), kind, 'clerkA', body), 'supervisor', ofWith(kind, GRANT), 'refuse:unsigned'],
    ['recalled meanwhile', () => movedToB(waiting(kind, body)), 'supervisor', ofWith(kind, GRANT), 'refuse:lapsed'],
  ]);
  judged('retract', [
    [
      'signed, by the leader',
      () => waiting(kind, body),
      'leaderA',
      ofWith(kind, { reason: '重写' }),
      'accept',
      (ticket) => {
        expect([ticket.status, ticket.proposals[0]?.state, ticket.due.decide]).toEqual(['inProgress', 'retracted', undefined]);
      },
    ],
  ]);
});

function inRework(): Told {
  return step(fedBack(submitted()), 'auditResult', 'supervisor', { pass: false, reason: '重办' });
}
function extendedTwice(): Told {
  return granted('proposeExtension', LONGER, granted('proposeExtension', LONGER));
}

describe('proposeExtension 申请延期', () => {
  judged('proposeExtension', [
    ['at the last minute', () => at(signed(), '2026-12-01T08:59:00.000Z'), 'clerkA', LONGER, 'accept'],
    ['over', () => at(signed(), '2026-12-01T09:00:00.000Z'), 'clerkA', LONGER, 'refuse:dueOver'],
    [
      'signed in time offline, received after the due (collision 4)',
      () => at(signed(), '2026-11-30T02:00:00.000Z'),
      'clerkA',
      LONGER,
      'accept',
      undefined,
      { receivedAt: '2026-12-03T02:00:00.000Z' as never },
    ],
    ['a second one', () => granted('proposeExtension', LONGER), 'clerkA', LONGER, 'accept'],
    ['a third one', () => extendedTwice(), 'clerkA', LONGER, 'refuse:extensionsOver'],
    ['six days', () => signed(), 'clerkA', { ...LONGER, days: '6' }, 'refuse:malformed'],
    ['more than the city allows', () => signed(), 'clerkA', { ...LONGER, days: '5' }, 'refuse:tooLong', undefined, strict()],
    [
      'beside a return',
      () => step(signed(), 'proposeReturn', 'clerkA', { ground: 'notOurArea', citation: '一', reason: '二' }),
      'clerkA',
      LONGER,
      'accept',
    ],
    ['the complainant was not told', () => signed(), 'clerkA', { ...LONGER, told: undefined }, 'refuse:malformed'],
  ]);
  judged('leaderApprove', [
    [
      'the leader signs after the due',
      () => at(step(signed(), 'proposeExtension', 'clerkA', LONGER), '2026-12-01T09:00:00.000Z'),
      'leaderA',
      of('proposeExtension'),
      'noEffect:dueOver',
    ],
    ['while a return is under review', () => signedBesideReturn(), 'leaderA', of('proposeExtension'), 'noEffect:wrongState'],
  ]);
  judged('decideProposal', [
    [
      'granted: three working days more',
      () => waiting('proposeExtension', LONGER),
      'supervisor',
      ofWith('proposeExtension', GRANT),
      'accept',
      (ticket) => {
        expect(ticket.due.handle).toMatchObject({ original: '2026-12-01T09:00:00.000Z', at: '2026-12-04T09:00:00.000Z' });
        expect(ticket.flags.extensions).toBe(1);
      },
    ],
    [
      'granted when the limit is already over: it counts from the due',
      () => at(waiting('proposeExtension', LONGER), '2026-12-03T02:00:00.000Z'),
      'supervisor',
      ofWith('proposeExtension', GRANT),
      'accept',
      (ticket) => expect(ticket.due.handle?.at).toBe('2026-12-04T09:00:00.000Z'),
    ],
    [
      'in rework: its own limit',
      () => waiting('proposeExtension', LONGER, inRework()),
      'supervisor',
      ofWith('proposeExtension', GRANT),
      'accept',
      (ticket) => expect(ticket.due.rework?.at).toBe('2026-12-02T09:00:00.000Z'),
    ],
    [
      'beside another: the time for deciding runs on',
      () => waiting('proposeExemption', EXEMPT, waiting('proposeExtension', LONGER)),
      'supervisor',
      ofWith('proposeExtension', GRANT),
      'accept',
      (ticket) => expect(ticket.due.decide).toBeDefined(),
    ],
  ]);
});

function strict() {
  const pack = { ...LN_DEFAULT, extension: { times: 2, workingDays: 4 } };
  return { pack };
}
function signedBesideReturn(): Told {
  const both = step(step(signed(), 'proposeExtension', 'clerkA', LONGER), 'proposeReturn', 'clerkA', {
    ground: 'notOurArea',
    citation: '一',
    reason: '二',
  });
  return step(both, 'leaderApprove', 'leaderA', of('proposeReturn'));
}
