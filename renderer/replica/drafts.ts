/** Drafts, one a ticket and kind of action, kept within a second (F60). */
import type { TicketId } from '../../shared/hotline/ids.ts';
import { erase, type DraftValue, type Replicated } from './collections.ts';

function draftId(ticket: string, kind: string): string {
  return `draft:${ticket}|${kind}`;
}

export async function saveDraft(database: Replicated, draft: DraftValue): Promise<void> {
  await database.own.upsert({ id: draftId(draft.ticket, draft.kind), value: { ...draft } });
}

export async function loadDraft(database: Replicated, ticket: TicketId, kind: string): Promise<Record<string, unknown> | undefined> {
  const row = await database.own.findOne(draftId(ticket, kind)).exec();
  return (row?.toMutableJSON().value as DraftValue | undefined)?.body;
}

export async function dropDraft(database: Replicated, ticket: TicketId, kind: string): Promise<void> {
  await erase(database, 'own', [draftId(ticket, kind)]);
}
