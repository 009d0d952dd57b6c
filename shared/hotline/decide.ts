/**
 * Whether an action holds: the same function on the desk, which decides at once, and at the hub, which decides for good.
 * Facts are kept in any case once their actor had the right; proposals and decisions are judged by the ticket as it is [sync G6].
 */
import { Check } from 'typebox/value';
import type { Action, StoredAction } from './action.ts';
import { actionRule } from './actions/index.ts';
import type { ActionRule, Finding, Input } from './rule.ts';
import type { RoleHeld } from './roles.ts';
import { holds, rolesAt } from './standing.ts';
import type { Ticket } from './ticket.ts';
import type { Context, Verdict } from './verdict.ts';

/** From here on only the city acts on a ticket (hotline.md §2). */
const MAX_ENTRIES = 500;

const SYSTEM: readonly RoleHeld[] = [
  { role: 'system', unit: 'city' as RoleHeld['unit'], from: '2000-01-01T00:00:00.000Z' as RoleHeld['from'] },
];

/** The roles an action is judged by; the clock and the import act with the hub's own. */
export function heldBy(action: Action | StoredAction, context: Context): readonly RoleHeld[] {
  return action.actor.startsWith('system:') ? SYSTEM : rolesAt(context.person(action.actor), context.effectiveAt);
}

export function inputOf(action: Action | StoredAction, context: Context): Input<never> {
  return { action, body: action.body as never, held: heldBy(action, context), context };
}

function refuse(finding: Finding, context: Context): Verdict {
  if (finding.unknown === true && context.end === 'desk') return { outcome: 'unknown', code: finding.code };
  return { outcome: 'refuse', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
}

function guarded(rule: ActionRule, ticket: Ticket, input: Input<never>, context: Context): Verdict {
  const finding = rule.guard(ticket, input);
  if (finding === undefined) return { outcome: 'accept' };
  if (rule.category === 'F' && rule.creates !== true && finding.unknown !== true) {
    return { outcome: 'noEffect', code: finding.code, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
  }
  return refuse(finding, context);
}

/** Total: answers for any envelope, also of kinds this version does not know. */
export function decide(ticket: Ticket | undefined, action: Action | StoredAction, context: Context): Verdict {
  const rule = actionRule(action.kind);
  if (rule === undefined) return { outcome: 'refuse', code: 'unknownAction' };
  if (!Check(rule.body, action.body)) return { outcome: 'refuse', code: 'malformed' };
  const input = inputOf(action, context);
  const right = rule.right(ticket, input);
  if (right !== undefined) return refuse(right, context);
  if (ticket === undefined) return rule.creates === true ? { outcome: 'accept' } : { outcome: 'refuse', code: 'ticketMissing' };
  if (ticket.history.length >= MAX_ENTRIES && !holds(input.held, 'operator', 'dispatcher', 'supervisor', 'system')) {
    return { outcome: 'refuse', code: 'tooManyEntries' };
  }
  return guarded(rule, ticket, input, context);
}
