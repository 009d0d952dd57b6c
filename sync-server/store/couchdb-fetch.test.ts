/** Which of a cluster's nodes the hub speaks to when one is silent or slow [sync S2]: servers that answer, answer late, or never. */
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { couchdbFetch, type Fetching } from './couchdb-fetch.ts';

/** What makes a node silent here; its welcome is at `/`. */
const PATIENCE = { answerMs: 100, welcomeMs: 1_000 };
/** Longer than the patience several times over. */
const SLOW_MS = 1_500;

type Node = { readonly server: Server; readonly asked: string[]; welcomeMs: number; answerMs: number };
const nodes: Node[] = [];

async function node(): Promise<Node> {
  const made: Node = { server: createServer(), asked: [], welcomeMs: 0, answerMs: 0 };
  made.server.on('request', (request, response) => {
    request.resume();
    made.asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const ms = request.url === '/' ? made.welcomeMs : made.answerMs;
    if (ms !== Infinity) setTimeout(() => response.end('{"ok":true}'), ms);
  });
  await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
  nodes.push(made);
  return made;
}
function silence(one: Node): void {
  one.welcomeMs = Infinity;
  one.answerMs = Infinity;
}
function fetching(of: readonly Node[]): Fetching {
  const origins = of.map(({ server }) => `http://127.0.0.1:${(server.address() as { port: number }).port}`);
  return couchdbFetch({ nodes: origins, user: 'hub', password: 'pw', prefix: '' }, PATIENCE);
}
const URL_OF = (rest: string): string => `http://any.example/${rest}`;

afterEach(async () => {
  for (const { server } of nodes.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('what only reads is asked of the next node as soon as one is known to be silent, and nothing more of the silent one', async () => {
  const [quiet, other] = [await node(), await node()];
  const ask = fetching([quiet, other]);
  silence(quiet);
  const since = Date.now();
  expect((await ask(URL_OF('db/one'))).status).toBe(200);
  expect(Date.now() - since).toBeLessThan(15_000);
  expect((await ask(URL_OF('other-db/two'))).status).toBe(200);
  expect(quiet.asked).toEqual(['GET /db/one', 'GET /']);
  expect(other.asked).toEqual(['GET /db/one', 'GET /other-db/two']);
});

test('a slow node is waited for: it is asked for its welcome, and gives it', async () => {
  const [slow, other] = [await node(), await node()];
  const ask = fetching([slow, other]);
  slow.answerMs = SLOW_MS;
  expect((await ask(URL_OF('db/_bulk_docs'), { method: 'POST', body: '{}' })).status).toBe(200);
  expect(slow.asked.filter((line) => line === 'GET /').length).toBeGreaterThan(1);
  expect(slow.asked[0]).toBe('POST /db/_bulk_docs');
  expect(other.asked).toEqual([]);
});

test('what writes to a silent node fails soon, because nobody knows how far it came; the next write goes elsewhere', async () => {
  const [quiet, other] = [await node(), await node()];
  const ask = fetching([quiet, other]);
  silence(quiet);
  const write = { method: 'POST', body: '{}' };
  await expect(ask(URL_OF('db/_bulk_docs'), write)).rejects.toThrow(/^127\.0\.0\.1:\d+ did not answer \(SilentNode\)$/u);
  expect(other.asked).toEqual([]);
  expect((await ask(URL_OF('db/_bulk_docs'), write)).status).toBe(200);
  expect(quiet.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
});

test('many that wait together ask for one welcome, and all go on to the same node', async () => {
  const [quiet, next, last] = [await node(), await node(), await node()];
  const ask = fetching([quiet, next, last]);
  silence(quiet);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => ask(URL_OF(`db/${n}`))));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  expect(quiet.asked.filter((line) => line === 'GET /')).toHaveLength(1);
  expect((await ask(URL_OF('db/after'))).status).toBe(200);
  expect(next.asked).toHaveLength(9);
  expect(last.asked).toEqual([]);
});

test('a long poll owes no answer: its node is not asked for a welcome, and not left', async () => {
  const [quiet, other] = [await node(), await node()];
  const ask = fetching([quiet, other]);
  quiet.answerMs = SLOW_MS;
  quiet.welcomeMs = Infinity;
  expect((await ask(URL_OF('db/_changes?feed=longpoll'))).status).toBe(200);
  expect(quiet.asked).toEqual(['GET /db/_changes?feed=longpoll']);
  expect(other.asked).toEqual([]);
});
