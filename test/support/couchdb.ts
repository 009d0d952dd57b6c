/**
 * A CouchDB for tests that need one whatever store the suite runs on: the Apache CouchDB of `COUCHDB_URL`, or another hub, whose root
 * speaks the same protocol over the same HTTP [sync X2].
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '../../sync-server/hub.ts';
import { ADMIN_URL, dropDatabases, hubUrl, preparedUrl } from './hub.ts';

export type TestCouchdb = Readonly<{
  /** An administrator's address, of one node. */
  admin: string;
  /** Whether it is Apache's. */
  apache: boolean;
  /** A hub's address of databases of its own; not made yet. */
  unprepared: () => string;
  prepared: () => Promise<string>;
  close: () => Promise<void>;
}>;

export async function testCouchdb(): Promise<TestCouchdb> {
  const apache = ADMIN_URL !== '';
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-couchdb-'));
  const password = randomBytes(9).toString('hex');
  const hub = apache ? undefined : await startHub({ dataDir: dir, adminPassword: password });
  const admin =
    hub === undefined ? (ADMIN_URL.split(',')[0] ?? '') : Object.assign(new URL(hub.address), { username: 'admin', password }).href;
  const made: string[] = [];
  const unprepared = (): string => {
    const url = hubUrl(admin, randomBytes(6).toString('hex'));
    made.push(url);
    return url;
  };
  return {
    admin,
    apache,
    unprepared,
    async prepared() {
      const url = unprepared();
      await preparedUrl(admin, url.slice(url.lastIndexOf('/t') + 2, -1));
      return url;
    },
    async close() {
      if (hub === undefined) for (const url of made) await dropDatabases(admin, url);
      await hub?.close();
      await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
