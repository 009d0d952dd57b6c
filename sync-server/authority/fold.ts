/** Folds actions into a ticket, or a matter without one, as the hub does, with the context they were received in; also the proof of it [proof L8]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { apply } from '../../shared/hotline/apply.ts';
import { decide } from '../../shared/hotline/decide.ts';
import { isMatterId } from '../../shared/hotline/ids.ts';
import { applyMatter, decideMatter, sideDocuments } from '../../shared/hotline/matters/fold-matter.ts';
import type { Matter, SideDocument } from '../../shared/hotline/matters/index.ts';
import type { CalendarDocument } from '../../shared/hotline/reference/documents.ts';
import type { NoEffectCode } from '../../shared/hotline/refusals.ts';
import type { HistoryEntry } from '../../shared/hotline/ticket-parts.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Context, Verdict } from '../../shared/hotline/verdict.ts';
import { fitsCompiled } from './compiled-schemas.ts';
import { districtOf } from './numbers.ts';
import type { Reference } from './reference.ts';

/** What carries a history (docs/adr/0009). */
export type Subject = Ticket | Matter;

export function contextOf(
  reference: Reference,
  ticket: Pick<Ticket, 'rulePack'> | undefined,
  action: StoredAction,
  number?: string,
): Context {
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
    document: (id) => reference.versions.get(id),
    calendar: reference.calendarAt(action.received.counter),
    pack:
      ticket === undefined ? reference.packInForce(action.received.effectiveAt, districtOf(action.body)) : reference.pack(ticket.rulePack),
    ...(number === undefined ? {} : { number }),
    ...(reference.callers === undefined ? {} : { callers: reference.callers }),
  };
}

/** `beside`: documents that an accepted action makes, written before its subject [sync A3]. */
export type Folded<S extends Subject = Subject> = Readonly<{ subject: S | undefined; verdict: Verdict; beside?: readonly SideDocument[] }>;

/** Decides one action and folds it unless it is refused. `number` is asked for only when a ticket is born. */
export function foldOne(reference: Reference, subject: Subject | undefined, action: StoredAction, number: () => string): Folded {
  return isMatterId(action.ticket)
    ? foldMatter(reference, subject as Matter | undefined, action)
    : foldTicket(reference, subject as Ticket | undefined, action, number);
}

function foldMatter(reference: Reference, matter: Matter | undefined, action: StoredAction): Folded<Matter> {
  const context = contextOf(reference, undefined, action);
  const verdict = decideMatter(matter, action, context);
  if (verdict.outcome === 'refuse' || verdict.outcome === 'unknown') return { subject: matter, verdict };
  const subject = applyMatter(matter, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined);
  const beside = verdict.outcome === 'accept' && subject !== undefined ? sideDocuments(subject, action, context) : [];
  return { subject, verdict, beside };
}

function foldTicket(reference: Reference, ticket: Ticket | undefined, action: StoredAction, number: () => string): Folded<Ticket> {
  const verdict = decide(ticket, action, contextOf(reference, ticket, action));
  if (verdict.outcome === 'refuse' || verdict.outcome === 'unknown') return { subject: ticket, verdict };
  const context = contextOf(reference, ticket, action, ticket === undefined ? number() : undefined);
  return { subject: apply(ticket, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined), verdict };
}

/** Names and posts of the day stay as they were said: what else an entry holds is computed again. */
function asSaid<S extends Subject>(ticket: S, entry: HistoryEntry): S {
  const last = ticket.history.at(-1);
  // An entry that has grown old keeps no more than its times.
  if (last === undefined || entry.actor === undefined) return ticket;
  const { summary: _summary, unit: _unit, ...computed } = last;
  const { summary, unit } = entry;
  const said = { ...computed, ...(unit === undefined ? {} : { unit }), ...(summary === undefined ? {} : { summary }) };
  return { ...ticket, history: [...ticket.history.slice(0, -1), said] };
}

/** `passed`: entries of these kinds are left out; `calendar`: reckoned by this one in place of the one of its day. */
export type Otherwise = Readonly<{ passed: readonly string[]; calendar: CalendarDocument }>;

/**
 * The ticket again from its log: every entry of its history, in its order, with the effect it had, the rule pack and the calendar of
 * its day, and what each entry had read from documents that may have changed since (docs/adr/0006).
 */
export function refold<S extends Subject>(
  reference: Reference,
  subject: S,
  actionOf: (id: string) => StoredAction | undefined,
  otherwise?: Otherwise,
): S | undefined {
  let again: Subject | undefined;
  for (const entry of subject.history) {
    if (otherwise?.passed.includes(entry.kind) === true) continue;
    const action = actionOf(entry.id);
    if (action === undefined) return undefined;
    const folded = refoldOne(reference, subject, again, action, entry, otherwise?.calendar);
    if (folded === undefined) return undefined;
    again = asSaid(folded, entry);
  }
  return again as S | undefined;
}

function refoldOne(
  reference: Reference,
  subject: Subject,
  again: Subject | undefined,
  action: StoredAction,
  { read, noEffect }: HistoryEntry,
  calendar: CalendarDocument | undefined,
): Subject | undefined {
  const recalled = read ?? {};
  const why = noEffect as NoEffectCode | undefined;
  if (isMatterId(subject._id)) {
    return applyMatter(again as Matter | undefined, action, { ...contextOf(reference, undefined, action), recalled }, why);
  }
  const ticket = subject as Ticket;
  const context = contextOf(reference, (again as Ticket | undefined) ?? ticket, action, again === undefined ? ticket.no : undefined);
  const by = calendar === undefined ? context : { ...context, calendar };
  return apply(again as Ticket | undefined, action, { ...by, recalled }, why);
}
