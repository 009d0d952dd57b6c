/** Tells a ticket's story in tests: one act after the other, each decided and folded as the hub does. */
import type { Action } from '../action.ts';
import type { ActionKind } from '../actions/index.ts';
import { apply } from '../apply.ts';
import { millis, toInstant } from '../calendar.ts';
import { decide } from '../decide.ts';
import type { ActionId, DeviceId, Instant, ReplicaId, Sha256, TicketId } from '../ids.ts';
import type { Ticket } from '../ticket.ts';
import type { Context, Verdict } from '../verdict.ts';
import { contextAt, personId, type Who } from './city.ts';

export type Actor = Who | 'stranger' | 'import' | 'clock' | 'public';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** A ULID that only counts. */
function ulid(n: number): string {
  let rest = n;
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = (DIGITS[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export function actionId(n: number): ActionId {
  return `action:${ulid(n)}` as ActionId;
}

export function anAction(n: number, kind: string, actor: Actor, body: Record<string, unknown>, at: Instant): Action {
  return {
    _id: actionId(n),
    schema: 1,
    ticket: `ticket:${ulid(1)}` as TicketId,
    kind,
    actor: personId(actor),
    device: `device:${ulid(1)}` as DeviceId,
    replica: `replica:${ulid(1)}` as ReplicaId,
    n,
    prev: '0'.repeat(64) as Sha256,
    occurredAt: at,
    body,
    sig: 'A'.repeat(86),
  };
}

/** Tuesday, a working day, 09:00 in UTC+8. */
export const MORNING = '2026-11-24T01:00:00.000Z' as Instant;

export type Told = Readonly<{
  ticket: Ticket | undefined;
  now: Instant;
  n: number;
  /** The id of the last act of each kind. */
  ids: Readonly<Partial<Record<string, ActionId>>>;
  verdict: Verdict | undefined;
}>;

export const BEGINNING: Told = { ticket: undefined, now: MORNING, n: 0, ids: {}, verdict: undefined };

/** A body, or one that needs an earlier act's id. */
export type Body = Record<string, unknown> | ((told: Told) => Record<string, unknown>);

export function bodyOf(told: Told, body: Body): Record<string, unknown> {
  return typeof body === 'function' ? body(told) : body;
}

export function later(told: Told, minutes: number): Told {
  return { ...told, now: toInstant(millis(told.now) + minutes * 60_000) };
}

export function at(told: Told, instant: string): Told {
  return { ...told, now: instant as Instant };
}

/** One act, a minute after the last; refused ones leave the ticket as it was. */
export function act(told: Told, kind: ActionKind, actor: Actor, body: Body = {}, more: Partial<Context> = {}): Told {
  const now = toInstant(millis(told.now) + 60_000);
  const action = anAction(told.n + 1, kind, actor, bodyOf(told, body), now);
  const context = contextAt(now, more);
  const verdict = decide(told.ticket, action, context);
  const folds = verdict.outcome === 'accept' || verdict.outcome === 'noEffect';
  const ticket = folds ? apply(told.ticket, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined) : told.ticket;
  return { ticket, now, n: told.n + 1, ids: { ...told.ids, [kind]: action._id }, verdict };
}

/** The same, for the steps a story takes for granted. */
export function step(told: Told, kind: ActionKind, actor: Actor, body: Body = {}): Told {
  const next = act(told, kind, actor, body);
  if (next.verdict?.outcome !== 'accept') throw new Error(`${kind} by ${actor}: ${JSON.stringify(next.verdict)}`);
  return next;
}

export function ticketOf(told: Told): Ticket {
  if (told.ticket === undefined) throw new Error('no ticket yet');
  return told.ticket;
}
