/**
 * 重复诉求 (hotline.md §7; F27): the same caller, category and grid or address within so many days. The hub finds the earlier ones by
 * an index over these keys; a desk, which knows no phone hashes, waits for it.
 */
import { millis, toInstant } from './calendar.ts';
import type { Instant } from './ids.ts';
import { repeatDays } from './packs/values.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

/** The number as it is dialled: digits, without the country's prefix; nothing where it is no number. */
export function dialled(phone: string | undefined): string | undefined {
  const digits = (phone ?? '').replace(/\D/gu, '').replace(/^0?086(?=1\d{10}$)|^86(?=1\d{10}$)/u, '');
  return digits.length < 7 ? undefined : digits;
}

type Matter = Pick<Ticket, 'category' | 'region' | 'address'> & Readonly<{ complainant: Pick<Ticket['complainant'], 'phoneHash'> }>;

/** A key for the grid and one for the address, where both caller and category are known. */
export function repeatKeys({ complainant: { phoneHash }, category, region, address }: Matter): readonly string[] {
  if (phoneHash === undefined || category === undefined) return [];
  const text = address?.text.replace(/\s+/gu, '') ?? '';
  const places = [...(region?.grid === undefined ? [] : [`grid:${region.grid}`]), ...(text === '' ? [] : [`at:${text}`])];
  return places.map((place) => `${phoneHash} ${category.code} ${place}`);
}

/** For so many days back whoever takes a call is told of the number's earlier ones (art. 9(4), F27). */
export const CALLER_DAYS = 90;

/** Since when an earlier ticket makes this one a repeat. */
export function repeatsSince({ pack, effectiveAt }: Context): Instant {
  return toInstant(millis(effectiveAt) - repeatDays(pack) * 86_400_000);
}

/** As many earlier numbers as a ticket names of them. */
export const MOST_EARLIER = 20;

/** What the hub's index says of a matter that is being registered. */
export function earlierOf(matter: Matter, context: Context): readonly string[] {
  const keys = repeatKeys(matter);
  const found = keys.length === 0 ? [] : (context.callers?.earlier(keys, repeatsSince(context), context.effectiveAt) ?? []);
  return found.slice(-MOST_EARLIER);
}
