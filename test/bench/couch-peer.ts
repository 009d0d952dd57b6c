/**
 * Just enough of CouchDB for PouchDB's replicator to pull from: `_changes`, `_bulk_get`, `_local`. Our own and not express-pouchdb,
 * because ready-made answers from memory are the best case PouchDB can meet: what is compared is the desk's end.
 * `POST /load` takes the documents, an array with `_rev`; `GET /raw/<n>` gives them in pages of 500, for raw IndexedDB.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const PAGE = 500;

type Loaded = Readonly<{ changes: readonly string[]; answers: ReadonlyMap<string, string>; pages: readonly string[] }>;
type Doc = Readonly<{ _id: string; _rev: string }>;

function load(documents: readonly Doc[]): Loaded {
  const answers = new Map<string, string>();
  const changes = documents.map((doc, at) => {
    const [generation = '1', hash = ''] = doc._rev.split('-');
    const revisions = { _revisions: { start: Number(generation), ids: [hash] } };
    answers.set(doc._id, `{"id":${JSON.stringify(doc._id)},"docs":[{"ok":${JSON.stringify({ ...doc, ...revisions })}}]}`);
    return `{"seq":${at + 1},"id":${JSON.stringify(doc._id)},"changes":[{"rev":"${doc._rev}"}]}`;
  });
  const pages = Array.from({ length: Math.ceil(documents.length / PAGE) }, (_, n) =>
    JSON.stringify(documents.slice(n * PAGE, (n + 1) * PAGE)),
  );
  return { changes, answers, pages };
}

function changesPage({ changes }: Loaded, query: URLSearchParams): string {
  const since = Number(query.get('since') ?? '0') || 0;
  const rows = changes.slice(since, since + Number(query.get('limit') ?? '1000'));
  const last = since + rows.length;
  return `{"results":[${rows.join(',')}],"last_seq":${last},"pending":${changes.length - last}}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function serveCouch(): void {
  let loaded = load([]);
  const local = new Map<string, string>();
  const answerFor = (request: IncomingMessage, url: URL, body: string): [number, string] => {
    const [, database = '', verb = '', ...rest] = url.pathname.split('/');
    if (database === 'load') {
      loaded = load(JSON.parse(body) as Doc[]);
      return [200, '{"ok":true}'];
    }
    if (database === 'raw') return loaded.pages[Number(verb)] === undefined ? [404, '{}'] : [200, loaded.pages[Number(verb)] as string];
    if (verb === '')
      return [200, JSON.stringify({ db_name: database, update_seq: loaded.changes.length, doc_count: loaded.changes.length })];
    if (verb === '_changes') return [200, changesPage(loaded, url.searchParams)];
    if (verb === '_bulk_get') {
      const { docs } = JSON.parse(body) as { docs: readonly { id: string }[] };
      return [200, `{"results":[${docs.map(({ id }) => loaded.answers.get(id) ?? '').join(',')}]}`];
    }
    if (verb === '_local') {
      const id = `${database}/${rest.join('/')}`;
      if (request.method !== 'PUT')
        return local.has(id) ? [200, local.get(id) as string] : [404, '{"error":"not_found","reason":"missing"}'];
      const doc = JSON.parse(body) as Doc;
      const rev = `0-${Number(doc._rev?.slice(2) ?? 0) + 1}`;
      local.set(id, JSON.stringify({ ...doc, _rev: rev }));
      return [201, JSON.stringify({ ok: true, id: doc._id, rev })];
    }
    return [404, '{"error":"not_found","reason":"missing"}'];
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const origin = request.headers.origin;
    const cors = origin === undefined ? {} : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
    const asks = { 'access-control-allow-methods': 'GET, POST, PUT', 'access-control-allow-headers': 'content-type, accept' };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...cors, ...asks, 'access-control-max-age': '600' });
      response.end();
      return;
    }
    void bodyOf(request).then((body) => {
      const [status, text] = answerFor(request, new URL(request.url ?? '/', 'http://peer'), body);
      response.writeHead(status, { ...cors, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
