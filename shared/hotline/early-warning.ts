/**
 * 预警 (article 19; F52, hotline.md §8): the same subject again and again in one grid, and a subject that rises against its own
 * past. Counted from what a desk holds: open tickets, and those closed within 60 days.
 */
import { millis } from './calendar.ts';
import type { Instant, TicketId } from './ids.ts';

/** What is counted of a ticket. `place`: its grid, else what stands for it. */
export type Matter = Readonly<{ id: TicketId; category: string; place?: string | undefined; acceptedAt: Instant }>;

const DAY_MS = 86_400_000;
/** Cluster: so many of one subject in one place within so many days. */
export const CLUSTER = { tickets: 3, days: 7 } as const;
/** Rise: the last seven days against the seven weeks before, which a desk still holds. */
export const RISE = { days: 7, weeksBefore: 7, atLeast: 5, level: 0.01 } as const;

export type Cluster = Readonly<{ category: string; place: string; tickets: readonly TicketId[] }>;
/** `expected`: tickets of a usual week; `p`: how likely so many would be by chance. */
export type Rise = Readonly<{ category: string; now: number; expected: number; p: number; tickets: readonly TicketId[] }>;

function within(matter: Matter, now: number, fromDays: number, toDays: number): boolean {
  const age = (now - millis(matter.acceptedAt)) / DAY_MS;
  return age >= fromDays && age < toDays;
}

/** Most tickets first. */
export function clusters(matters: readonly Matter[], now: Instant): readonly Cluster[] {
  const groups = new Map<string, { category: string; place: string; tickets: TicketId[] }>();
  for (const matter of matters) {
    const { category, place, id } = matter;
    if (place === undefined || !within(matter, millis(now), 0, CLUSTER.days)) continue;
    const key = `${place}\n${category}`;
    const group = groups.get(key) ?? { category, place, tickets: [] };
    group.tickets.push(id);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter((group) => group.tickets.length >= CLUSTER.tickets)
    .sort((a, b) => b.tickets.length - a.tickets.length || (a.category < b.category ? -1 : 1));
}

/** P(X ≥ k) of a binomial distribution, summed from its terms in logarithms. */
export function binomialTail(k: number, n: number, probability: number): number {
  let logTerm = n * Math.log1p(-probability);
  let tail = k <= 0 ? Math.exp(logTerm) : 0;
  for (let x = 1; x <= n; x += 1) {
    logTerm += Math.log((n - x + 1) / x) + Math.log(probability) - Math.log1p(-probability);
    if (x >= k) tail += Math.exp(logTerm);
  }
  return Math.min(1, tail);
}

/**
 * The exact conditional test of two Poisson rates (Przyborowski and Wilenski): were this week as the seven before, each of the
 * tickets of all eight would fall into it with probability 1/8. The level is shared by all subjects that are looked at
 * (Bonferroni), so that many subjects do not make many alarms. Least likely first.
 */
export function rises(matters: readonly Matter[], now: Instant): readonly Rise[] {
  const at = millis(now);
  const counts = new Map<string, { tickets: TicketId[]; before: number }>();
  for (const matter of matters) {
    const count = counts.get(matter.category) ?? { tickets: [], before: 0 };
    if (within(matter, at, 0, RISE.days)) count.tickets.push(matter.id);
    else if (within(matter, at, RISE.days, RISE.days * (RISE.weeksBefore + 1))) count.before += 1;
    counts.set(matter.category, count);
  }
  const level = RISE.level / Math.max(1, counts.size);
  return [...counts]
    .map(([category, { tickets, before }]) => ({
      category,
      now: tickets.length,
      expected: before / RISE.weeksBefore,
      p: binomialTail(tickets.length, tickets.length + before, 1 / (RISE.weeksBefore + 1)),
      tickets,
    }))
    .filter((rise) => rise.now >= RISE.atLeast && rise.p < level)
    .sort((a, b) => a.p - b.p);
}
