/**
 * What a CouchDB must hold for a hub [sync S2], looked at with the hub's own user and put right with an administrator's: four databases,
 * a user that may read and write these and nothing else, and a design document by which the cluster itself keeps the log as it is
 * [sync S3].
 */
import { basicAuth, couchdbPlace, databaseNames, type CouchdbPlace } from './couchdb-place.ts';

export type StoreFault =
  | 'unreachable'
  | 'tooOld'
  | 'wrongPassword'
  | 'tooMighty'
  | 'noDatabase'
  | 'mayNotRead'
  | 'open'
  | 'noDesign'
  | 'nodeMissing'
  | 'fewCopies';
export type StoreFinding = Readonly<{ fault: StoreFault; of: string }>;

export const HUB_ROLE = 'griddesk_hub';
const DESIGN = '_design/griddesk';

/** Runs in the cluster, for every write: an action is written once, and only the hub or an administrator writes. */
const VALIDATION = `function (newDoc, oldDoc, userCtx) {
  var admin = userCtx.roles.indexOf('_admin') !== -1;
  if (!admin && userCtx.roles.indexOf('${HUB_ROLE}') === -1) throw({ forbidden: 'only the hub writes here' });
  if (!admin && oldDoc && !oldDoc._deleted && newDoc._id.indexOf('action:') === 0) throw({ forbidden: 'an action is never changed' });
}`;

type Answer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;
type Asking = (method: 'GET' | 'PUT', path: string, body?: unknown) => Promise<Answer>;

function asking(node: string, authorization: string): Asking {
  return async (method, path, body) => {
    const response = await fetch(node + path, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json().catch(() => ({}))) as Answer['body'] };
  };
}

/** Read and written by the hub's user and nobody else: no server administrator is needed for a hub to run. */
function securityOf(place: CouchdbPlace): object {
  return { admins: { names: [], roles: ['_admin'] }, members: { names: [place.user], roles: ['_admin'] } };
}

function isClosedTo(place: CouchdbPlace, security: Readonly<Record<string, unknown>>): boolean {
  const { members } = security as { members?: { names?: readonly string[]; roles?: readonly string[] } };
  const roles = (members?.roles ?? []).filter((role) => role !== '_admin' && role !== HUB_ROLE);
  const names = (members?.names ?? []).filter((name) => name !== place.user);
  return members?.names?.includes(place.user) === true && roles.length === 0 && names.length === 0;
}

function path(name: string, rest = ''): string {
  return `/${encodeURIComponent(name)}${rest}`;
}

async function databaseFaults(ask: Asking, place: CouchdbPlace, name: string): Promise<readonly StoreFinding[]> {
  const about = await ask('GET', path(name));
  if (about.status === 404) return [{ fault: 'noDatabase', of: name }];
  if (about.status !== 200) return [{ fault: 'mayNotRead', of: name }];
  const found: StoreFinding[] = [];
  const security = await ask('GET', path(name, '/_security'));
  if (!isClosedTo(place, security.body)) found.push({ fault: 'open', of: name });
  const { n } = (about.body['cluster'] ?? {}) as { n?: number };
  if (n !== undefined && place.nodes.length > 1 && n < Math.min(3, place.nodes.length)) found.push({ fault: 'fewCopies', of: name });
  if (!name.endsWith('hotline')) return found;
  const design = await ask('GET', path(name, `/${DESIGN}`));
  return design.body['validate_doc_update'] === VALIDATION ? found : [...found, { fault: 'noDesign', of: name }];
}

/** 404: the node is in maintenance. A password that is wrong is not the node's fault. */
async function nodeFault(node: string, authorization: string): Promise<StoreFinding | undefined> {
  const of = new URL(node).host;
  try {
    const { status } = await asking(node, authorization)('GET', '/_up');
    return status === 200 || status === 401 ? undefined : { fault: 'nodeMissing', of };
  } catch {
    return { fault: 'nodeMissing', of };
  }
}

