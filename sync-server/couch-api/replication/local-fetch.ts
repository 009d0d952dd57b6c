/** `fetch` on the hub's own root without a network: a local database is read and written as any client would, rights and validation included. */
import type { Answer } from '../answer.ts';
import type { Ask, User } from '../ask.ts';

/** Answers one request of the root. */
export type Answering = (ask: Ask) => Promise<Answer>;

/** Of no server: a name that no resolver gives away. */
export const LOCAL_ORIGIN = 'http://hub.invalid';

function streamOf(body: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(typeof value === 'string' ? new TextEncoder().encode(value) : value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function responseOf({ status, headers, body }: Answer, method: string): Response {
  const told = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : value.join(', '),
  ]);
  const empty = body === undefined || method === 'HEAD' || status === 204 || status === 304;
  const sent = empty ? null : typeof body === 'string' ? body : body instanceof Uint8Array ? body.slice() : streamOf(body);
  return new Response(sent as BodyInit | null, { status, headers: told });
}

type Given = Readonly<{ method?: string; headers?: unknown; body?: unknown; signal?: AbortSignal }>;
type Entries = Readonly<{ forEach: (each: (value: string, name: string) => void) => void }>;

function bodyBytes(body: unknown): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body as Uint8Array);
}

/** `ended`: the hub stops. */
export function localFetch(answering: Answering, user: User, ended: AbortSignal): (url: string, given?: Given) => Promise<Response> {
  return async (url, given = {}) => {
    const [path = '', ...query] = url.slice(LOCAL_ORIGIN.length + 1).split('?');
    const headers: Record<string, string> = {};
    (given.headers as Entries | undefined)?.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    const method = given.method ?? 'GET';
    const gone = given.signal === undefined || given.signal === null ? ended : AbortSignal.any([ended, given.signal]);
    gone.throwIfAborted();
    const ask: Ask = {
      method,
      path: path.split('/').map(decodeURIComponent),
      query: new URLSearchParams(query.join('?')),
      headers,
      body: bodyBytes(given.body),
      user,
      peer: 'hub',
      origin: LOCAL_ORIGIN,
      gone,
    };
    return responseOf(await answering(ask), method);
  };
}
