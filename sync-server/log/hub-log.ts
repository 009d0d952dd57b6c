/**
 * The hub's log: one file a day in `<data>/logs`, kept for 30 days, without personal data. A request is told by its route, never
 * by its address, because addresses hold numbers and search words; who asked stands in the access log, which is not a file.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { civilDate, dayOf, toInstant } from '../../shared/hotline/calendar.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import { plainError } from './plain-error.ts';

const KEPT_DAYS = 30;
const NAME = /^hub-([0-9]{4}-[0-9]{2}-[0-9]{2})\.log$/u;

export type RequestLine = Readonly<{ method: string; route: string; status: number; ms: number }>;

export class HubLog {
  readonly #folder: string;
  readonly #now: () => Instant;
  #day = '';
  #file: ReturnType<typeof pino.destination> | undefined;
  #logger: Logger | undefined;

  constructor(dataDir: string, now: () => Instant) {
    this.#folder = join(dataDir, 'logs');
    this.#now = now;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** The day's own logger: at the first line of a day a new file is begun, and files that are too old go. */
  get #today(): Logger {
    const day = civilDate(dayOf(this.#now()));
    if (this.#logger !== undefined && day === this.#day) return this.#logger;
    this.#file?.end();
    this.#day = day;
    this.#file = pino.destination({ dest: join(this.#folder, `hub-${day}.log`), mode: 0o600, sync: true });
    // A full disk takes no lines, and must not take the hub along.
    this.#file.on('error', () => undefined);
    this.#logger = pino({ base: null, timestamp: () => `,"time":"${this.#now()}"` }, this.#file);
    this.#forget(day);
    return this.#logger;
  }

  #forget(day: string): void {
    const oldest = civilDate(dayOf(toInstant(Date.parse(`${day}T00:00:00.000Z`))) - KEPT_DAYS);
    for (const name of readdirSync(this.#folder)) {
      const of = NAME.exec(name)?.[1];
      if (of !== undefined && of < oldest) rmSync(join(this.#folder, name), { force: true });
    }
  }

  say(message: string, about: Readonly<Record<string, string | number>> = {}): void {
    this.#today.info(about, message);
  }

  request(line: RequestLine): void {
    this.#today.info(line, 'request');
  }

  error(error: unknown): void {
    this.#today.error({ fault: plainError(error) }, 'fault');
  }

  close(): void {
    this.#file?.end();
    this.#file = undefined;
    this.#logger = undefined;
    this.#day = '';
  }
}
