import { describe, expect, test } from 'vitest';
import { millis, toInstant } from './calendar.ts';
import { binomialTail, clusters, rises, type Matter } from './early-warning.ts';
import type { Instant, TicketId } from './ids.ts';

const NOW = '2026-11-25T01:00:00.000Z' as Instant;
let serial = 0;

function matter(category: string, daysAgo: number, place?: string): Matter {
  serial += 1;
  return { id: `ticket:${serial}` as TicketId, category, place, acceptedAt: toInstant(millis(NOW) - daysAgo * 86_400_000) };
}

function many(category: string, times: number, daysAgo: (n: number) => number): Matter[] {
  return Array.from({ length: times }, (_, n) => matter(category, daysAgo(n)));
}

describe('F52 the same subject again in one grid', () => {
  test('three within seven days are a cluster; two, another grid, or the eighth day are none', () => {
    const three = [matter('A', 0, 'g1'), matter('A', 3, 'g1'), matter('A', 6.9, 'g1')];
    expect(clusters(three, NOW)).toEqual([{ category: 'A', place: 'g1', tickets: three.map((one) => one.id) }]);
    expect(clusters([matter('A', 0, 'g1'), matter('A', 1, 'g1'), matter('A', 1, 'g2'), matter('B', 1, 'g1')], NOW)).toEqual([]);
    expect(clusters([matter('A', 0, 'g1'), matter('A', 1, 'g1'), matter('A', 7, 'g1')], NOW)).toEqual([]);
    expect(clusters([matter('A', 0), matter('A', 1), matter('A', 2)], NOW)).toEqual([]);
  });

  test('the larger one comes first', () => {
    const found = clusters([...[1, 2, 3].map((day) => matter('A', day, 'g1')), ...[1, 2, 3, 4].map((day) => matter('B', day, 'g2'))], NOW);
    expect(found.map((one) => one.category)).toEqual(['B', 'A']);
  });
});

describe('F52 a subject that rises against its own past', () => {
  test('the tail of the binomial distribution, against values counted by hand', () => {
    expect(binomialTail(0, 5, 0.5)).toBeCloseTo(1, 12);
    expect(binomialTail(5, 5, 0.5)).toBeCloseTo(1 / 32, 12);
    expect(binomialTail(2, 3, 1 / 8)).toBeCloseTo(3 * (1 / 64) * (7 / 8) + 1 / 512, 12);
  });

  test('ten in a week after one a week are a rise; ten after eight a week are none', () => {
    const week = many('A', 10, (n) => n / 2);
    const [rise] = rises([...week, ...many('A', 7, (n) => 8 + n * 6)], NOW);
    expect(rise).toMatchObject({ category: 'A', now: 10, expected: 1 });
    expect(rise?.p).toBeLessThan(0.0001);
    expect(rises([...week, ...many('A', 56, (n) => 8 + (n % 48))], NOW)).toEqual([]);
  });

  test('few tickets are no rise, however rare they were', () => {
    expect(
      rises(
        many('A', 4, () => 1),
        NOW,
      ),
    ).toEqual([]);
    expect(
      rises(
        many('A', 5, () => 1),
        NOW,
      ),
    ).toHaveLength(1);
  });

  test('by chance alone there are hardly any alarms among forty subjects', () => {
    // A steady five a day over eight weeks, spread over forty subjects by a fixed generator.
    let state = 42;
    const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    let alarms = 0;
    for (let trial = 0; trial < 50; trial += 1) {
      const matters = Array.from({ length: 280 }, () => matter(`S${Math.floor(next() * 40)}`, next() * 56));
      alarms += rises(matters, NOW).length;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });
});
