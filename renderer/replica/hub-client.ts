/** Requests to the hub: every answer is a value; only bugs throw. The session travels in a header [sync G0]. */
import type { TSchema, Static } from 'typebox';
import { Check } from 'typebox/value';

export type HubAnswer<T> =
  | Readonly<{ ok: true; value: T }>
  /** No answer, or one that no hub of ours gives. */
  | Readonly<{ ok: false; kind: 'network'; detail: string }>
  | Readonly<{ ok: false; kind: 'unauthorized' }>
  | Readonly<{ ok: false; kind: 'revoked' }>
  | Readonly<{ ok: false; kind: 'tooLarge' }>
  /** `reason`: the hub's own words, Chinese and with what happens next; empty where something on the way answered for it. */
  | Readonly<{ ok: false; kind: 'busy'; retryAfterMs: number; reason: string }>
  | Readonly<{ ok: false; kind: 'refused'; status: number; code: string; reason: string }>;
export type HubFailure = Exclude<HubAnswer<never>, { ok: true }>;

/** A line that is silent for so long is dead. A slow one is not: an answer takes as long as it needs while bytes arrive. */
const SILENCE_MS = 30_000;
/** What a request may add to it while it goes up, where no byte can be seen: a bad mobile line, in characters of its body. */
const SLOWEST_PER_MS = 2;
const BUSY_MS = 5000;
const LONGEST_BUSY_MS = 600_000;
/** What is shown of a reason: it is a sentence or two. */
const LONGEST_REASON = 400;

type Asked = Readonly<{ method: string; text?: string; token?: string | undefined; silenceMs?: number; signal?: AbortSignal }>;

export class HubClient {
  readonly #fetch: typeof fetch;
  readonly #hub: string;
  readonly #open = new Set<AbortController>();
  #closed = false;
  token: string | undefined;

  constructor(fetcher: typeof fetch, hub: string) {
    this.#fetch = fetcher;
    this.#hub = hub.replace(/\/$/u, '');
  }

  async request<S extends TSchema>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    schema: S,
    body?: unknown,
    options: { silenceMs?: number; signal?: AbortSignal; bearer?: string } = {},
  ): Promise<HubAnswer<Static<S>>> {
    const { bearer, ...given } = options;
    const text = body === undefined ? {} : { text: JSON.stringify(body) };
    try {
      const asked = { method, token: bearer ?? this.token, ...text, ...given };
      return await this.#exchange(path, asked, async (response, alive) => judged(response, await textOf(response, alive), schema));
    } catch (error) {
      return { ok: false, kind: 'network', detail: String(error).slice(0, 200) };
    }
  }

  /** Bytes of evidence; nothing where they may not be had now [sync E1]. */
  async bytes(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#exchange(path, { method: 'GET', token: this.token }, async (response, alive) =>
        response.ok ? new Uint8Array(await new Blob(await chunksOf(response, alive)).arrayBuffer()) : undefined,
      );
    } catch {
      return undefined;
    }
  }

  /** Another network, or the machine woke up: what is on its way is on a dead line, and is asked for again. */
  giveUp(): void {
    for (const abort of this.#open) abort.abort();
  }

  /** The person leaves: no request of theirs goes on, and none begins. */
  close(): void {
    this.#closed = true;
    this.giveUp();
  }

  /** Given up when the line is silent, when the caller says so, and when the person leaves. */
  async #exchange<T>(path: string, asked: Asked, read: (response: Response, alive: () => void) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('closed');
    const { method, text, token, silenceMs = SILENCE_MS, signal } = asked;
    const abort = new AbortController();
    const give = (): void => {
      abort.abort();
    };
    let limit = setTimeout(give, silenceMs + (text?.length ?? 0) / SLOWEST_PER_MS);
    const alive = (): void => {
      clearTimeout(limit);
      limit = setTimeout(give, silenceMs);
    };
    this.#open.add(abort);
    if (signal?.aborted === true) give();
    signal?.addEventListener('abort', give);
    try {
      const response = await this.#fetch(`${this.#hub}${path}`, {
        method,
        signal: abort.signal,
        credentials: 'omit',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(text === undefined ? {} : { body: text }),
      });
      alive();
      return await read(response, alive);
    } finally {
      clearTimeout(limit);
      signal?.removeEventListener('abort', give);
      this.#open.delete(abort);
    }
  }
}

async function chunksOf(response: Response, alive: () => void): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) return chunks;
    alive();
    chunks.push(part.value);
  }
}

async function textOf(response: Response, alive: () => void): Promise<string> {
  return new Blob(await chunksOf(response, alive)).text();
}

/** `undefined` for what is not JSON: a proxy on the way speaks HTML, and its status counts all the same. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date; nonsense is five seconds, and nobody waits longer than ten minutes. */
function retryAfterMs(header: string | null): number {
  const seconds = header === null || header === '' ? Number.NaN : Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header ?? '') - Date.now() : seconds * 1000;
  return Number.isFinite(ms) ? Math.min(LONGEST_BUSY_MS, Math.max(0, ms)) : BUSY_MS;
}

function judged<S extends TSchema>(response: Response, text: string, schema: S): HubAnswer<Static<S>> {
  const value = parsed(text);
  const { status, ok, headers } = response;
  if (ok) {
    return Check(schema, value)
      ? { ok: true, value: value as Static<S> }
      : { ok: false, kind: 'network', detail: 'an answer of another shape' };
  }
  const said = (typeof value === 'object' && value !== null ? value : {}) as { error?: unknown; reason?: unknown };
  if (status === 401) return said.error === 'revoked' ? { ok: false, kind: 'revoked' } : { ok: false, kind: 'unauthorized' };
  if (status === 413) return { ok: false, kind: 'tooLarge' };
  const reason = typeof said.reason === 'string' ? said.reason.slice(0, LONGEST_REASON) : '';
  // 408: it was too busy to read the request in time.
  if (status === 503 || status === 429 || status === 408)
    return { ok: false, kind: 'busy', retryAfterMs: retryAfterMs(headers.get('retry-after')), reason };
  return { ok: false, kind: 'refused', status, code: String(said.error ?? ''), reason };
}
