/**
 * Two actions of one flow (art. 9): first the matter is registered, then what article 9 says is done on it. Each is saved by itself;
 * when the second cannot be, the first stands, and what was typed for the second stays as a draft on the ticket.
 */
import type { TicketId } from '../../../shared/hotline/ids.ts';
import type { Replica } from '../../replica/door.ts';

/** What is typed before the matter has an id of its own is kept under this one (F60). */
export const REGISTER_DRAFT = 'ticket:register' as TicketId;

export type Follow = Readonly<{ kind: string; body: Record<string, unknown> }>;
type Saves = Pick<Replica, 'act' | 'saveDraft' | 'dropDraft'>;
export type Saved =
  | Readonly<{ ok: true; ticket: TicketId }>
  /** `registered`: the matter is saved, only what follows is not. */
  | Readonly<{ ok: false; registered: boolean; ticket: TicketId; message: string }>;

/** The second step alone: also for another try. */
export async function saveFollowUp(replica: Saves, ticket: TicketId, { kind, body }: Follow): Promise<Saved> {
  const outcome = await replica.act({ ticket, kind, body });
  if (!outcome.ok) {
    await replica.saveDraft(ticket, kind, body);
    return { ok: false, registered: true, ticket, message: outcome.message };
  }
  await replica.dropDraft(ticket, kind);
  return { ok: true, ticket };
}

export async function saveRegistration(
  replica: Saves,
  ticket: TicketId,
  body: Record<string, unknown>,
  follow: Follow | undefined,
): Promise<Saved> {
  const outcome = await replica.act({ ticket, kind: 'register', body });
  if (!outcome.ok) return { ok: false, registered: false, ticket, message: outcome.message };
  // Before the page's own draft goes: a crash from here on finds the second step on the ticket.
  if (follow !== undefined) await replica.saveDraft(ticket, follow.kind, follow.body);
  await replica.dropDraft(REGISTER_DRAFT, 'register');
  return follow === undefined ? { ok: true, ticket } : saveFollowUp(replica, ticket, follow);
}
