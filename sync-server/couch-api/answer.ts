/** What the root answers, as Apache CouchDB 3.x answers it [sync X2]: one line of JSON, its status words, `must-revalidate`. */
export type Body = string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined;
export type Headers = Readonly<Record<string, string | readonly string[]>>;
export type Answer = Readonly<{ status: number; headers: Headers; body: Body }>;

/** A request that is answered with an error: CouchDB's word and its sentence. */
export class CouchError extends Error {
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  readonly headers: Headers;

  constructor(status: number, error: string, reason: string, headers: Headers = {}) {
    super(`${error}: ${reason}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
    this.headers = headers;
  }
}

const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'must-revalidate' };

export function json(status: number, value: unknown, headers: Headers = {}): Answer {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: `${JSON.stringify(value)}\n` };
}

/** Sent as it is made: nothing of the size of a database is held in memory. */
export function streamed(status: number, body: AsyncIterable<string | Uint8Array>, headers: Headers = {}): Answer {
  return { status, headers: { ...JSON_TYPE, ...headers }, body };
}

export const OK = { ok: true } as const;

export function failed(error: CouchError): Answer {
  return json(error.status, { error: error.error, reason: error.reason }, error.headers);
}

export const badRequest = (reason: string): CouchError => new CouchError(400, 'bad_request', reason);
export const queryError = (reason: string): CouchError => new CouchError(400, 'query_parse_error', reason);
export const notFound = (reason: string): CouchError => new CouchError(404, 'not_found', reason);
export const forbidden = (reason: string): CouchError => new CouchError(403, 'forbidden', reason);
export const unauthorized = (reason: string): CouchError => new CouchError(401, 'unauthorized', reason);
export const conflict = (): CouchError => new CouchError(409, 'conflict', 'Document update conflict.');

export function onlyAllowed(methods: string): CouchError {
  return new CouchError(405, 'method_not_allowed', `Only ${methods} allowed`, { allow: methods });
}

/** What the client holds is still right: no type, no body. */
export function unchanged(etag: string): Answer {
  return { status: 304, headers: { etag }, body: undefined };
}
