/** A backup takes its pages while the hub writes [sync R1]: between the list of a page's revisions and their bodies, anything may happen. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PouchDB } from '../support/pouch-client.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
beforeEach(async () => {
  city = await SmallCity.open({ clock: 'stopped', embedded: true });
});
afterEach(() => city.close());

type Page = Readonly<{ documents: readonly Readonly<{ _id: string; _rev: string; n?: number }>[]; last: number }>;
type Told = Readonly<{ status: number; page: Page }>;

async function admin<T>(method: string, path: string, body?: object): Promise<Readonly<{ status: number; body: T }>> {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const answer = await fetch(city.hub.address + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

async function pageOf(path: string, asked: object): Promise<Told> {
  const { status, body } = await admin<Page>('POST', path, asked);
  return { status, page: body };
}

type Pouch = { bulkGet: (asked: object) => Promise<unknown> };

/** `between` comes after the page's list was read and before its bodies are, once. */
function meanwhile(pouch: Pouch, between: () => Promise<void>): void {
  const { bulkGet } = pouch;
  pouch.bulkGet = async (asked) => {
    pouch.bulkGet = bulkGet;
    await between();
    return bulkGet.call(pouch, asked);
  };
}

type Lists = { changes?: (asked: { style?: string }) => unknown };

/** The same of a database at the root, whose PouchDB no one but the hub holds. */
function meanwhileAtRoot(between: () => Promise<void>): void {
  const own = (PouchDB as unknown as { prototype: Lists }).prototype;
  const { changes } = Object.getPrototypeOf(own) as Required<Lists>;
  own.changes = function once(this: unknown, asked) {
    const listed = changes.call(this, asked);
    if (asked.style !== 'all_docs') return listed;
    delete own.changes;
    return Promise.resolve(listed).then(async (page) => {
      await between();
      return page;
    });
  };
}

test('[R1] a document of the hub that is written anew and compacted meanwhile fails no page, and comes with a later one', async () => {
  const { store } = city.hub.core;
  const [first] = await store.hotline.write([{ _id: 'note:1', schema: 1, n: 1 }]);
  const since = Number(await store.hotline.sequence()) - 1;
  const ask = (from: number): Promise<Told> => pageOf('/admin/backup', { database: 'hotline', since: from, limit: 500 });
  let second: string | undefined;
  meanwhile(store.embedded?.hotline.pouch as unknown as Pouch, async () => {
    const [written] = await store.hotline.write([{ _id: 'note:1', _rev: first?.ok === true ? first.rev : '', schema: 1, n: 2 }]);
    second = written?.ok === true ? written.rev : undefined;
  });
  const { status, page } = await ask(since);
  expect([status, page.documents]).toEqual([200, []]);
  const next = await ask(page.last);
  expect(next.page.documents).toMatchObject([{ _id: 'note:1', _rev: second, n: 2 }]);
});

test('[R1] a leaf that the store does not give is said, and no page is taken without it', async () => {
  const { store } = city.hub.core;
  await store.hotline.write([{ _id: 'note:2', schema: 1 }]);
  const since = Number(await store.hotline.sequence()) - 1;
  const pouch = store.embedded?.hotline.pouch as unknown as Pouch;
  const { bulkGet } = pouch;
  pouch.bulkGet = () => Promise.resolve({ results: [{ id: 'note:2', docs: [{ error: { status: 500, error: 'unknown' } }] }] });
  expect((await pageOf('/admin/backup', { database: 'hotline', since, limit: 500 })).status).toBe(503);
  pouch.bulkGet = bulkGet;
  expect((await pageOf('/admin/backup', { database: 'hotline', since, limit: 500 })).page.documents).toHaveLength(1);
});

test('[R1, X2] the same of a database at the root that is written and compacted meanwhile', async () => {
  expect((await admin('PUT', '/kept')).status).toBe(201);
  const { body: first } = await admin<{ rev: string }>('PUT', '/kept/a', { n: 1 });
  let second = '';
  meanwhileAtRoot(async () => {
    second = (await admin<{ rev: string }>('PUT', `/kept/a?rev=${first.rev}`, { n: 2 })).body.rev;
    await admin('POST', '/kept/_compact', {});
    // What compaction has taken away.
    await expect.poll(async () => (await admin('GET', `/kept/a?rev=${first.rev}`)).status).toBe(404);
  });
  const { status, page } = await pageOf('/admin/backup/databases', { name: 'kept', since: 0, limit: 50 });
  expect([status, page.documents]).toEqual([200, []]);
  const next = await pageOf('/admin/backup/databases', { name: 'kept', since: page.last, limit: 50 });
  expect(next.page.documents).toMatchObject([{ _id: 'a', _rev: second, n: 2 }]);
});
