/**
 * Ticket numbers [sync A3]: `LN` + district + date + serial (hotline.md §3), claimed in `private` by a document that names
 * the ticket, so that two hubs, or one hub twice, never give the same. Gaps are allowed.
 */
import { civilDate, dayOf } from '../../shared/hotline/calendar.ts';
import type { Instant, SubjectId, TicketId } from '../../shared/hotline/ids.ts';
import type { Database } from '../store/database.ts';

/** The city's own division, where a ticket has none yet. */
const CITY_DIVISION = '210100';

/** The district that a registration's number is counted in; its body has not been judged yet, so it may be anything. */
export function districtOf(body: Readonly<Record<string, unknown>>): string {
  const { district, street } = (body['region'] ?? {}) as { district?: unknown; street?: unknown };
  const code = typeof district === 'string' ? district : typeof street === 'string' ? street.slice(0, 6) : '';
  return /^[0-9]{6}$/u.test(code) ? code : CITY_DIVISION;
}

/** Written by `restore` [sync R2]: on the days from the backup to the restore numbers may be in use that this store does not know of. */
export const SKIPPED_NUMBERS = 'skipped:numbers';
type Skipped = Readonly<{ store: string; from: Instant; until: Instant }>;
/** Far more than a district's day has. */
const BLOCK = 10_000;
const NUMBER = /^LN[0-9]{6}-[0-9]{8}-[0-9]{6}$/u;

export class Numbers {
  readonly #private: Database;
  readonly #next = new Map<string, number>();
  /** Numbers that desks have seen before a restore, by the action that registers again. */
  readonly #seen = new Map<string, string>();
  #skipped: Skipped | 'none' | undefined;

  constructor(inner: Database) {
    this.#private = inner;
  }

  /** Reads the last serial of a district's day once; after that numbers are counted in memory. */
  async prepare(district: string, at: Instant): Promise<void> {
    const stem = numberStem(district, at);
    if (this.#next.has(stem)) return;
    const last = await this.#private.lastId(`no:${stem}`);
    const next = last === undefined ? 1 : Number(last.slice(-6)) + 1;
    this.#next.set(stem, Math.max(next, await this.#afterSkipped(stem, civilDate(dayOf(at)), next)));
  }

  /** The first number past the block that is left free for what was given between backup and restore; 0 where there is none. */
  async #afterSkipped(stem: string, day: string, next: number): Promise<number> {
    this.#skipped ??= (await this.#private.get<Skipped>(SKIPPED_NUMBERS)) ?? 'none';
    const skipped = this.#skipped;
    if (skipped === 'none' || day < civilDate(dayOf(skipped.from)) || day > civilDate(dayOf(skipped.until))) return 0;
    const id = `skipped:${stem}`;
    const known = await this.#private.get<{ store: string; first: number }>(id);
    if (known?.store === skipped.store) return known.first;
    const first = next + BLOCK;
    const rev = known === undefined ? {} : { _rev: known._rev };
    const [written] = await this.#private.write([{ _id: id, ...rev, schema: 1, store: skipped.store, first }]);
    if (written?.ok !== true) throw new Error(`the store did not take ${id}`);
    return first;
  }

  /**
   * A registration that is sent again keeps the number its desk has seen, if it is free and lies in the block that was skipped for such
   * numbers: nobody can choose one otherwise [sync R2].
   */
  async keepSeen(action: string, ticket: SubjectId, number: string): Promise<void> {
    if (this.#seen.has(action) || !NUMBER.test(number)) return;
    const [day, stem, serial] = [isoDay(number), number.slice(0, -6), Number(number.slice(-6))];
    const last = await this.#private.lastId(`no:${stem}`);
    const first = await this.#afterSkipped(stem, day, last === undefined ? 1 : Number(last.slice(-6)) + 1);
    if (serial >= first || [...this.#seen.values()].includes(number)) return;
    const claimed = await this.#private.get<{ ticket: string }>(`no:${number}`);
    if (claimed === undefined || claimed.ticket === ticket) this.#seen.set(action, number);
  }

  /** The number of a registration: the one seen before, else the next of its prepared day. */
  take(action: string, district: string, at: Instant): string {
    const seen = this.#seen.get(action);
    this.#seen.delete(action);
    if (seen !== undefined) return seen;
    const stem = numberStem(district, at);
    const serial = this.#next.get(stem) ?? 1;
    this.#next.set(stem, serial + 1);
    return `${stem}${String(serial).padStart(6, '0')}`;
  }

  /** The claims, durable before any ticket carries the number. One made before a crash is its ticket's still. */
  async claim(claims: readonly Readonly<{ number: string; ticket: TicketId }>[]): Promise<boolean> {
    const documents = claims.map(({ number, ticket }) => ({ _id: `no:${number}`, schema: 1, ticket }));
    const written = await this.#private.write(documents);
    const others = documents.filter((_, at) => written[at]?.ok !== true);
    const claimed = await this.#private.getMany<{ ticket: string }>(others.map(({ _id }) => _id));
    return others.every(({ ticket }, at) => claimed[at]?.ticket === ticket);
  }
}

/** `LN210102-20261125-000001` → `2026-11-25` */
function isoDay(number: string): string {
  const day = number.slice(9, 17);
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
}

function numberStem(district: string, at: Instant): string {
  return `LN${district}-${civilDate(dayOf(at)).replaceAll('-', '')}-`;
}
