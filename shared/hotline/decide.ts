/**
 * Whether an action holds: the same function on the desk, which decides at once, and at the hub, which decides for good.
 * Facts are kept in any case once their actor had the right; proposals and decisions are judged by the ticket as it is [sync G6].
 */
import { Check } from 'typebox/value';
import type { Action, StoredAction } from './action.ts';
import { actionRule } from './actions/index.ts';
import { byReference, seesOfficeFields } from './rights.ts';
import type { ActionRule, Asked, Finding, Input } from './rule.ts';
import { holds, isCityRole, rolesFor } from './standing.ts';
import type { Ticket } from './ticket.ts';
import type { Context, Verdict } from './verdict.ts';

/** From here on only the city acts on a ticket (hotline.md §2). */
export const MAX_ENTRIES = 500;

type Kind = Pick<ActionRule, 'category' | 'factBy'>;

function isFact(actor: Asked['actor'], rule: Kind, context: Context): boolean {
  if (rule.category === 'F' || rule.factBy === undefined) return rule.category === 'F';
  const held = rolesFor(actor, context, true);
  return holds(held, ...rule.factBy) && !isCityRole(held);
}

/** Who asks, with the roles that count: for facts also those of the last confirmed position [sync G6]. */
export function askedBy(actor: Asked['actor'], rule: Kind, context: Context): Asked {
  return { actor, held: rolesFor(actor, context, isFact(actor, rule, context)), context };
}

export function inputOf(action: Action | StoredAction, rule: ActionRule, context: Context): Input<unknown> {
  return { ...askedBy(action.actor, rule, context), action, body: action.body };
}

function refuse(finding: Finding, context: Context): Verdict {
  if (finding.unknown === true && context.end === 'desk') return { outcome: 'unknown', code: finding.code };
  return { outcome: 'refuse', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

/**
 * The right, whatever the ticket's state. A stranger on the desk may be known at the hub; on a copy that lacks what the rule
 * is judged by, only the role is asked.
 */
export function rightOf(rule: ActionRule, ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  if (asked.held.length === 0) {
    return asked.context.person(asked.actor) === undefined ? byReference(asked, 'noRight') : { code: 'noRight' };
  }
  if (rule.needsOfficeFields === true && !seesOfficeFields(asked))
    return rule.right(undefined, asked) ?? { code: 'copyLacks', unknown: true };
  const right = rule.right(ticket, asked);
  if (right !== undefined) return right;
  const full = ticket !== undefined && ticket.history.length >= MAX_ENTRIES && !isCityRole(asked.held);
  return full ? { code: 'tooManyEntries' } : undefined;
}

/** That nothing waits says less than what became of the one that is named. */
function standing(rule: ActionRule, ticket: Ticket, input: Input<unknown>): Finding | undefined {
  const open = rule.open(ticket, input);
  if (open !== undefined && open.code !== 'notFound') return open;
  return rule.guard?.(ticket, input) ?? open;
}

/** Total: answers for any envelope, also of kinds this version does not know. */
export function decide(ticket: Ticket | undefined, action: Action | StoredAction, context: Context): Verdict {
  const rule = actionRule(action.kind);
  if (rule === undefined) return { outcome: 'refuse', code: 'unknownAction' };
  // The same action twice is one action (collision 6).
  if (ticket?.history.some((entry) => entry.id === action._id) === true) return { outcome: 'accept' };
  if (!(context.fits ?? Check)(rule.body, action.body)) return { outcome: 'refuse', code: 'malformed' };
  const input = inputOf(action, rule, context);
  const never = rule.complete?.(input.body) ?? rightOf(rule, ticket, input) ?? rule.rightOver?.(ticket, input);
  if (never !== undefined) return refuse(never, context);
  if (ticket === undefined) return rule.create === undefined ? { outcome: 'refuse', code: 'ticketMissing' } : { outcome: 'accept' };
  const finding = standing(rule, ticket, input);
  if (finding === undefined) return { outcome: 'accept' };
  const unknown = finding.unknown === true && context.end === 'desk';
  if (unknown || !isFact(action.actor, rule, context)) return refuse(finding, context);
  return { outcome: 'noEffect', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}
