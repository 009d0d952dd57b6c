/** The recorded requests, replayed in order against a hub's root; `{name.path}` stands for a value of an earlier answer. */
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';

export type Recorded = Readonly<{
  group: string;
  name: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown; auth?: string | null };
  response: { status: number; headers: Record<string, string | string[]>; body?: unknown };
}>;
export type Answered = Readonly<{ status: number; headers: Record<string, string | string[]>; body?: unknown }>;

export async function recordedRequests(path: string): Promise<readonly Recorded[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded);
}

function filled(value: string, known: ReadonlyMap<string, unknown>): string {
  return value.replace(/\{([a-z0-9-]+)\.([a-z0-9_]+)\}/giu, (whole, name: string, path: string) => {
    const found = (known.get(name) as Record<string, unknown> | undefined)?.[path];
    return found === undefined ? whole : String(found);
  });
}

/** CouchDB gives ids by a counter: a document without one gets the id it gave, so that later rows stand in the same order. */
function withRecordedIds(body: unknown, answer: unknown): unknown {
  const { docs } = (body ?? {}) as { docs?: unknown };
  if (!Array.isArray(docs) || !Array.isArray(answer)) return body;
  const rows = answer as { id?: string }[];
  return { ...(body as object), docs: docs.map((doc: object, at) => ('_id' in doc ? doc : { ...doc, _id: rows[at]?.id })) };
}

function send(port: number, method: string, path: string, headers: Record<string, string>, body: string | undefined): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks.map((chunk) => new Uint8Array(chunk))).toString('utf8');
        let parsed: unknown = text;
        const type = String(response.headers['content-type'] ?? '');
        if (type.startsWith('application/json') && text !== '')
          try {
            parsed = JSON.parse(text);
          } catch {
            parsed = text;
          }
        const told = Object.entries(response.headers).map(([name, value]) => [name, value as string | string[]]);
        const answer = { status: response.statusCode ?? 0, headers: Object.fromEntries(told) as Answered['headers'] };
        resolve(text === '' ? answer : { ...answer, body: parsed });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export class Replay {
  readonly #port: number;
  readonly #known = new Map<string, unknown>();

  constructor(port: number) {
    this.#port = port;
    this.#known.set('port', { n: port });
  }

  async answer({ name, request, response }: Recorded): Promise<Answered> {
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(request.headers ?? {})) headers[key] = filled(value, this.#known);
    const auth = request.auth === undefined ? 'admin:secret' : request.auth;
    if (auth !== null) headers['authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`;
    const given = withRecordedIds(request.body, response.body);
    const body = given === undefined ? undefined : filled(typeof given === 'string' ? given : JSON.stringify(given), this.#known);
    if (body !== undefined) {
      if (typeof given !== 'string') headers['content-type'] ??= 'application/json';
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const answered = await send(this.#port, request.method, filled(request.path, this.#known), headers, body);
    if (answered.body !== undefined) this.#known.set(name, answered.body);
    return answered;
  }
}
