/**
 * How the hub speaks to a CouchDB [sync S2]: with its own credentials, to whichever node answers. What only reads is asked again, with a
 * growing pause; what writes is not, because nobody knows how far it came: the caller repeats it by its own rules. What is thrown names
 * the node and never the user.
 */
import { basicAuth, type CouchdbPlace } from './couchdb-place.ts';

/** The store cannot be reached, is overloaded or lacks a quorum: it may answer the next time. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store answers, and will not until somebody repairs it: see `doctor`. */
export class StoreNotPrepared extends Error {
  override readonly name = 'StoreNotPrepared';
}

export type Fetching = (url: string, options?: RequestInit) => Promise<Response>;

/** Rounds over all nodes for what only reads: about 2 seconds in all. */
const ROUNDS = 5;
const FIRST_PAUSE_MS = 100;
/** A node that has not answered by then does not count; a long poll is cut by its heartbeats' end only. */
const ANSWER_MS = 30_000;
const READING_POST = /\/(?:_all_docs|_bulk_get|_revs_diff|_changes)(?:\?|$)/u;
/** The request never left this machine: it may be sent to the next node, whatever it is. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function codeOf(error: unknown): string {
  const { cause, code } = (error ?? {}) as { cause?: { code?: unknown; errors?: readonly { code?: unknown }[] }; code?: unknown };
  return String(cause?.code ?? cause?.errors?.[0]?.code ?? code ?? (error as { name?: unknown } | undefined)?.name ?? 'unknown');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What says that the store is not as `doctor --fix` left it; nothing for an answer about a document. */
async function unprepared(response: Response): Promise<string | undefined> {
  if (response.status === 401) return 'the store does not know the user of COUCHDB_URL, or its password';
  if (response.status === 403) return 'the user of COUCHDB_URL may not read or write here';
  if (response.status !== 404) return undefined;
  const said = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { reason?: unknown } | undefined;
  return said?.reason === 'Database does not exist.' ? 'a database of the hub does not exist' : undefined;
}

export function couchdbFetch(place: CouchdbPlace): Fetching {
  const authorization = basicAuth(place);
  const { nodes } = place;
  /** The node that answered last, with a quorum behind it. */
  let at = 0;

  async function once(node: string, url: string, options: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    const headers = new Headers(options.headers);
    headers.set('authorization', authorization);
    const waits = search.includes('feed=longpoll');
    const limit = AbortSignal.timeout(waits ? ANSWER_MS * 4 : ANSWER_MS);
    const signal = options.signal === undefined || options.signal === null ? limit : AbortSignal.any([options.signal, limit]);
    return fetch(node + pathname + search, { ...options, headers, signal, redirect: 'error' });
  }

  return async (url, options = {}) => {
    const method = options.method ?? 'GET';
    const reads = method === 'GET' || (method === 'POST' && READING_POST.test(url));
    let why = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await pause(FIRST_PAUSE_MS * 2 ** (round - 1) * (0.5 + Math.random()));
      let refused = 0;
      for (let tried = 0; tried < nodes.length; tried += 1) {
        const node = nodes[at % nodes.length] ?? '';
        let sent = true;
        try {
          const response = await once(node, url, options);
          const fault = await unprepared(response);
          if (fault !== undefined) {
            // A node that is cut off knows no user either: only all of them together are believed.
            refused += 1;
            why = `${fault} (${new URL(node).host})`;
            if (refused === nodes.length) throw new StoreNotPrepared(why);
            at += 1;
            continue;
          }
          // Few copies are within reach of this node: it may be cut off from the others, which go on without it.
          if (response.status === 202) at += 1;
          if (response.status < 500 && response.status !== 429) return response;
          why = `${new URL(node).host} answered ${response.status}`;
          await response.body?.cancel();
        } catch (error) {
          if (error instanceof StoreNotPrepared || options.signal?.aborted === true) throw error;
          const code = codeOf(error);
          why = `${new URL(node).host} did not answer (${code})`;
          sent = !NEVER_SENT.has(code);
        }
        // Whatever comes next goes to the next node, also what this one may have taken.
        at += 1;
        if (!reads && sent) throw new StoreUnavailable(why);
      }
      if (!reads) break;
    }
    throw new StoreUnavailable(why);
  };
}
