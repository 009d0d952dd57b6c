/** Several actions in their order: what a desk shows over the hub's ticket [sync D3], and what the hub stores [sync A1]. */
import type { Action, StoredAction } from './action.ts';
import { apply } from './apply.ts';
import { decide } from './decide.ts';
import type { ActionId } from './ids.ts';
import type { Ticket } from './ticket.ts';
import type { Context, Verdict } from './verdict.ts';

export type Folded = Readonly<{ ticket: Ticket | undefined; verdicts: ReadonlyMap<ActionId, Verdict> }>;

/**
 * Folds actions into a ticket. Refused ones change nothing; what the copy cannot judge (`unknown`) is shown as if it held,
 * because the hub decides. Actions already in the history are passed over.
 */
export function fold(
  actions: readonly (Action | StoredAction)[],
  contextOf: (action: Action | StoredAction, ticket: Ticket | undefined) => Context,
  from?: Ticket,
): Folded {
  const verdicts = new Map<ActionId, Verdict>();
  let ticket = from;
  for (const action of actions) {
    const context = contextOf(action, ticket);
    const verdict = decide(ticket, action, context);
    verdicts.set(action._id, verdict);
    if (verdict.outcome === 'refuse' || (ticket === undefined && verdict.outcome === 'unknown')) continue;
    ticket = apply(ticket, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined);
  }
  return { ticket, verdicts };
}
