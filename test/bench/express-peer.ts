/**
 * express-pouchdb, the other CouchDB in Node: fetched by npm into the benchmark's own folder when it is asked for, because nothing of
 * GridDesk uses it. It keeps its documents in LevelDB, as the hub does, and is asked as PouchDB's replicator asks.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asked } from './wire.ts';

const PACKAGES = ['express-pouchdb@4.2.0', 'pouchdb@7.3.1', 'express@4.21.2'];
const PROGRAM = `
const [folder] = process.argv.slice(2);
const PouchDB = require('pouchdb').defaults({ prefix: folder + '/' });
const app = require('express')();
app.use('/', require('express-pouchdb')(PouchDB, { mode: 'minimumForPouchDB', logPath: folder + '/log.txt' }));
const server = app.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
`;

export type Peer = Readonly<{ address: string; stop: () => void }>;

/** Needs npm's registry. */
export async function startExpressPouch(dir: string): Promise<Peer> {
  const folder = join(dir, 'express-pouchdb');
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await writeFile(join(folder, 'serve.cjs'), PROGRAM);
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], { cwd: folder });
  const child = spawn(process.execPath, [join(folder, 'serve.cjs'), join(folder, 'data')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`express-pouchdb ended with ${code ?? 'a signal'}`));
    });
    child.stdout.once('data', (line: Buffer) => {
      resolve(line.toString('utf8').trim());
    });
  });
  return { address, stop: () => child.kill('SIGKILL') };
}

/** The documents as they are, revisions included, into a new database. */
export async function fill(
  address: string,
  database: string,
  documents: readonly object[],
  auth: Readonly<Record<string, string>> = {},
): Promise<void> {
  const put = await fetch(`${address}/${database}`, { method: 'PUT', headers: auth });
  if (!put.ok) throw new Error(`PUT ${database}: ${put.status} ${await put.text()}`);
  for (let at = 0; at < documents.length; at += 500) {
    const body = JSON.stringify({ new_edits: false, docs: documents.slice(at, at + 500) });
    const answer = await fetch(`${address}/${database}/_bulk_docs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...auth },
      body,
    });
    if (!answer.ok) throw new Error(`${database} did not take its documents: ${answer.status} ${await answer.text()}`);
  }
}

/** Every change with its document, in pages of 500; milliseconds, and how many came. */
export async function pullRoot(address: string, database: string, basic?: string): Promise<Readonly<{ ms: number; rows: number }>> {
  const started = performance.now();
  let since = '0';
  let rows = 0;
  for (;;) {
    const path = `/${database}/_changes?include_docs=true&limit=500&since=${encodeURIComponent(since)}`;
    const { body } = await asked('GET', address, path, basic === undefined ? {} : { basic });
    // As a client must, it reads what it was sent.
    const page = JSON.parse(body.toString('utf8')) as { results: readonly unknown[]; last_seq: string | number };
    if (page.results.length === 0) break;
    rows += page.results.length;
    since = String(page.last_seq);
  }
  return { ms: performance.now() - started, rows };
}
