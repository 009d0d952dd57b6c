/** The proof that the hub is whole: every ticket and matter equals the fold of its log, the index equals its rebuild [proof 6, L8]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { MATTERS } from '../../shared/hotline/matters/index.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { refold, type Subject } from './fold.ts';

export type Verified = Readonly<{ tickets: number; unequal: readonly string[]; indexEqual: boolean; actions: number; waiting: number }>;

/** Reads the whole store; for tests, `doctor`, and after a restore. */
export async function verifyCore(core: Core): Promise<Verified> {
  await core.authority.run();
  await core.feed.catchUp();
  const actions = new Map(
    (await core.store.hotline.withPrefix<StoredAction>('action:')).map(({ _rev: _dropped, ...action }) => [
      action._id,
      action as StoredAction,
    ]),
  );
  const tickets = await core.store.hotline.withPrefix<Subject>('ticket:');
  const matters = await Promise.all(MATTERS.map(({ prefix }) => core.store.hotline.withPrefix<Subject>(`${prefix}:`)));
  const unequal: string[] = [];
  for (const { _rev: _dropped, ...subject } of [...tickets, ...matters.flat()]) {
    const again = refold(core.reference, subject as Subject, (id) => actions.get(id as StoredAction['_id']));
    if (again === undefined || canonicalText(again) !== canonicalText(subject)) unequal.push(subject._id);
  }
  const before = canonicalText(core.feed.dump());
  await core.feed.rebuild();
  const indexEqual = canonicalText(core.feed.dump()) === before;
  return {
    tickets: tickets.length,
    unequal,
    indexEqual,
    actions: actions.size,
    waiting: core.feed.waitingActions(Number.MAX_SAFE_INTEGER).length,
  };
}
