/**
 * Folds an action into its ticket. Total and deterministic [proof L8]: no clock, no look at which end it runs on.
 * A fact kept with `noEffect` leaves the ticket as it is, but for its entry in the history and the files it names.
 */
import { Check } from 'typebox/value';
import type { Action, StoredAction } from './action.ts';
import { actionRule } from './actions/index.ts';
import { inputOf } from './decide.ts';
import { withEvidence } from './evidence.ts';
import { settleClock } from './handle-clock.ts';
import { withEntry } from './history.ts';
import { blankTicket } from './new-ticket.ts';
import { readReference } from './reference-reads.ts';
import type { NoEffectCode } from './refusals.ts';
import { actingUnit } from './rights.ts';
import type { ActionRule, Input } from './rule.ts';
import type { Recalled } from './ticket-parts.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';
import { shorten } from './wording.ts';

/**
 * The ticket after the action. For what `decide` would refuse it is still defined: a kind or body this version cannot read
 * leaves a bare entry, an action on no ticket makes an empty one.
 */
export function apply(ticket: Ticket | undefined, action: Action | StoredAction, context: Context, noEffect?: NoEffectCode): Ticket {
  if (ticket?.history.some((entry) => entry.id === action._id) === true) return ticket;
  const rule = actionRule(action.kind);
  if (rule === undefined) return entered(ticket ?? blankTicket(action, context), undefined, action, context, 'unknownAction');
  if (!(context.fits ?? Check)(rule.body, action.body))
    return entered(ticket ?? blankTicket(action, context), undefined, action, context, 'malformed');
  const seen = inputOf(action, rule, context);
  const recalled = context.recalled ?? (noEffect === undefined ? readReference(rule, ticket, seen) : {});
  const input: Input<unknown> = { ...seen, context: { ...context, recalled } };
  const next = noEffect === undefined ? changed(ticket, rule, input) : (ticket ?? blankTicket(action, context));
  return entered(
    settleClock(withEvidence(next, rule.audience, input), context),
    { rule, input, before: ticket, recalled },
    action,
    context,
    noEffect,
  );
}

function changed(ticket: Ticket | undefined, rule: ActionRule, input: Input<unknown>): Ticket {
  if (ticket !== undefined) return rule.effect(ticket, input);
  return rule.create?.(input) ?? blankTicket(input.action, input.context);
}

type Read = Readonly<{ rule: ActionRule; input: Input<unknown>; before: Ticket | undefined; recalled: Recalled }>;

function entered(
  ticket: Ticket,
  read: Read | undefined,
  action: Action | StoredAction,
  context: Context,
  noEffect: NoEffectCode | undefined,
): Ticket {
  const unit = read === undefined ? undefined : actingUnit(read.before ?? ticket, read.input);
  return withEntry(ticket, {
    id: action._id,
    kind: action.kind,
    actor: action.actor,
    ...(unit === undefined ? {} : { unit }),
    occurredAt: context.effectiveAt,
    receivedAt: context.receivedAt,
    ...(read === undefined ? {} : { summary: shorten(read.rule.summary(read.input)) }),
    audience: read?.rule.audience ?? 'C',
    ...(context.backfilled === true ? { backfilled: true } : {}),
    ...(noEffect === undefined ? {} : { noEffect }),
    ...(read === undefined || Object.keys(read.recalled).length === 0 ? {} : { read: read.recalled }),
  });
}
