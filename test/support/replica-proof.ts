/** The proof that a desk holds exactly what its channels grant, body for body [proof L2]. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Action } from '../../shared/hotline/action.ts';
import type { SettledRecord } from '../../shared/host/contract.ts';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { tagOf } from '../../shared/sync/canonical.ts';
import { digestAdd, digestWire, EMPTY_DIGEST, type DigestState } from '../../shared/sync/digest.ts';
import type { Digest } from '../../shared/sync/wire.ts';
import { grantsOf } from '../../shared/sync/grants.ts';
import type { Core } from '../../sync-server/core.ts';

type Row = Readonly<{ database: string; store: string; value: unknown }>;

/** Every row of every object store of this window's IndexedDB: what somebody who opens the disk finds. */
async function everyRow(page: Page): Promise<readonly Row[]> {
  return page.evaluate(async () => {
    const found: { database: string; store: string; value: unknown }[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error(name));
        };
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => {
            resolve(request.result as unknown[]);
          };
        });
        // Attachments are Blobs, which do not cross to the test: their presence and size do.
        for (const value of rows)
          found.push({
            database: name,
            store,
            value: JSON.parse(JSON.stringify(value, (_key, one: unknown) => (one instanceof Blob ? { bytes: one.size } : one))),
          });
      }
      database.close();
    }
    return found;
  });
}

type HeldDocument = Readonly<{ id: string; in: readonly string[]; tag: string }>;

/** Every document in the desk's own IndexedDB, its tag made again from the body that lies there. */
async function heldDocuments(page: Page, login: string): Promise<readonly HeldDocument[]> {
  const rows = (await everyRow(page)).filter(
    ({ database, store }) => store === 'docs' && database.includes('documents') && database.includes(`person-${login}`),
  );
  return rows
    .map(({ value }) => value as { id: string; in: string[]; body: object; _deleted: unknown })
    .filter((row) => row._deleted !== true && row._deleted !== '1')
    .map((row) => ({ id: row.id, in: row.in, tag: tagOf(row.body) }));
}

export type Holding = Readonly<{ ids: readonly string[]; digests: Readonly<Record<string, Digest>> }>;

/** `id tag` of every document a desk holds, sorted, and the digest of each channel that these make. */
export async function holding(page: Page, login: string): Promise<Holding> {
  const documents = await heldDocuments(page, login);
  const digests = new Map<string, DigestState>();
  for (const { id, tag, in: channels } of documents)
    for (const channel of channels) digests.set(channel, digestAdd(digests.get(channel) ?? EMPTY_DIGEST, id, tag));
  return {
    ids: [...new Set(documents.map(({ id, tag }) => `${id} ${tag}`))].sort(),
    digests: Object.fromEntries([...digests].map(([channel, state]) => [channel, digestWire(state)])),
  };
}

/** What this desk's disk keeps of everybody's actions: the truth of what was called 已保存 [sync D2]. */
export async function savedActions(userData: string): Promise<Readonly<{ unsettled: readonly string[]; settled: readonly string[] }>> {
  const names = (await readdir(userData, { recursive: true })).filter((name) =>
    /(outbox|settled)[/\\]\d{10}-[0-9a-f]{64}\.json$/u.test(name),
  );
  const found = { unsettled: [] as string[], settled: [] as string[] };
  for (const name of names) {
    const content = JSON.parse(await readFile(join(userData, name), 'utf8')) as { action?: Action; record?: SettledRecord };
    if (content.record !== undefined) found.settled.push(content.record.action._id);
    else if (content.action !== undefined) found.unsettled.push(content.action._id);
  }
  return found;
}

/** Files of the desk, outside the browser engine, in which a text can be found. */
export async function filesWith(userData: string, text: string): Promise<readonly string[]> {
  const root = join(userData, 'desk');
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(files.map(async (file) => ((await readFile(file)).includes(text) ? [file] : [])));
  return found.flat();
}

/** Ids of rows in which a text can be found, tombstones included. */
export async function storedText(page: Page, text: string): Promise<readonly string[]> {
  const rows = (await everyRow(page)).filter(({ value }) => JSON.stringify(value).includes(text));
  return rows.map(({ database, store, value }) => (value as { id?: string }).id ?? `${database} ${store}`);
}

/** How many chunks of photos lie in the evidence queue. */
export async function storedPhotos(page: Page): Promise<number> {
  return (await everyRow(page)).filter(({ database, store }) => database.includes('-evidence') && store === 'attach-store').length;
}

/** What the hub's index says the person's channels hold for the audience. */
export function hubHolds(core: Core, person: string, audience: Audience): Holding {
  const document = core.reference.people.get(person as PersonId);
  if (document === undefined) throw new Error(`${person} is unknown`);
  const grants = grantsOf(document, core.now());
  const held = grants.flatMap((channel) => core.feed.held(channel, audience).rows.map(([id, tag]) => `${id} ${tag}`));
  const digests = Object.entries(core.feed.digests(grants, audience)).filter(([, digest]) => digest.count > 0);
  return { ids: [...new Set(held)].sort(), digests: Object.fromEntries(digests) };
}
