/** The proof that a desk holds exactly what its channels grant, body for body [proof L2]. */
import type { Page } from 'playwright';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
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

/** `id tag` of every document in the desk's own IndexedDB, sorted. */
export async function heldIds(page: Page, login: string): Promise<readonly string[]> {
  const rows = (await everyRow(page)).filter(
    ({ database, store }) => store === 'docs' && database.includes('documents') && database.includes(`person-${login}`),
  );
  const documents = rows.map(({ value }) => value as { id: string; tag: string; _deleted: unknown });
  return [...new Set(documents.filter((row) => row._deleted !== true && row._deleted !== '1').map((row) => `${row.id} ${row.tag}`))].sort();
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
export function hubHolds(core: Core, person: string, audience: Audience): readonly string[] {
  const document = core.reference.people.get(person as PersonId);
  if (document === undefined) throw new Error(`${person} is unknown`);
  const held = grantsOf(document, core.now()).flatMap((channel) =>
    core.feed.held(channel, audience).rows.map(([id, tag]) => `${id} ${tag}`),
  );
  return [...new Set(held)].sort();
}
