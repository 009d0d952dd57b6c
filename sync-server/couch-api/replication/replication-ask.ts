/** What a `_replicate` or a document of `_replicator` asks for [sync X2], and where the hub may go for it. */
import { createHash } from 'node:crypto';
import { canonicalText } from '../../../shared/sync/canonical.ts';
import { badRequest, CouchError } from '../answer.ts';
import { isObject, plainText } from '../ask.ts';

/** A database of this hub by its name, or one elsewhere. */
export type Endpoint =
  | Readonly<{ local: string }>
  | Readonly<{ url: string; auth?: Readonly<{ username: string; password: string }>; headers: Readonly<Record<string, string>> }>;

export type ReplicationAsk = Readonly<{
  /** Of what is asked: the same again is the same replication. */
  id: string;
  source: Endpoint;
  target: Endpoint;
  continuous: boolean;
  createTarget: boolean;
  cancel: boolean;
  /** Named instead of source and target, to cancel. */
  named: string | undefined;
  docIds: readonly string[] | undefined;
  filter: string | undefined;
  queryParams: Readonly<Record<string, unknown>> | undefined;
  selector: Readonly<Record<string, unknown>> | undefined;
  since: string | undefined;
  checkpoints: boolean;
}>;

/** Hosts the administrator has named, as `host` or `host:port`; and whether an address is the hub's own. */
export type Reach = Readonly<{ hosts: readonly string[]; own: (url: URL) => boolean }>;

const forbidden = (reason: string): CouchError => new CouchError(403, 'forbidden', reason);

/** A server that fetches what it is told reaches what its asker cannot: so only itself, and what whoever starts it has named. */
function checkReach(url: URL, { hosts, own }: Reach): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw badRequest(`Unsupported protocol ${url.protocol}`);
  if (own(url)) return;
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (hosts.includes(url.hostname) || hosts.includes(`${url.hostname}:${port}`)) return;
  throw forbidden(`The hub replicates only with hosts that it was started with: --replicate-with ${url.hostname}:${port}`);
}

function headersOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  const allowed = Object.entries(value).filter(([name, text]) => /^[A-Za-z0-9-]{1,100}$/u.test(name) && typeof text === 'string');
  return Object.fromEntries(allowed.map(([name, text]) => [name, String(text).replace(/[^\x20-\x7e]/gu, '')]));
}

function authOf(value: unknown): Readonly<{ username: string; password: string }> | undefined {
  const basic = isObject(value) ? value['basic'] : undefined;
  if (!isObject(basic)) return undefined;
  return { username: plainText(basic['username'] ?? ''), password: plainText(basic['password'] ?? '') };
}

function endpoint(value: unknown, which: string, reach: Reach): Endpoint {
  const given = isObject(value) ? value : { url: value };
  const { url: text } = given;
  if (typeof text !== 'string' || text === '') throw badRequest(`\`${which}\` must be a database's name or URL`);
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return { local: text };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw badRequest(`\`${which}\` is no URL`);
  }
  checkReach(url, reach);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const auth = authOf(given['auth']) ?? (username === '' ? undefined : { username, password });
  const plain = `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/u, '')}`;
  return { url: plain, headers: headersOf(given['headers']), ...(auth === undefined ? {} : { auth }) };
}

/** As it is shown: no password, no token. */
export function shownEndpoint(place: Endpoint): string {
  if ('local' in place) return place.local;
  return place.auth === undefined
    ? `${place.url}/`
    : `${place.url.replace('://', `://${encodeURIComponent(place.auth.username)}:*****@`)}/`;
}

export const bareEndpoint = (place: Endpoint): string => ('local' in place ? place.local : `${place.url}/`);

function object(body: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw badRequest(`\`${name}\` must be an object`);
  return value;
}

function text(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw badRequest(`\`${name}\` must be a string`);
}

/** `cancelling`: it is only named, to be ended, wherever it leads. */
export function readReplication(body: Record<string, unknown>, reach: Reach, cancelling = false): ReplicationAsk {
  const cancel = cancelling && body['cancel'] === true;
  const named = text(body, 'replication_id') ?? text(body, '_local_id') ?? text(body, 'id');
  const byName = cancel && named !== undefined && body['source'] === undefined;
  const nowhere: Endpoint = { local: '' };
  const free: Reach = cancel ? { hosts: [], own: () => true } : reach;
  const source = byName ? nowhere : endpoint(body['source'], 'source', free);
  const target = byName ? nowhere : endpoint(body['target'], 'target', free);
  const docIds = body['doc_ids'];
  if (docIds !== undefined && docIds !== null && !(Array.isArray(docIds) && docIds.every((id) => typeof id === 'string')))
    throw badRequest('`doc_ids` must be an array of strings');
  const asked = {
    source,
    target,
    continuous: body['continuous'] === true,
    createTarget: body['create_target'] === true,
    cancel,
    named,
    docIds: Array.isArray(docIds) ? docIds.map(String) : undefined,
    filter: text(body, 'filter'),
    queryParams: object(body, 'query_params'),
    selector: object(body, 'selector'),
    since: text(body, 'since_seq'),
    checkpoints: body['use_checkpoints'] !== false,
  };
  const { filter, queryParams, selector } = asked;
  const told = [bareEndpoint(source), bareEndpoint(target), asked.docIds ?? null, filter ?? null, queryParams ?? null, selector ?? null];
  const id = createHash('md5').update(canonicalText(told)).digest('hex');
  return { ...asked, id: asked.continuous ? `${id}+continuous` : id };
}
