/**
 * Whose clock counts (hotline.md §7): the device's time, corrected by its drift, if it lies between the last handshake before
 * the action and the first handshake or receipt that covers it; else the nearer bound, and the entry is marked 补录.
 */
import { millis, toInstant } from '../hotline/calendar.ts';
import type { Instant } from '../hotline/ids.ts';

export type Handshake = Readonly<{ hubTime: Instant; deviceTime: Instant; lastN: number }>;
export type EffectiveTime = Readonly<{ at: Instant; backfilled: boolean }>;

/**
 * `handshakes` of the replica in order; `n` and `occurredAt` of the action; `receivedAt` by the hub; `enrolledAt`: nothing was done on a
 * device before the hub knew it, so that a replica without a handshake cannot back-date without limit [sync G6].
 */
export function effectiveTime(
  handshakes: readonly Handshake[],
  n: number,
  occurredAt: Instant,
  receivedAt: Instant,
  enrolledAt?: Instant,
): EffectiveTime {
  const before = handshakes.findLast((shake) => shake.lastN < n);
  const covering = handshakes.find((shake) => shake.lastN >= n);
  const reference = before ?? covering;
  const drift = reference === undefined ? 0 : millis(reference.hubTime) - millis(reference.deviceTime);
  const said = millis(occurredAt) + drift;
  const first = enrolledAt === undefined ? Number.NEGATIVE_INFINITY : millis(enrolledAt);
  const low = before === undefined ? first : millis(before.hubTime);
  const high = Math.min(millis(receivedAt), covering === undefined ? Number.POSITIVE_INFINITY : millis(covering.hubTime));
  if (said >= low && said <= high) return { at: toInstant(said), backfilled: false };
  return { at: toInstant(said < low ? Math.min(low, high) : high), backfilled: true };
}
