/**
 * A ticket or matter with conflicting revisions [sync A5]: a cluster that was parted took two writes to it. It is folded again from the
 * union of their histories: what they share, then the rest in the order of receipt, each entry with the effect it had, because a verdict
 * is permanent [sync A2].
 */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { HistoryEntry } from '../../shared/hotline/ticket-parts.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Database, Document, Stored } from '../store/database.ts';
import { refold, type Subject } from './fold.ts';
import type { Reference } from './reference.ts';

function sharedLength(histories: readonly (readonly HistoryEntry[])[]): number {
  const [first = [], ...others] = histories;
  const at = first.findIndex((entry, index) => others.some((other) => other[index]?.id !== entry.id));
  return at === -1 ? first.length : at;
}

/** Entries of all histories once each. An action that the log lacks keeps its place among its own. */
export function unitedHistory(
  histories: readonly (readonly HistoryEntry[])[],
  counterOf: (id: string) => number | undefined,
): readonly HistoryEntry[] {
  const shared = sharedLength(histories);
  const rest = new Map<string, HistoryEntry>();
  for (const history of histories) for (const entry of history.slice(shared)) if (!rest.has(entry.id)) rest.set(entry.id, entry);
  const ordered = [...rest.values()].toSorted((a, b) => (counterOf(a.id) ?? 0) - (counterOf(b.id) ?? 0));
  return [...(histories[0] ?? []).slice(0, shared), ...ordered];
}

function plain<T extends object>({ _rev: _dropped, ...rest }: Stored<T>): T {
  return rest as unknown as T;
}

/**
 * Writes what the union folds to, and then deletes what lost; repeated after a crash it comes out the same. Where it was an action of the
 * log that had two revisions, the one that won is the log's, and its ticket is folded by it. False: nothing was to be mended. Throws when the store fails or an action of the union is not in the log.
 */
export async function mendConflict(hotline: Database, reference: Reference, id: string): Promise<boolean> {
  const leaves = await hotline.leavesOf<Subject>(id);
  const current = await hotline.get<Subject>(id);
  if (current === undefined) return false;
  const losers = leaves.filter(({ _rev }) => _rev !== current._rev);
  const histories = [current, ...losers].map(({ history }) => history);
  const actions = new Map(
    (await hotline.getMany<StoredAction>([...new Set(histories.flat().map((entry) => entry.id))])).flatMap((action) =>
      action === undefined ? [] : [[action._id as string, action] as const],
    ),
  );
  const history = unitedHistory(histories, (action) => actions.get(action)?.received.counter);
  const united = { ...plain(current), history } as Subject;
  const folded = refold(reference, united, (action) => actions.get(action));
  if (folded === undefined) throw new Error(`${id} has conflicting revisions, and the log lacks an action of them`);
  const differs = canonicalText(folded) !== canonicalText(plain(current));
  if (!differs && losers.length === 0) return false;
  if (differs) {
    const [written] = await hotline.write([{ ...folded, _rev: current._rev } as unknown as Document]);
    if (written?.ok !== true) throw new Error(`the store did not take ${id}`);
  }
  const deleted = await hotline.write(losers.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
  if (deleted.some((one) => !one.ok)) throw new Error(`the store did not end the conflict of ${id}`);
  return true;
}
