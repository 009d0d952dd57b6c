/** The child processes in which design documents run [sync X2]: one a design document, ended when it is too slow, too large or idle. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CouchError } from './answer.ts';
import { isObject } from './ask.ts';
import { designProgram } from './design-program.ts';

/** One answer; the function of a view over a batch of documents included. */
const CALL_MS = 5000;
const IDLE_MS = 30_000;
const MEMORY_MB = 64;
const MAX_ANSWER = 32 * 1024 * 1024;

/** How many run at once, how many calls wait for one of them to have nothing to do, and for how long. */
export type DesignLimits = Readonly<{ processes: number; waiting: number; waitMs: number }>;
const LIMITS: DesignLimits = { processes: 4, waiting: 64, waitMs: 10_000 };

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
const allBusy = (): CouchError => new CouchError(503, 'os_process_error', 'Too many design documents are at work; come again.');
const noNode = (): CouchError =>
  new CouchError(503, 'os_process_error', 'Design documents run where the hub runs under Node, not inside the desk.');

/** An answer, or nothing where the line is none: a design document may have changed what its process writes with. */
function answerOf(line: string): Readonly<{ id: unknown; answer: Answered }> | undefined {
  try {
    const said: unknown = JSON.parse(line);
    if (!isObject(said) || !isObject(said['answer'])) return undefined;
    const { id, answer } = said;
    if ('thrown' in answer) return isObject(answer['thrown']) ? { id, answer: { thrown: answer['thrown'] } } : undefined;
    return { id, answer: { value: answer['value'] } };
  } catch {
    return undefined;
  }
}

class DesignProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #idle: NodeJS.Timeout | undefined;
  alive = true;

  /** `onFree`: it has nothing to do, or is no more. */
  constructor(onFree: () => void) {
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
      // What was on its way when it was killed comes as a last line, cut anywhere.
      if (!this.alive) return;
      const said = answerOf(line);
      if (said === undefined) {
        this.end();
        return;
      }
      const id = Number(said.id);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      clearTimeout(waiting?.timer);
      waiting?.resolve(said.answer);
      this.#rest();
      if (!this.busy) onFree();
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
      onFree();
    });
    this.#rest();
  }

  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.busy) return;
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

/** A call that waits for a process: `start` gives it one, `refuse` an answer. */
type Queued = Readonly<{ key: string; design: object; start: (process: DesignProcess) => void; refuse: (error: Error) => void }>;

/** `key` names a design document in its revision; the empty one has only regular expressions to try. */
export class DesignProcesses {
  readonly #limits: DesignLimits;
  readonly #running = new Map<string, DesignProcess>();
  readonly #queue = new Set<Queued>();
  #closed = false;

  constructor(limits: Partial<DesignLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** The one that runs, or a new one where there is room. One that is at work is never ended for another. */
  #of(key: string, design: object): DesignProcess | undefined {
    const known = this.#running.get(key);
    if (known?.alive === true) {
      // The one used last is the last to go.
      this.#running.delete(key);
      this.#running.set(key, known);
      return known;
    }
    this.#running.delete(key);
    if (!this.#hasRoom()) return undefined;
    const made: DesignProcess = new DesignProcess(() => {
      if (!made.alive && this.#running.get(key) === made) this.#running.delete(key);
      this.#admit();
    });
    this.#running.set(key, made);
    made.call('design', { doc: design }).catch(() => undefined);
    return made;
  }

  #hasRoom(): boolean {
    if (this.#running.size < this.#limits.processes) return true;
    for (const [key, process] of this.#running) {
      if (process.alive && process.busy) continue;
      this.#running.delete(key);
      process.end();
      return true;
    }
    return false;
  }

  /** Those that wait, in turn, as far as there is room. */
  #admit(): void {
    for (const queued of this.#queue) {
      try {
        const process = this.#of(queued.key, queued.design);
        if (process === undefined) return;
        queued.start(process);
      } catch (error) {
        // A machine that lets no process begin: whoever waited is told, not the event that made room.
        queued.refuse(error instanceof Error ? error : ended());
      }
      this.#queue.delete(queued);
    }
  }

  #ask(key: string, design: object, op: string, given: object): Promise<Answered> {
    if (this.#closed) return Promise.reject(ended());
    const process = this.#of(key, design);
    if (process !== undefined) return process.call(op, given);
    if (this.#queue.size >= this.#limits.waiting) return Promise.reject(allBusy());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#queue.delete(queued);
        reject(allBusy());
      }, this.#limits.waitMs);
      const queued: Queued = {
        key,
        design,
        start: (free) => {
          clearTimeout(timer);
          free.call(op, given).then(resolve, reject);
        },
        refuse: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#queue.add(queued);
    });
  }

  async call<T>(key: string, design: object, op: string, given: object): Promise<T> {
    // A packaged desk cannot be run as Node (its fuse is off): another desk's window would come up instead.
    if (process.versions['electron'] !== undefined) throw noNode();
    const answer = await this.#ask(key, design, op, given);
    if ('thrown' in answer) throw new DesignThrow(answer.thrown);
    return answer.value as T;
  }

  /** What is at work and what waits is answered with 503; nothing begins any more. */
  close(): void {
    this.#closed = true;
    for (const queued of this.#queue) queued.refuse(ended());
    this.#queue.clear();
    for (const process of this.#running.values()) process.end();
    this.#running.clear();
  }
}
