/** Folds actions into a ticket as the hub does, with the context they were received in; also the proof of it [proof L8]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { apply } from '../../shared/hotline/apply.ts';
import { decide } from '../../shared/hotline/decide.ts';
import type { NoEffectCode } from '../../shared/hotline/refusals.ts';
import type { HistoryEntry } from '../../shared/hotline/ticket-parts.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Context, Verdict } from '../../shared/hotline/verdict.ts';
import { fitsCompiled } from './compiled-bodies.ts';
import { districtOf } from './numbers.ts';
import type { Reference } from './reference.ts';

export function contextOf(reference: Reference, ticket: Ticket | undefined, action: StoredAction, number?: string): Context {
  return {
    end: 'hub',
    fits: fitsCompiled,
    receivedAt: action.received.at,
    effectiveAt: action.received.effectiveAt,
    ...(action.received.backfilled === true ? { backfilled: true } : {}),
    ...(action.received.confirmedAt === undefined ? {} : { confirmedAt: action.received.confirmedAt }),
    person: (id) => reference.people.get(id),
    unit: (code) => reference.units.get(code),
    category: (code) => reference.categories.get(code),
    calendar: reference.calendar,
    pack:
      ticket === undefined ? reference.packInForce(action.received.effectiveAt, districtOf(action.body)) : reference.pack(ticket.rulePack),
    ...(number === undefined ? {} : { number }),
    ...(reference.callers === undefined ? {} : { callers: reference.callers }),
  };
}

export type Folded = Readonly<{ ticket: Ticket | undefined; verdict: Verdict }>;

/** Decides one action and folds it unless it is refused. `number` is asked for only when a ticket is born. */
export function foldOne(reference: Reference, ticket: Ticket | undefined, action: StoredAction, number: () => string): Folded {
  const verdict = decide(ticket, action, contextOf(reference, ticket, action));
  if (verdict.outcome === 'refuse' || verdict.outcome === 'unknown') return { ticket, verdict };
  const context = contextOf(reference, ticket, action, ticket === undefined ? number() : undefined);
  return { ticket: apply(ticket, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined), verdict };
}

/** Names and posts of the day stay as they were said: what else an entry holds is computed again. */
function asSaid(ticket: Ticket, entry: HistoryEntry): Ticket {
  const last = ticket.history.at(-1);
  // An entry that has grown old keeps no more than its times.
  if (last === undefined || entry.actor === undefined) return ticket;
  const { summary: _summary, unit: _unit, ...computed } = last;
  const { summary, unit } = entry;
  const said = { ...computed, ...(unit === undefined ? {} : { unit }), ...(summary === undefined ? {} : { summary }) };
  return { ...ticket, history: [...ticket.history.slice(0, -1), said] };
}

/**
 * The ticket again from its log: every entry of its history, in its order, with the effect it had, the rule pack of its day, and
 * what each entry had read from documents that may have changed since (docs/adr/0006).
 */
export function refold(reference: Reference, ticket: Ticket, actionOf: (id: string) => StoredAction | undefined): Ticket | undefined {
  let again: Ticket | undefined;
  for (const entry of ticket.history) {
    const action = actionOf(entry.id);
    if (action === undefined) return undefined;
    const context = contextOf(reference, again ?? ticket, action, again === undefined ? ticket.no : undefined);
    again = asSaid(apply(again, action, { ...context, recalled: entry.read ?? {} }, entry.noEffect as NoEffectCode | undefined), entry);
  }
  return again;
}
