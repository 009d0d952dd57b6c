/** The proof that the hub is whole: every ticket and matter equals the fold of its log, the index equals its rebuild [proof 6, L8]. */
import { createHash } from 'node:crypto';
import type { StoredAction } from '../../shared/hotline/action.ts';
import { MATTERS } from '../../shared/hotline/matters/index.ts';
import { canonicalText } from '../../shared/sync/canonical.ts';
import type { Core } from '../core.ts';
import { pages } from '../store/pages.ts';
import { refold, type Subject } from './fold.ts';

export type Verified = Readonly<{ tickets: number; unequal: readonly string[]; indexEqual: boolean; actions: number; waiting: number }>;

/** Subjects folded again at once, with the actions of their histories. */
const AT_ONCE = 50;

async function actionsOf(core: Core, subjects: readonly Subject[]): Promise<ReadonlyMap<string, StoredAction>> {
  const ids = new Set(subjects.flatMap(({ history }) => history.map(({ id }) => id)));
  const found = await core.store.hotline.getMany<StoredAction>([...ids]);
  return new Map(
    found.flatMap((stored) => {
      if (stored === undefined) return [];
      const { _rev: _dropped, ...action } = stored;
      return [[action._id, action as StoredAction] as const];
    }),
  );
}

/** How many subjects of a kind there are, and those that are not the fold of their log. */
async function unequalTo(core: Core, prefix: string): Promise<Readonly<{ count: number; unequal: readonly string[] }>> {
  const unequal: string[] = [];
  let count = 0;
  for await (const page of pages<Subject>(core.store.hotline, prefix)) {
    count += page.length;
    for (let at = 0; at < page.length; at += AT_ONCE) {
      const some = page.slice(at, at + AT_ONCE);
      const actions = await actionsOf(core, some);
      for (const { _rev: _dropped, ...subject } of some) {
        const again = refold(core.reference, subject as Subject, (id) => actions.get(id));
        if (again === undefined || canonicalText(again) !== canonicalText(subject)) unequal.push(subject._id);
      }
    }
  }
  return { count, unequal };
}

async function countOf(core: Core, prefix: string): Promise<number> {
  let count = 0;
  for await (const page of pages(core.store.hotline, prefix)) count += page.length;
  return count;
}

function contentHash({ feed }: Core): string {
  const hash = createHash('sha256');
  for (const row of feed.dump()) hash.update(`${canonicalText(row)}\n`);
  return hash.digest('hex');
}

/** Reads the whole store, a page at a time; for tests, `doctor`, and after a restore. */
export async function verifyCore(core: Core): Promise<Verified> {
  await core.authority.run();
  await core.feed.catchUp();
  const tickets = await unequalTo(core, 'ticket:');
  const unequal = [...tickets.unequal];
  for (const { prefix } of MATTERS) unequal.push(...(await unequalTo(core, `${prefix}:`)).unequal);
  const actions = await countOf(core, 'action:');
  const before = contentHash(core);
  await core.feed.rebuild();
  const indexEqual = contentHash(core) === before;
  return { tickets: tickets.count, unequal, indexEqual, actions, waiting: core.feed.waitingActions(Number.MAX_SAFE_INTEGER).length };
}
