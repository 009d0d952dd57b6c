/** A database as PouchDB's replication uses it: through the root for one of this hub, by HTTP for one elsewhere. */
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';
import { CouchError } from '../answer.ts';
import type { User } from '../ask.ts';
import { LOCAL_ORIGIN, localFetch, type Answering } from './local-fetch.ts';
import { bareEndpoint, type Endpoint } from './replication-ask.ts';

PouchDB.plugin(httpAdapter as unknown as PouchDB.Plugin);
type Plugged = { prototype: object; replicate?: unknown };
const plugged: Plugged = { prototype: {} };
/** Only its function is taken: PouchDB itself takes the plugin once a process, and others there may bring it too. */
(replication as unknown as (into: Plugged) => void)(plugged);
export const replicate = plugged.replicate;

/** What replicators ask and are told: PouchDB counts documents only. */
export type Counts = { missingChecked: number; missingFound: number; bulkAttempts: number; bulkDocs: number };

type Fetching = (url: string, given?: RequestInit) => Promise<Response>;
export type Place = Readonly<{
  pouch: PouchDB.Database;
  fetching: Fetching;
  url: string;
  /** Changes are told up to here and no farther: what comes meanwhile is for the next time. */
  endAt: (sequence: number) => void;
  close: () => void;
}>;

/** Sequences are opaque but for the number that they begin with, which grows: CouchDB's as well as the hub's. */
function sequenceOf(text: unknown): number | undefined {
  const [, number] = /^"?([0-9]+)/u.exec(String(text)) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The answer to who asks for changes behind the end. */
function nothingMore(path: string, end: number | undefined): Response | undefined {
  const [where = '', query = ''] = path.split('?');
  if (end === undefined || !where.endsWith('/_changes')) return undefined;
  const since = new URLSearchParams(query).get('since') ?? '0';
  if ((sequenceOf(since) ?? 0) < end) return undefined;
  return Response.json({ results: [], last_seq: since.replace(/^"(.*)"$/u, '$1'), pending: 0 });
}

const sizeOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, revs) => sum + (Array.isArray(revs) ? revs.length : 0), 0)
    : 0;

async function counted(counts: Counts, path: string, given: RequestInit | undefined, response: Response): Promise<void> {
  if (!response.ok || typeof given?.body !== 'string') return;
  if (path.endsWith('/_revs_diff')) {
    const found = (await response.clone().json()) as Record<string, { missing?: unknown }>;
    counts.missingChecked += sizeOf(JSON.parse(given.body));
    counts.missingFound += Object.values(found).reduce((sum, { missing }) => sum + (Array.isArray(missing) ? missing.length : 0), 0);
  } else if (path.endsWith('/_bulk_get')) {
    const { docs } = JSON.parse(given.body) as { docs?: unknown[] };
    const { results } = (await response.clone().json()) as { results?: { docs?: { ok?: unknown }[] }[] };
    counts.bulkAttempts += docs?.length ?? 0;
    counts.bulkDocs += (results ?? []).reduce((sum, each) => sum + (each.docs ?? []).filter(({ ok }) => ok !== undefined).length, 0);
  }
}

function urlOf(endpoint: Endpoint): string {
  return 'local' in endpoint ? `${LOCAL_ORIGIN}/${encodeURIComponent(endpoint.local)}` : endpoint.url;
}

export function openPlace(endpoint: Endpoint, answering: Answering, user: User, counts: Counts, ended: AbortSignal): Place {
  const url = urlOf(endpoint);
  const local = 'local' in endpoint ? (localFetch(answering, user, ended) as unknown as Fetching) : undefined;
  let end: number | undefined;
  const fetching: Fetching = async (path, given) => {
    const over = nothingMore(path, end);
    if (over !== undefined) return over;
    const signal = given?.signal === undefined || given.signal === null ? ended : AbortSignal.any([ended, given.signal]);
    // A redirection would lead where nobody allowed the hub to go.
    const plain = { ...given, headers: [...new Map(headerEntries(given?.headers))], signal, redirect: 'error' } as RequestInit;
    const response = await (local === undefined ? fetch(path, plain) : local(path, given));
    await counted(counts, path.split('?')[0] ?? '', given, response);
    // PouchDB in Node takes attachments by this call of node-fetch.
    return Object.assign(response, { buffer: async () => Buffer.from(await response.arrayBuffer()) });
  };
  const { headers: more, auth } = 'local' in endpoint ? { headers: {}, auth: undefined } : { auth: undefined, ...endpoint };
  const options = { adapter: 'http', skip_setup: true, fetch: fetching, headers: more, ...(auth === undefined ? {} : { auth }) };
  const pouch = new PouchDB(url, options as unknown as PouchDB.Configuration.DatabaseConfiguration);
  pouch.setMaxListeners(100);
  const withAuth: Fetching = (path, given) => {
    const headers = new Headers(given?.headers);
    if (auth !== undefined) headers.set('authorization', `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`);
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    return fetching(path, { ...given, headers });
  };
  const endAt = (sequence: number): void => {
    end = sequence;
  };
  return { pouch, fetching: withAuth, url, endAt, close: () => void pouch.close().catch(() => undefined) };
}

/** PouchDB brings another `Headers` than Node's. */
function headerEntries(headers: unknown): [string, string][] {
  const found: [string, string][] = [];
  (headers as { forEach?: (each: (value: string, name: string) => void) => void } | undefined)?.forEach?.((value, name) =>
    found.push([name, value]),
  );
  return found;
}

/** How far a source has come. */
export async function reachedBy(place: Place): Promise<number | undefined> {
  const { update_seq } = (await (await place.fetching(place.url)).json()) as { update_seq?: unknown };
  return sequenceOf(update_seq);
}

/** Before anything is replicated: both are there, or the target is made. 404, 403 or 503 with CouchDB's words. */
export async function checkPlace(place: Place, endpoint: Endpoint, create: boolean): Promise<void> {
  const told = bareEndpoint(endpoint);
  const ask = async (method: string): Promise<number> => {
    try {
      const response = await place.fetching(place.url, { method });
      await response.arrayBuffer();
      return response.status;
    } catch {
      throw new CouchError(503, 'http_request_failed', `could not reach ${told}`);
    }
  };
  let status = await ask('GET');
  if (status === 404 && create) {
    const made = await ask('PUT');
    status = made === 201 || made === 202 || made === 412 ? 200 : made;
  }
  if (status === 200) return;
  if (status === 404) throw new CouchError(404, 'db_not_found', `could not open ${told}`);
  if (status === 401 || status === 403) throw new CouchError(403, 'unauthorized', `unauthorized to access or create database ${told}`);
  throw new CouchError(503, 'http_request_failed', `${told} answered ${status}`);
}
