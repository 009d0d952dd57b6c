/** The child processes in which design documents run [sync X2]: one a design document, ended when it is too slow, too large or idle. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CouchError } from './answer.ts';
import { designProgram } from './design-program.ts';

/** One answer; the function of a view over a batch of documents included. */
const CALL_MS = 5000;
const IDLE_MS = 30_000;
const MOST_PROCESSES = 4;
const MEMORY_MB = 64;
const MAX_ANSWER = 32 * 1024 * 1024;

type Thrown = { forbidden?: string; unauthorized?: string; name?: string; message?: string };
type Answered = { value: unknown } | { thrown: Thrown };
type Waiting = { resolve: (answer: Answered) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** What the function itself has thrown. */
export class DesignThrow extends Error {
  readonly thrown: Thrown;
  constructor(thrown: Thrown) {
    super(thrown.message ?? 'thrown');
    this.thrown = thrown;
  }
}

/** CouchDB says 500: to a client it is the same, to whoever watches the hub no fault of it. */
const tooSlow = (): CouchError => new CouchError(503, 'os_process_error', 'OS process timed out.');
const ended = (): CouchError => new CouchError(503, 'os_process_error', 'The function used more time or memory than it may.');
const noNode = (): CouchError =>
  new CouchError(503, 'os_process_error', 'Design documents run where the hub runs under Node, not inside the desk.');

class DesignProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #idle: NodeJS.Timeout | undefined;
  alive = true;

  constructor(onEnd: () => void) {
    const flags = [
      '--experimental-permission',
      '--no-warnings',
      '--disallow-code-generation-from-strings',
      `--max-old-space-size=${MEMORY_MB}`,
    ];
    this.#child = spawn(process.execPath, [...flags, '--eval', `(${designProgram.toString()})()`], {
      env: {},
      cwd: '/',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const { stdin, stdout } = this.#child;
    stdin?.on('error', () => undefined);
    if (stdout === null) throw ended();
    let size = 0;
    stdout.on('data', (chunk: Buffer) => {
      size = chunk.includes(10) ? 0 : size + chunk.length;
      if (size > MAX_ANSWER) this.end();
    });
    createInterface({ input: stdout }).on('line', (line) => {
      const { id, answer } = JSON.parse(line) as { id: number; answer: Answered };
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      clearTimeout(waiting?.timer);
      waiting?.resolve(answer);
      this.#rest();
    });
    this.#child.on('error', () => undefined);
    this.#child.once('close', () => {
      this.alive = false;
      clearTimeout(this.#idle);
      for (const { reject, timer } of this.#waiting.values()) {
        clearTimeout(timer);
        reject(ended());
      }
      this.#waiting.clear();
      onEnd();
    });
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => {
      this.end();
    }, IDLE_MS);
    this.#idle.unref();
  }

  call(op: string, given: object): Promise<Answered> {
    const id = this.#next;
    this.#next += 1;
    clearTimeout(this.#idle);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(tooSlow());
        this.end();
      }, CALL_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.stdin?.write(`${JSON.stringify({ ...given, id, op })}\n`);
    });
  }

  end(): void {
    this.alive = false;
    this.#child.kill('SIGKILL');
  }
}

/** `key` names a design document in its revision; the empty one has only regular expressions to try. */
export class DesignProcesses {
  readonly #running = new Map<string, DesignProcess>();

  #of(key: string, design: object): DesignProcess {
    const known = this.#running.get(key);
    this.#running.delete(key);
    if (known?.alive === true) {
      this.#running.set(key, known);
      return known;
    }
    for (const [oldest, process] of this.#running) {
      if (this.#running.size < MOST_PROCESSES) break;
      this.#running.delete(oldest);
      process.end();
    }
    const made: DesignProcess = new DesignProcess(() => {
      if (this.#running.get(key) === made) this.#running.delete(key);
    });
    this.#running.set(key, made);
    made.call('design', { doc: design }).catch(() => undefined);
    return made;
  }

  async call<T>(key: string, design: object, op: string, given: object): Promise<T> {
    // A packaged desk cannot be run as Node (its fuse is off): another desk's window would come up instead.
    if (process.versions['electron'] !== undefined) throw noNode();
    const answer = await this.#of(key, design).call(op, given);
    if ('thrown' in answer) throw new DesignThrow(answer.thrown);
    return answer.value as T;
  }

  close(): void {
    for (const process of this.#running.values()) process.end();
    this.#running.clear();
  }
}
