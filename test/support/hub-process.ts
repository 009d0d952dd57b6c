/** A real hub in its own process, which can be stopped, killed and started again on the same folder and port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const CLI = join(ROOT, 'build', 'hub', 'cli.mjs');
export const ADMIN_PASSWORD = 'admin-for-tests';
/** A test's `COUCHDB_URL` is an administrator's: a hub of its own process stays on the embedded store. */
const HUB_ENV = { ...process.env, COUCHDB_URL: '', GRIDDESK_ADMIN_PASSWORD: ADMIN_PASSWORD };

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** Runs a hub command to its end and gives what it printed. */
export function hubCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('node', [CLI, ...args], { env: { ...HUB_ENV, ...env } });
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (out += String(chunk)));
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`hub ${args[0] ?? ''} ended with ${code ?? 'a signal'}: ${out}`));
    });
  });
}

export class HubProcess {
  readonly dataDir: string;
  readonly port: number;
  /** Beside this process' own. */
  readonly env: NodeJS.ProcessEnv;
  readonly #nodeArgs: readonly string[];
  #child: ChildProcess | undefined;
  #told = '';

  /** `nodeArgs` go to Node itself: a profile of the hub alone. */
  constructor(dataDir: string, port: number, nodeArgs: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    this.dataDir = dataDir;
    this.port = port;
    this.env = env;
    this.#nodeArgs = nodeArgs;
  }

  /** What it has printed since its last start. */
  get told(): string {
    return this.#told;
  }

  /** Whether it ended without being stopped. */
  get ended(): boolean {
    return this.#child !== undefined && (this.#child.exitCode !== null || this.#child.signalCode !== null);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn('node', [...this.#nodeArgs, CLI, 'serve', '--data', this.dataDir, '--port', String(this.port)], {
        env: { ...HUB_ENV, ...this.env },
      });
      this.#child = child;
      this.#told = '';
      child.stderr.on('data', (chunk) => (this.#told += String(chunk)));
      child.stdout.on('data', (chunk) => {
        this.#told += String(chunk);
        if (this.#told.includes(' ready at ')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`the hub ended with ${code ?? 'a signal'}: ${this.#told}`));
      });
    });
  }

  /** SIGTERM lets it finish, SIGKILL does not. The code it ended with; nothing where it had ended, or a signal ended it. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | undefined> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const code = await ended;
    this.#child = undefined;
    return code ?? undefined;
  }
}

const AUTHORIZATION = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;

export async function adminText(hub: HubProcess, path: string): Promise<string> {
  return (await fetch(new URL(path, hub.address), { headers: { authorization: AUTHORIZATION } })).text();
}

export async function adminGet<T>(hub: HubProcess, path: string): Promise<T> {
  return JSON.parse(await adminText(hub, path)) as T;
}

/** Throws with the hub's words when it refuses. */
export async function adminPost<T>(hub: HubProcess, path: string, body: object = {}): Promise<T> {
  const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, hub.address), { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Announces a ledger of so many bytes as the administrator, and gives the answer that comes before the first of them is sent. */
export function announceLedger(hub: HubProcess, bytes: number): Promise<Readonly<{ status: number; body: unknown }>> {
  const headers = {
    authorization: AUTHORIZATION,
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-length': bytes,
  };
  return new Promise((resolve, reject) => {
    const asked = request(new URL('/admin/import', hub.address), { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => {
        asked.destroy();
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown });
      });
    });
    asked.on('error', reject);
    asked.flushHeaders();
  });
}
