/** The proof that a desk holds exactly what its channels grant, body for body [proof L2]. */
import type { Page } from 'playwright';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { Audience } from '../../shared/hotline/roles.ts';
import { grantsOf } from '../../shared/sync/grants.ts';
import type { Core } from '../../sync-server/core.ts';

/** `id tag` of every document in the desk's own IndexedDB, sorted. */
export async function heldIds(page: Page, login: string): Promise<readonly string[]> {
  return page.evaluate(async (who) => {
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined || !name.includes('documents') || !name.includes(`person-${who}`)) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error(name));
        };
      });
      if (database.objectStoreNames.contains('docs')) {
        const rows = await new Promise<{ id: string; tag: string; _deleted: unknown }[]>((resolve) => {
          const request = database.transaction('docs').objectStore('docs').getAll();
          request.onsuccess = () => {
            resolve(request.result as { id: string; tag: string; _deleted: unknown }[]);
          };
        });
        for (const row of rows) if (row._deleted !== true && row._deleted !== '1') found.push(`${row.id} ${row.tag}`);
      }
      database.close();
    }
    return [...new Set(found)].sort();
  }, login);
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
