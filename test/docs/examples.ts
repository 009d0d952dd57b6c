/** Tickets at the stations of their way, several a state: what a rule says may hang on more than the state. */
import {
  acknowledged,
  ANSWERED,
  assigned,
  calledBack,
  checked,
  closedTicket,
  contacted,
  dispatched,
  disputedTicket,
  escalated,
  escalating,
  escalationReview,
  fedBack,
  registered,
  reported,
  returning,
  returnReview,
  signed,
  submitted,
  withCoHandler,
} from '../../shared/hotline/testing/stages.ts';
import { step, ticketOf, type Told } from '../../shared/hotline/testing/story.ts';
import { granted, HANGING, waiting } from '../../shared/hotline/testing/unit-packages.ts';
import type { Status, Ticket } from '../../shared/hotline/ticket.ts';

const MATERIAL = { list: '房产证明', notice: '电话告知' };

function ended(status: Status, from: Told): Ticket {
  return { ...ticketOf(from), status };
}

/** The lead is street A; its worker has the task; the housing department helps. */
export function examples(): ReadonlyMap<Status, readonly Ticket[]> {
  const now = (...told: readonly Told[]): readonly Ticket[] => told.map(ticketOf);
  const helped = withCoHandler(contacted());
  return new Map<Status, readonly Ticket[]>([
    ['registered', now(registered())],
    [
      'awaitingMaterial',
      now(step(signed(), 'requestMaterial', 'clerkA', MATERIAL), step(registered(), 'requestMaterial', 'operator', MATERIAL)),
    ],
    ['dispatched', now(dispatched())],
    [
      'inProgress',
      now(
        signed(),
        assigned(),
        acknowledged(),
        reported(),
        checked(),
        contacted(),
        submitted(),
        returning(),
        escalating(),
        helped,
        waiting('proposeSuspension', HANGING),
      ),
    ],
    ['rework', now(step(calledBack(), 'callback', 'operator', { ...ANSWERED, solved: 'notSolved' }))],
    ['returnReview', now(returnReview())],
    ['escalationReview', now(escalationReview())],
    ['escalated', now(escalated())],
    ['suspended', now(granted('proposeSuspension', HANGING))],
    ['feedbackSubmitted', now(fedBack())],
    ['callback', now(calledBack(), disputedTicket())],
    ['closed', now(closedTicket())],
    ['guidedOut', [ended('guidedOut', registered())]],
    ['directAnswered', [ended('directAnswered', registered())]],
    ['merged', [ended('merged', signed())]],
    ['archived', [ended('archived', closedTicket())]],
    ['void', [ended('void', registered())]],
  ]);
}
