/**
 * Ticket numbers [sync A3]: `LN` + district + date + serial (hotline.md §3), claimed in `private` by a document that names
 * the ticket, so that two hubs, or one hub twice, never give the same. Gaps are allowed.
 */
import { civilDate, dayOf } from '../../shared/hotline/calendar.ts';
import type { Instant, TicketId } from '../../shared/hotline/ids.ts';
import type { Database, Document } from '../store/database.ts';

/** The city's own division, where a ticket has none yet. */
const CITY_DIVISION = '210100';

/** The district that a registration's number is counted in; its body has not been judged yet, so it may be anything. */
export function districtOf(body: Readonly<Record<string, unknown>>): string {
  const { district, street } = (body['region'] ?? {}) as { district?: unknown; street?: unknown };
  const code = typeof district === 'string' ? district : typeof street === 'string' ? street.slice(0, 6) : '';
  return /^[0-9]{6}$/u.test(code) ? code : CITY_DIVISION;
}

export class Numbers {
  readonly #private: Database;
  readonly #next = new Map<string, number>();

  constructor(inner: Database) {
    this.#private = inner;
  }

  /** Reads the last serial of a district's day once; after that numbers are counted in memory. */
  async prepare(district: string, at: Instant): Promise<void> {
    const stem = numberStem(district, at);
    if (this.#next.has(stem)) return;
    const last = await this.#private.lastId(`no:${stem}`);
    this.#next.set(stem, last === undefined ? 1 : Number(last.slice(-6)) + 1);
  }

  /** The next number of a prepared day. */
  take(district: string, at: Instant): string {
    const stem = numberStem(district, at);
    const serial = this.#next.get(stem) ?? 1;
    this.#next.set(stem, serial + 1);
    return `${stem}${String(serial).padStart(6, '0')}`;
  }

  /** The claims, durable before any ticket carries the number. */
  async claim(claims: readonly Readonly<{ number: string; ticket: TicketId }>[]): Promise<boolean> {
    const documents: Document[] = claims.map(({ number, ticket }) => ({ _id: `no:${number}`, schema: 1, ticket }));
    return (await this.#private.write(documents)).every((result) => result.ok);
  }
}

function numberStem(district: string, at: Instant): string {
  return `LN${district}-${civilDate(dayOf(at)).replaceAll('-', '')}-`;
}
