/**
 * What such a client may send [sync X1]: first revisions of actions, signed with the key that was certified for it, through the same gate
 * as a desk's. Everything else is refused in its own row and stops nothing.
 */
import { refusalText } from '../../shared/hotline/refusals.ts';
import type { Session } from '../accounts/accounts.ts';
import type { Gate } from '../gate/gate.ts';

export type ClientRow = Readonly<{ ok: true; id: string; rev: string } | { id: string; error: string; reason: string; rev?: string }>;

type Sent = Readonly<Record<string, unknown>>;

/** The action without what a replicator and RxDB put beside it; nothing for what is no first revision of one. */
function actionOf(raw: unknown): Sent | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { _rev, _revisions, _deleted, _attachments, ...action } = raw as Sent;
  const first = _rev === undefined || (typeof _rev === 'string' && _rev.startsWith('1-'));
  const bare = _attachments === undefined || Object.keys(_attachments as object).length === 0;
  const id = action['_id'];
  return first && bare && _deleted !== true && typeof id === 'string' && id.startsWith('action:') ? action : undefined;
}

function idOf(raw: unknown): string {
  const id = (raw as { _id?: unknown } | null)?._id;
  return typeof id === 'string' ? id.slice(0, 200) : '';
}

function revOf(raw: unknown): string | undefined {
  const rev = (raw as { _rev?: unknown } | null)?._rev;
  return typeof rev === 'string' ? rev.slice(0, 80) : undefined;
}

/** One row a document, in order. `forbidden` is what a replicator passes over; `overload` it tries again. */
export async function takeFromClient(gate: Gate, docs: readonly unknown[], session: Session): Promise<readonly ClientRow[]> {
  const actions = docs.map(actionOf);
  const sent = actions.filter((action) => action !== undefined);
  const answers = sent.length === 0 ? [] : await gate.take(sent, session);
  let at = 0;
  return docs.map((raw, index) => {
    const id = idOf(raw);
    const answer = actions[index] === undefined ? undefined : answers[at++];
    if (answer === undefined) return { id, error: 'forbidden', reason: refusalText('forbidden') };
    if ('ok' in answer) return { ok: true, id: answer.id, rev: revOf(raw) ?? answer.rev };
    return { id, error: answer.settled ? 'forbidden' : answer.error, reason: answer.reason };
  });
}
