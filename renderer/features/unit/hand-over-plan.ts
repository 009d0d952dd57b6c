/** What one step hands over to who stands in, and what stays with the reason: judged by the rules themselves, before anything is saved (F15). */
import type { Action } from '../../../shared/hotline/action.ts';
import { decide } from '../../../shared/hotline/decide.ts';
import type { ActionId, PersonId, TicketId } from '../../../shared/hotline/ids.ts';
import type { Governance } from '../../../shared/hotline/matters/governance/document.ts';
import { refusalText } from '../../../shared/hotline/refusals.ts';
import { assigneesOf, isOpen } from '../../../shared/hotline/standing.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Context } from '../../../shared/hotline/verdict.ts';

export type Moved = Readonly<{ ticket: TicketId; title: string; body: Readonly<{ of: ActionId; person: PersonId; reason: string }> }>;
export type Left = Readonly<{ title: string; why: string; ticket?: TicketId }>;
export type Plan = Readonly<{ moves: readonly Moved[]; left: readonly Left[] }>;
export type Seen = Readonly<{ ticket: Ticket; context: Context }>;

const DONE = ['checked'];
const REASON = '休假移交';

/** A community's task is everybody's there: it is moved only when nobody else of them is there. */
function othersThere({ assignment }: Ticket, person: PersonId, isAway: (one: PersonId) => boolean): boolean {
  return assignment?.person === undefined && assigneesOf(assignment).some((one) => one !== person && !isAway(one));
}

function planOf({ ticket, context }: Seen, asked: Asked): Moved | Left {
  const { _id: id, title, assignment } = ticket;
  if (assignment === undefined || othersThere(ticket, asked.person, asked.isAway))
    return { ticket: id, title, why: '社区任务，该社区其他网格员可以接单，不用移交。' };
  const body = { of: assignment.action, person: asked.deputy, reason: REASON };
  // Only judged, never sent: it has neither an id nor a signature.
  const action = { _id: '', ticket: id, kind: 'handOver', actor: asked.me, body } as unknown as Action;
  const verdict = decide(ticket, action, context);
  if (verdict.outcome === 'accept' || verdict.outcome === 'unknown') return { ticket: id, title, body };
  return { ticket: id, title, why: refusalText(verdict.code, verdict.detail) };
}

type Asked = Readonly<{ person: PersonId; deputy: PersonId; me: PersonId; isAway: (one: PersonId) => boolean }>;

export function handOverPlan(seen: readonly Seen[], tasks: readonly Governance[], asked: Asked): Plan {
  const { person } = asked;
  const theirs = seen.filter(
    ({ ticket }) => isOpen(ticket) && assigneesOf(ticket.assignment).includes(person) && !DONE.includes(ticket.assignment?.state ?? ''),
  );
  const planned = theirs.map((one) => planOf(one, asked));
  const answersFor = tasks.filter((one) => one.state === 'open' && one.responsible === person);
  return {
    moves: planned.filter((one): one is Moved => 'body' in one),
    left: [
      ...planned.filter((one): one is Left => 'why' in one),
      ...answersFor.map((one) => ({ title: one.title, why: '专项治理的责任人，请在“专项治理”中调整责任人。' })),
    ],
  };
}
