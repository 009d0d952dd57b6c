/** The hub without its front: store, index, authority and the reference they share. One a city [sync A5]. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { StoredAction } from '../shared/hotline/action.ts';
import { dayOf, toInstant } from '../shared/hotline/calendar.ts';
import { wakeAt } from '../shared/hotline/clock-schedule.ts';
import { isSubjectId, type Instant, type SubjectId } from '../shared/hotline/ids.ts';
import { Authority } from './authority/authority.ts';
import { callerHash } from './authority/caller-hash.ts';
import { Reference } from './authority/reference.ts';
import { Feed, FORMAT } from './feed/feed.ts';
import { errorLine } from './log/plain-error.ts';
import { refuseMoved } from './migrate/migration-record.ts';
import { couchdbStore } from './store/couchdb-database.ts';
import type { Change, Document } from './store/database.ts';
import type { FileLayer } from './store/forced-level.ts';
import { markFormats, refuseLaterFolder, type Formats } from './store/folder-format.ts';
import { hasRoom } from './store/free-space.ts';
import { openStore, STORE_FORMAT, type Store } from './store/store.ts';

export type CoreOptions = Readonly<{
  dataDir: string;
  /** `COUCHDB_URL`: an Apache CouchDB in place of the embedded store [sync S2]. */
  couchdbUrl?: string;
  layer?: FileLayer;
  /** Free bytes below which nothing is written; for tests. */
  freeSpaceFloor?: () => number;
  now?: () => Instant;
  onError?: (error: unknown) => void;
  /** The embedded store met a write that failed: it takes nothing more until it is opened again, and can be read meanwhile. */
  onStoreFailed?: () => void;
}>;

/** What this version writes, and reads up to. */
export const FORMATS: Formats = { store: STORE_FORMAT, index: FORMAT };

/** Unsettled actions are looked for this often [sync A3]. */
const RECOVERY_MS = 60_000;

/** `exists`: the log holds another of this id already, and nothing was changed. */
export type Logged = 'written' | 'exists';

export type Core = Readonly<{
  store: Store;
  feed: Feed;
  authority: Authority;
  reference: Reference;
  dataDir: string;
  /** Under every embedded database, those at the root too. */
  layer: FileLayer;
  now: () => Instant;
  /** Whether the disk has room for writes (measured.md); asked before what others send is taken. */
  hasRoom: () => boolean;
  /** Why nothing that others send is taken now; nothing where it is. Reads go on. */
  readOnly: () => 'hubFull' | 'storeFault' | undefined;
  /** A stamp for an action received now: strictly growing over the hub's whole life [sync A1]. */
  nextCounter: () => number;
  /** Durable first, then the authority is told [sync G3]. One result an action, in order; throws when the store fails. */
  log: (actions: readonly StoredAction[]) => Promise<readonly Logged[]>;
  close: () => Promise<void>;
}>;

/** The ticket or matter that a conflict concerns: itself, or that of an action of the log. */
function subjectOf({ id, doc }: Change): SubjectId | undefined {
  if (isSubjectId(id)) return id;
  return id.startsWith('action:') ? (doc as unknown as StoredAction | undefined)?.ticket : undefined;
}

export async function openCore(options: CoreOptions): Promise<Core> {
  const now = options.now ?? (() => toInstant(Date.now()));
  const onError = options.onError ?? ((error: unknown) => process.stderr.write(`${errorLine(error)}\n`));
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  await refuseLaterFolder(options.dataDir, FORMATS);
  if (options.couchdbUrl === undefined) await refuseMoved(options.dataDir);
  // A full disk keeps no hub from being read: the store and the index say their formats themselves.
  await markFormats(options.dataDir, FORMATS).catch(onError);
  let storeFailed = false;
  const failed = (error: Error): void => {
    storeFailed = true;
    onError(error);
    options.onStoreFailed?.();
  };
  const room = (): boolean => hasRoom(options.dataDir, options.freeSpaceFloor?.());
  const layer: FileLayer = { ...options.layer, failed };
  const place =
    options.couchdbUrl === undefined ? { dataDir: join(options.dataDir, 'store'), layer } : { couchdb: couchdbStore(options.couchdbUrl) };
  const store = await openStore(place, () => ulid());
  const reference = await Reference.load(store);
  let authority: Authority | undefined;
  /** Conflicts that the index met before the authority was there. */
  const conflicting = new Set<SubjectId>();
  const feed = await Feed.open({
    store,
    path: join(options.dataDir, 'index'),
    newEpoch: () => ulid(),
    today: () => dayOf(now()),
    wakeOf: (ticket) => {
      try {
        return wakeAt(ticket, { pack: reference.pack(ticket.rulePack), calendar: reference.calendar });
      } catch (error) {
        // Without its clock it is still everybody's ticket.
        onError(error);
        return undefined;
      }
    },
    onChange: (change) => {
      const contested = change.conflicts === undefined ? undefined : subjectOf(change);
      if (contested !== undefined) {
        if (authority === undefined) conflicting.add(contested);
        else authority.mend(contested);
      }
      if (change.deleted) reference.forget(change.id);
      else if (change.doc !== undefined) reference.take(change.doc);
    },
    onError,
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const hash = await callerHash(store.private);
  reference.callers = { hash, earlier: (keys, since, until) => feed.ticketsWith(keys, since, until) };
  const folding = (authority = new Authority({ store, feed, reference, now, onError }));
  for (const id of conflicting) folding.mend(id);
  await folding.recover();
  const timer = setInterval(() => {
    folding.recover().catch(onError);
    feed.forgetLeft().catch(onError);
  }, RECOVERY_MS);
  timer.unref();
  let counter = feed.counter;
  return {
    store,
    feed,
    authority: folding,
    reference,
    dataDir: options.dataDir,
    now,
    layer,
    hasRoom: room,
    readOnly: () => (!room() ? 'hubFull' : storeFailed ? 'storeFault' : undefined),
    nextCounter: () => (counter += 1),
    async log(actions) {
      const results = await store.hotline.write(actions as unknown as readonly Document[]).catch((error: unknown) => {
        // It may hold them all the same, and their desks will be told that it does [sync G2].
        folding.retrySoon();
        throw error;
      });
      const failed = results.find((result) => !result.ok && result.error !== 'conflict');
      // What was written beside it is found by the next look for unsettled actions [sync A3].
      if (failed !== undefined) throw new Error(`the store did not take ${failed.id}`);
      // Only what is in the log with this very stamp: else the ticket would not equal the fold of its log [proof L8].
      folding.accept(actions.filter((_, at) => results[at]?.ok === true));
      return results.map((result) => (result.ok ? 'written' : 'exists'));
    },
    async close() {
      clearInterval(timer);
      await folding.close();
      await feed.close();
      await store.close();
    },
  };
}
