/** F15: all open tasks in one step, and no silence about those that stay. */
import { expect, test } from 'vitest';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import type { TicketId } from '../../../shared/hotline/ids.ts';
import { COMMUNITY_A, contextAt, personId } from '../../../shared/hotline/testing/city.ts';
import { acknowledged, assigned, checked, fedBack, reported, signed } from '../../../shared/hotline/testing/stages.ts';
import { step, ticketOf, type Told } from '../../../shared/hotline/testing/story.ts';
import { handOverPlan, type Seen } from './hand-over-plan.ts';

const ASKED = { person: personId('gridA'), deputy: personId('secondGridA'), me: personId('clerkA'), isAway: () => false };

function seen(told: Told, name: string): Seen {
  return { ticket: { ...ticketOf(told), _id: `ticket:${name}` as TicketId, title: name }, context: contextAt(told.now, { end: 'desk' }) };
}
const community = (): Told => step(signed(), 'assign', 'clerkA', { community: COMMUNITY_A });

test('F15 what is in hand is moved; what is reported, at the city or a community’s stays, each with its reason; what is done is not spoken of', () => {
  const plan = handOverPlan(
    [
      seen(assigned(), '未接'),
      seen(acknowledged(), '已接'),
      seen(reported(), '已回报'),
      seen(checked(), '已核'),
      seen(community(), '社区'),
      seen(signed(), '未下派'),
      seen(step(assigned(), 'recallAssignment', 'clerkA'), '已收回'),
    ],
    [{ title: '路灯治理', state: 'open', responsible: personId('gridA') } as Governance],
    ASKED,
  );
  expect(plan.moves.map((one) => one.title)).toEqual(['未接', '已接']);
  expect(plan.moves[0]?.body).toMatchObject({ of: ticketOf(assigned()).assignment?.action, person: personId('secondGridA') });
  expect(plan.left.map((one) => one.title)).toEqual(['已回报', '社区', '路灯治理']);
  expect(plan.left[0]?.why).toContain('先核报');
});

test('F15 a community’s task is moved when the others are away too; nothing is moved to who lacks the post', () => {
  expect(handOverPlan([seen(community(), '社区')], [], { ...ASKED, isAway: () => true }).moves).toHaveLength(1);
  const { moves, left } = handOverPlan([seen(assigned(), '未接')], [], { ...ASKED, deputy: personId('secondClerkA') });
  expect(moves).toEqual([]);
  expect(left[0]?.why).toContain('代岗不产生新的权限');
  expect(handOverPlan([seen(fedBack(), '已报审')], [], ASKED)).toEqual({ moves: [], left: [] });
});
