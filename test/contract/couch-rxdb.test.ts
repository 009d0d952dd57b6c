/** [X2] RxDB 17's own CouchDB replication with the root of a real hub: both ways, live, through a restart. */
import { createRxDatabase } from 'rxdb';
import { getFetchWithCouchDBAuthorization, replicateCouchDB } from 'rxdb/plugins/replication-couchdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { SmallCity } from '../support/small-city.ts';

test('[X2] RxDB replicates both ways, live, goes on after the hub was restarted, and settles what both sides changed', async () => {
  const city = await SmallCity.open({ clock: 'stopped', embedded: true });
  const password = city.hub.adminPassword;
  const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`, 'content-type': 'application/json' };
  const put = (path: string, body: unknown): Promise<Response> =>
    fetch(city.hub.address + path, { method: 'PUT', headers, body: JSON.stringify(body) });
  await put('/rx', {});
  await put('/rx/there', { text: '先有的' });
  const database = await createRxDatabase({ name: 'rx-root', storage: getRxStorageMemory(), multiInstance: false });
  const { notes } = await database.addCollections({
    notes: {
      schema: {
        version: 0,
        primaryKey: 'id',
        type: 'object',
        properties: { id: { type: 'string', maxLength: 100 }, text: { type: 'string' } },
        required: ['id'],
      },
    },
  });
  const replication = replicateCouchDB({
    replicationIdentifier: 'rx',
    collection: notes,
    url: `${city.hub.address}/rx/`,
    fetch: getFetchWithCouchDBAuthorization('admin', password),
    live: true,
    retryTime: 200,
    pull: {},
    push: {},
  });
  try {
    const here = (id: string): Promise<void> =>
      expect.poll(async () => (await notes.findOne(id).exec()) !== null, { timeout: 20_000 }).toBe(true);
    const there = (id: string): Promise<void> =>
      expect.poll(async () => (await fetch(`${city.hub.address}/rx/${id}`, { headers })).status, { timeout: 20_000 }).toBe(200);
    await here('there');
    await notes.insert({ id: 'mine', text: '这边的' });
    await there('mine');
    await put('/rx/live', { text: '随后的' });
    await here('live');
    await city.restart();
    await notes.insert({ id: 'after', text: '重启之后' });
    await there('after');
    await put('/rx/late', { text: '又一条' });
    await here('late');
    // Changed on both sides, neither knowing of the other: RxDB takes what is there, and no second branch is left.
    await replication.pause();
    await (await notes.findOne('mine').exec(true)).patch({ text: '这边改的' });
    const { _rev } = (await (await fetch(`${city.hub.address}/rx/mine`, { headers })).json()) as { _rev: string };
    expect((await put('/rx/mine', { _rev, text: '那边改的' })).status).toBe(201);
    await replication.start();
    await expect
      .poll(async () => (await notes.findOne('mine').exec(true)).toJSON(), { timeout: 20_000 })
      .toMatchObject({ id: 'mine', text: '那边改的' });
    await replication.awaitInSync();
    const both = (await (await fetch(`${city.hub.address}/rx/mine?conflicts=true`, { headers })).json()) as object;
    expect(both).toMatchObject({ text: '那边改的' });
    expect(both).not.toHaveProperty('_conflicts');
    await (await notes.findOne('mine').exec(true)).patch({ text: '又改的' });
    await expect
      .poll(async () => ((await (await fetch(`${city.hub.address}/rx/mine`, { headers })).json()) as { text: string }).text, {
        timeout: 20_000,
      })
      .toBe('又改的');
  } finally {
    await replication.cancel();
    await database.close();
    await city.close();
  }
}, 90_000);
