/**
 * How the hub speaks to a CouchDB [sync S2]: with its own credentials, to whichever node answers. What only reads is asked again, with a
 * growing pause; what writes is not, because nobody knows how far it came: the caller repeats it by its own rules. What is thrown names
 * the node and never the user.
 */
import { basicAuth, type CouchdbPlace } from './couchdb-place.ts';
import { NodeSilence, type Patience } from './couchdb-silence.ts';

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
/** A node that has not answered by then, with the whole body, does not count, however slow it is. */
const ANSWER_MS = 30_000;
/** A node that is silent is left after the two together. */
const PATIENCE: Patience = { answerMs: 4_000, welcomeMs: 4_000 };
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

/** For all databases of a store: what one of them learns of a node the others need not learn again. */
export function couchdbFetch(place: CouchdbPlace, patience: Patience = PATIENCE): Fetching {
  const authorization = basicAuth(place);
  const nodes = place.nodes.map((origin) => ({ origin, host: new URL(origin).host, silence: new NodeSilence(origin, patience) }));
  /** The node that answered last, with a quorum behind it. */
  let at = 0;

  /** Whatever comes next goes to the next node; of many requests that fail together one moves on. */
  function leave(index: number): void {
    if (at === index) at = (index + 1) % nodes.length;
  }

  async function once({ origin, silence }: (typeof nodes)[number], url: string, options: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    const headers = new Headers(options.headers);
    headers.set('authorization', authorization);
    // A long poll owes no answer until its own time is over, which is shorter than ours.
    const listening = search.includes('feed=longpoll') ? undefined : silence.listen();
    const signals = [AbortSignal.timeout(ANSWER_MS), options.signal, listening?.signal].filter((one) => one instanceof AbortSignal);
    try {
      return await fetch(origin + pathname + search, { ...options, headers, signal: AbortSignal.any(signals), redirect: 'error' });
    } finally {
      listening?.end();
    }
  }

  return async (url, options = {}) => {
    const method = options.method ?? 'GET';
    const reads = method === 'GET' || (method === 'POST' && READING_POST.test(url));
    let why = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await pause(FIRST_PAUSE_MS * 2 ** (round - 1) * (0.5 + Math.random()));
      let refused = 0;
      const first = at;
      for (let tried = 0; tried < nodes.length; tried += 1) {
        const index = (first + tried) % nodes.length;
        const node = nodes[index];
        if (node === undefined) continue;
        let sent = true;
        try {
          const response = await once(node, url, options);
          const fault = await unprepared(response);
          if (fault !== undefined) {
            // A node that is cut off knows no user either: only all of them together are believed.
            refused += 1;
            why = `${fault} (${node.host})`;
            if (refused === nodes.length) throw new StoreNotPrepared(why);
            leave(index);
            continue;
          }
          // Few copies are within reach of this node: it may be cut off from the others, which go on without it.
          if (response.status === 202) leave(index);
          if (response.status < 500 && response.status !== 429) return response;
          why = `${node.host} answered ${response.status}`;
          await response.body?.cancel();
        } catch (error) {
          if (error instanceof StoreNotPrepared || options.signal?.aborted === true) throw error;
          const code = codeOf(error);
          why = `${node.host} did not answer (${code})`;
          sent = !NEVER_SENT.has(code);
        }
        leave(index);
        if (!reads && sent) throw new StoreUnavailable(why);
      }
      if (!reads) break;
    }
    throw new StoreUnavailable(why);
  };
}
