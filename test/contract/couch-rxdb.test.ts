/** [X2] RxDB 17's own CouchDB replication with the root of a real hub: both ways, live, through a restart. */
import { createRxDatabase } from 'rxdb';
import { getFetchWithCouchDBAuthorization, replicateCouchDB } from 'rxdb/plugins/replication-couchdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { SmallCity } from '../support/small-city.ts';

test('[X2] RxDB replicates both ways, live, and goes on after the hub was restarted', async () => {
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
  } finally {
    await replication.cancel();
    await database.close();
    await city.close();
  }
}, 90_000);
