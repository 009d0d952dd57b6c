/**
 * Starts the hub for a test, on the embedded store; or, with `COUCHDB_URL` (an administrator's address of a CouchDB, several of one
 * cluster with commas between them), on databases of its own there, one set a data folder, made as `doctor --fix` makes them and deleted
 * when the file ends. Tests say nothing of it: the same folder is the same store.
 */
import { createHash } from 'node:crypto';
import { openCore as openProductCore, type Core, type CoreOptions } from '../../sync-server/core.ts';
import { startHub as startProductHub, type HubOptions, type StartedHub } from '../../sync-server/hub.ts';
import { basicAuth, couchdbPlace, databaseNames } from '../../sync-server/store/couchdb-place.ts';
import { prepareStore } from '../../sync-server/store/couchdb-setup.ts';

/** An administrator's; empty: the embedded store. */
export const ADMIN_URL = process.env['COUCHDB_URL'] ?? '';

const prepared = new Map<string, Promise<string>>();

/** Databases of a hub's own in that CouchDB, made as `doctor --fix` makes them; the hub's address of them. */
export async function preparedUrl(admin: string, mark: string): Promise<string> {
  const url = hubUrl(admin, mark);
  await prepareStore(url, admin);
  return url;
}

/** Of a user and a prefix that nobody has made yet. */
export function hubUrl(admin: string, mark: string): string {
  return admin
    .split(',')
    .map((one) => Object.assign(new URL(one), { username: `hub-${mark}`, password: `pw-${mark}`, pathname: `/t${mark}-` }).href)
    .join(',');
}

/** The hub's own address of the databases that belong to a data folder. */
async function couchdbUrlOf(dataDir: string): Promise<string | undefined> {
  if (ADMIN_URL === '') return undefined;
  const mark = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  if (!prepared.has(dataDir)) prepared.set(dataDir, preparedUrl(ADMIN_URL, mark));
  return prepared.get(dataDir);
}

export async function dropDatabases(adminUrl: string, url: string): Promise<void> {
  const admin = couchdbPlace(adminUrl);
  const place = couchdbPlace(url);
  const headers = { authorization: basicAuth(admin) };
  const [node = ''] = admin.nodes;
  await Promise.all(databaseNames(place).map((name) => fetch(`${node}/${name}`, { method: 'DELETE', headers })));
  const user = `${node}/_users/org.couchdb.user:${place.user}`;
  const known = (await (await fetch(user, { headers })).json()) as { _rev?: string };
  if (known._rev !== undefined) await fetch(`${user}?rev=${known._rev}`, { method: 'DELETE', headers });
}

/** At the end of each file: `drop-databases.ts`. */
export async function dropPrepared(): Promise<void> {
  const urls = [...prepared.values()];
  prepared.clear();
  for (const url of urls) await dropDatabases(ADMIN_URL, await url);
}

/** `embedded`: whatever the suite runs on. */
type Place = Readonly<{ embedded?: true }>;

async function placeOf({ embedded, couchdbUrl, dataDir }: CoreOptions & Place): Promise<Pick<CoreOptions, 'couchdbUrl'>> {
  const url = couchdbUrl ?? (embedded === true ? undefined : await couchdbUrlOf(dataDir));
  return url === undefined ? {} : { couchdbUrl: url };
}

export async function startHub(options: HubOptions & Place): Promise<StartedHub> {
  return startProductHub({ ...options, ...(await placeOf(options)) });
}

export async function openCore(options: CoreOptions): Promise<Core> {
  return openProductCore({ ...options, ...(await placeOf(options)) });
}
