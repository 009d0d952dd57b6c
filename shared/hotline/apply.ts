/**
 * Folds an accepted action into its ticket. Total and deterministic [proof L8]: no clock, no look at which end it runs on.
 * A fact kept with `noEffect` leaves the ticket as it is, but for its entry in the history.
 */
import { Check } from 'typebox/value';
import type { Action, StoredAction } from './action.ts';
import { actionRule } from './actions/index.ts';
import { inputOf } from './decide.ts';
import type { HistoryEntry } from './ticket-parts.ts';
import type { NoEffectCode } from './refusals.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

const SUMMARY_LENGTH = 120;
/** Beyond this many entries the older keep id, kind and times (hotline.md §2). */
const FULL_ENTRIES = 200;

function clip(summary: string): string {
  const line = summary.replace(/\s+/gu, ' ').trim();
  return line.length <= SUMMARY_LENGTH ? line : `${line.slice(0, SUMMARY_LENGTH - 1)}…`;
}

function bare(entry: HistoryEntry): HistoryEntry {
  const { id, kind, occurredAt, receivedAt, audience } = entry;
  return { id, kind, occurredAt, receivedAt, audience, ...(entry.noEffect === undefined ? {} : { noEffect: entry.noEffect }) };
}

function withEntry(ticket: Ticket, entry: HistoryEntry): Ticket {
  const history = [...ticket.history, entry];
  const old = history.length - FULL_ENTRIES;
  return { ...ticket, history: old <= 0 ? history : history.map((one, at) => (at < old && one.summary !== undefined ? bare(one) : one)) };
}

/** Throws only when there is neither a ticket nor an action that makes one: `decide` has refused that before. */
export function apply(ticket: Ticket | undefined, action: Action | StoredAction, context: Context, noEffect?: NoEffectCode): Ticket {
  const rule = actionRule(action.kind);
  const input = inputOf(action, context);
  const fits = rule !== undefined && Check(rule.body, action.body);
  const takes = fits && noEffect === undefined && (ticket !== undefined || rule.creates === true);
  const next = takes ? rule.effect(ticket as Ticket, input) : ticket;
  if (next === undefined) throw new TypeError(`${action.kind} needs a ticket`);
  const unit = input.held.find((held) => held.unit === ticket?.lead)?.unit ?? input.held[0]?.unit;
  return withEntry(next, {
    id: action._id,
    kind: action.kind,
    actor: action.actor,
    ...(unit === undefined ? {} : { unit }),
    occurredAt: context.effectiveAt,
    receivedAt: context.receivedAt,
    ...(fits ? { summary: clip(rule.summary(input)) } : {}),
    audience: rule?.audience ?? 'C',
    ...(context.backfilled === true ? { backfilled: true } : {}),
    ...(noEffect === undefined ? {} : { noEffect }),
  });
}
