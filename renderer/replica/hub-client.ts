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
  | Readonly<{ ok: false; kind: 'busy'; retryAfterMs: number }>
  | Readonly<{ ok: false; kind: 'refused'; status: number; code: string; reason: string }>;

export class HubClient {
  readonly #fetch: typeof fetch;
  readonly #hub: string;
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
    options: { timeoutMs?: number; signal?: AbortSignal; bearer?: string } = {},
  ): Promise<HubAnswer<Static<S>>> {
    const abort = new AbortController();
    const limit = setTimeout(() => {
      abort.abort();
    }, options.timeoutMs ?? 30_000);
    const give = (): void => {
      abort.abort();
    };
    options.signal?.addEventListener('abort', give);
    try {
      const token = options.bearer ?? this.token;
      const response = await this.#fetch(`${this.#hub}${path}`, {
        method,
        signal: abort.signal,
        credentials: 'omit',
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return await this.#answer(response, schema);
    } catch (error) {
      return { ok: false, kind: 'network', detail: String(error).slice(0, 200) };
    } finally {
      clearTimeout(limit);
      options.signal?.removeEventListener('abort', give);
    }
  }

  async #answer<S extends TSchema>(response: Response, schema: S): Promise<HubAnswer<Static<S>>> {
    const value: unknown = await response.json();
    if (response.ok) {
      return Check(schema, value)
        ? { ok: true, value: value as Static<S> }
        : { ok: false, kind: 'network', detail: 'an answer of another shape' };
    }
    const { error = '', reason = '' } = (value ?? {}) as { error?: string; reason?: string };
    if (response.status === 401) return error === 'revoked' ? { ok: false, kind: 'revoked' } : { ok: false, kind: 'unauthorized' };
    if (response.status === 413) return { ok: false, kind: 'tooLarge' };
    if (response.status === 503 || response.status === 429) {
      return { ok: false, kind: 'busy', retryAfterMs: Number(response.headers.get('retry-after') ?? '5') * 1000 };
    }
    return { ok: false, kind: 'refused', status: response.status, code: error, reason };
  }

  /** Bytes of evidence; nothing where they may not be had now [sync E1]. */
  async bytes(path: string): Promise<Uint8Array | undefined> {
    try {
      const response = await this.#fetch(`${this.#hub}${path}`, {
        credentials: 'omit',
        headers: { authorization: `Bearer ${this.token ?? ''}` },
      });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    } catch {
      return undefined;
    }
  }
}
