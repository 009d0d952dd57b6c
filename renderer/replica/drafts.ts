/** Drafts, one a ticket and kind of action, kept within a second (F60). */
import type { SubjectId } from '../../shared/hotline/ids.ts';
import { erase, type DraftValue, type Replicated } from './collections.ts';

/** One after the other: what is read is what was written last, and what was dropped does not come back by a write that was slower. */
const turns = new WeakMap<Replicated, Promise<unknown>>();

function inTurn<T>(database: Replicated, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(database) ?? Promise.resolve()).then(work);
  turns.set(
    database,
    turn.catch(() => undefined),
  );
  return turn;
}

function draftId(ticket: string, kind: string): string {
  return `draft:${ticket}|${kind}`;
}

export function saveDraft(database: Replicated, draft: DraftValue): Promise<void> {
  return inTurn(database, async () => {
    await database.own.upsert({ id: draftId(draft.ticket, draft.kind), value: { ...draft } });
  });
}

export function loadDraft(database: Replicated, ticket: SubjectId, kind: string): Promise<Record<string, unknown> | undefined> {
  return inTurn(database, async () => {
    const row = await database.own.findOne(draftId(ticket, kind)).exec();
    return (row?.toMutableJSON().value as DraftValue | undefined)?.body;
  });
}

export function dropDraft(database: Replicated, ticket: SubjectId, kind: string): Promise<void> {
  return inTurn(database, () => erase(database, 'own', [draftId(ticket, kind)]));
}
