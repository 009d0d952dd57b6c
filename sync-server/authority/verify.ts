/** The proof that the hub is whole: every ticket equals the fold of its log, the index equals its rebuild [proof 6, L8]. */
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { refold } from './fold.ts';

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
  const tickets = await core.store.hotline.withPrefix<Ticket>('ticket:');
  const unequal: string[] = [];
  for (const { _rev: _dropped, ...ticket } of tickets) {
    const again = refold(core.reference, ticket as Ticket, (id) => actions.get(id as StoredAction['_id']));
    if (again === undefined || canonicalText(again) !== canonicalText(ticket)) unequal.push(ticket._id);
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
