/** Whose clock counts (hotline.md §7, F71): an offline office is not punished for its network, and nobody can back-date across a handshake. */
import { describe, expect, test } from 'vitest';
import type { Instant } from '../hotline/ids.ts';
import { effectiveTime, type Handshake } from './effective-time.ts';

function at(time: string): Instant {
  return `2026-11-25T${time}:00.000Z` as Instant;
}

/** The device's clock `late` minutes behind the hub's. */
function shake(time: string, lastN: number, late = 0): Handshake {
  const hubTime = at(time);
  return { hubTime, deviceTime: new Date(Date.parse(hubTime) - late * 60_000).toISOString() as Instant, lastN };
}

const EIGHT = shake('08:00', 3);
const TEN = shake('10:00', 5);

describe('[G6] the effective time of an action', () => {
  test.each([
    ['what the device says, between the handshakes around it', [EIGHT, TEN], 4, '09:00', '10:01', '09:00', false],
    ['offline for hours: still what the device says', [EIGHT], 4, '09:00', '18:00', '09:00', false],
    ['before the handshake that preceded it: that handshake, 补录', [EIGHT, TEN], 4, '07:00', '10:01', '08:00', true],
    ['after the handshake that covers it: that handshake, 补录', [EIGHT, TEN], 5, '10:30', '10:31', '10:00', true],
    ['after its receipt: the receipt, 补录', [EIGHT], 4, '11:00', '10:30', '10:30', true],
    ['a slow clock is corrected by its drift', [shake('08:00', 3, 20)], 4, '08:40', '09:30', '09:00', false],
    ['a fast clock is corrected by its drift', [shake('08:00', 3, -20)], 4, '09:20', '09:30', '09:00', false],
    ['covered, with no handshake before: the drift of that one', [shake('10:00', 5, 20)], 4, '08:40', '10:01', '09:00', false],
  ])('%s', (_, shakes, n, occurred, received, effective, backfilled) => {
    expect(effectiveTime(shakes, n, at(occurred), at(received))).toEqual({ at: at(effective), backfilled });
  });

  test('without any handshake nothing was done before the device was enrolled', () => {
    expect(effectiveTime([], 1, at('03:00'), at('10:00'), at('07:00'))).toEqual({ at: at('07:00'), backfilled: true });
    expect(effectiveTime([], 1, at('09:00'), at('10:00'), at('07:00'))).toEqual({ at: at('09:00'), backfilled: false });
    expect(effectiveTime([EIGHT], 4, at('09:00'), at('10:00'), at('08:30'))).toEqual({ at: at('09:00'), backfilled: false });
  });
});