/** What is not as it must be, worst first; empty: a hub can run. */
export async function storeFaults(url: string): Promise<readonly StoreFinding[]> {
  const place = couchdbPlace(url);
  const authorization = basicAuth(place);
  const away = (await Promise.all(place.nodes.map((node) => nodeFault(node, authorization)))).filter((one) => one !== undefined);
  const node = place.nodes.find((one) => !away.some(({ of }) => of === new URL(one).host));
  if (node === undefined) return away.map(({ of }) => ({ fault: 'unreachable', of }));
  const ask = asking(node, authorization);
  const of = new URL(node).host;
  const session = await ask('GET', '/_session');
  if (session.status !== 200) return [{ fault: 'wrongPassword', of }, ...away];
  const { version } = (await ask('GET', '/')).body as { version?: string };
  if (Number.parseInt(version ?? '0', 10) < 3) return [{ fault: 'tooOld', of: `${of} ${version ?? ''}` }, ...away];
  const { roles } = (session.body['userCtx'] ?? {}) as { roles?: readonly string[] };
  const mighty: StoreFinding[] = roles?.includes('_admin') === true ? [{ fault: 'tooMighty', of: place.user }] : [];
  const databases: StoreFinding[] = [];
  for (const name of databaseNames(place)) databases.push(...(await databaseFaults(ask, place, name)));
  return [...databases, ...mighty, ...away];
}

function expect(answer: Answer, allowed: readonly number[], what: string): Answer {
  if (!allowed.includes(answer.status)) throw new Error(`${what}: ${answer.status} ${String(answer.body['error'] ?? '')}`);
  return answer;
}

/** As an administrator of the cluster: everything that `storeFaults` asks for, and nothing that is right is touched. */
export async function prepareStore(url: string, admin: string): Promise<void> {
  const place = couchdbPlace(url);
  const administrator = couchdbPlace(admin);
  const ask = asking(administrator.nodes[0] ?? '', basicAuth(administrator));
  if (place.user !== administrator.user) await setUser(ask, place);
  for (const name of databaseNames(place)) {
    expect(await ask('PUT', path(name)), [201, 202, 412], name);
    if (!isClosedTo(place, (await ask('GET', path(name, '/_security'))).body))
      expect(await ask('PUT', path(name, '/_security'), securityOf(place)), [200], `${name}/_security`);
    if (!name.endsWith('hotline')) continue;
    const known = await ask('GET', path(name, `/${DESIGN}`));
    if (known.body['validate_doc_update'] === VALIDATION) continue;
    const design = { _id: DESIGN, language: 'javascript', validate_doc_update: VALIDATION };
    const rev = typeof known.body['_rev'] === 'string' ? { _rev: known.body['_rev'] } : {};
    expect(await ask('PUT', path(name, `/${DESIGN}`), { ...design, ...rev }), [201], `${name}/${DESIGN}`);
  }
}

/** A database that an administrator had made at the hub's root, with its `_security` [sync X3]. */
export async function createDatabase(admin: string, name: string, security: object | undefined): Promise<void> {
  const administrator = couchdbPlace(admin);
  const ask = asking(administrator.nodes[0] ?? '', basicAuth(administrator));
  expect(await ask('PUT', path(name)), [201, 202, 412], name);
  if (security !== undefined) expect(await ask('PUT', path(name, '/_security'), security), [200], `${name}/_security`);
}

async function setUser(ask: Asking, place: CouchdbPlace): Promise<void> {
  const id = `org.couchdb.user:${place.user}`;
  const at = `/_users/${encodeURIComponent(id)}`;
  expect(await ask('PUT', '/_users'), [201, 202, 412], '_users');
  const known = await ask('GET', at);
  const session = await asking(place.nodes[0] ?? '', basicAuth(place))('GET', '/_session').catch(() => undefined);
  const { roles } = known.body as { roles?: readonly string[] };
  // The password is the one that the hub will use; the same again is no write.
  if (session?.status === 200 && roles?.includes(HUB_ROLE) === true) return;
  const rev = typeof known.body['_rev'] === 'string' ? { _rev: known.body['_rev'] } : {};
  const user = { _id: id, name: place.user, password: place.password, roles: [HUB_ROLE], type: 'user' };
  expect(await ask('PUT', at, { ...user, ...rev }), [201], '_users');
}
