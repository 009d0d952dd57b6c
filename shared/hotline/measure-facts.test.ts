/** F08, F44: what the index keeps of a ticket says at any time what the measures of hotline.md §8 say of the whole ticket. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import { millis, toInstant } from './calendar.ts';
import { decide } from './decide.ts';
import type { Instant, UnitCode } from './ids.ts';
import { judgeDue } from './judge.ts';
import { OFFICE_LIMITS, overdueAt, ratesAt, unitFacts } from './measure-facts.ts';
import { measure } from './measures.ts';
import { contextAt, UNITS } from './testing/city.ts';
import { closedTicket, dispatched, of, ofWith, registered, RETURN, signed } from './testing/stages.ts';
import { anAction, MORNING, step, ticketOf } from './testing/story.ts';
import { type Choice, nextTry } from './testing/walk.ts';
import type { Ticket } from './ticket.ts';
import { isWholeMonth, periodOf, scopeOf } from './unit-figures.ts';

const LATER = [0, 60, 60 * 30, 60 * 24 * 5, 60 * 24 * 60].map((minutes) => minutes * 60_000);

function problemsOf(ticket: Ticket, now: Instant): readonly string[] {
  const facts = unitFacts(ticket);
  const lead = facts.find((fact) => fact.lead !== undefined);
  return LATER.flatMap((ms) => {
    const at = toInstant(millis(now) + ms);
    const { unit, improperReturns, ...rates } = measure(ticket, at);
    const wrong: string[] = [];
    const kept = lead?.lead;
    if (ticket.status !== 'void' && unit !== lead?.unit) wrong.push('unit');
    if (
      kept !== undefined &&
      JSON.stringify(ratesAt(kept, at), [...Object.keys(rates)].sort()) !== JSON.stringify(rates, Object.keys(rates).sort())
    )
      wrong.push(`rates ${JSON.stringify(ratesAt(kept, at))} for ${JSON.stringify(rates)}`);
    if (kept !== undefined && Object.keys(ratesAt(kept, at)).length !== Object.keys(rates).length) wrong.push('a rate too many');
    const overdue = OFFICE_LIMITS.some((name) => judgeDue(ticket, name, at) === 'overdue');
    if (kept !== undefined && overdueAt(kept, at) !== overdue) wrong.push(`overdue ${overdue} at ${at}`);
    if (facts.flatMap((fact) => fact.returns).length !== improperReturns.length) wrong.push('returns');
    return wrong;
  });
}

test('F44: on every step of a random walk, and at any time after it, the kept facts are the measures of the ticket', () => {
  const choice: fc.Arbitrary<Choice> = fc.record({
    ...{ actor: fc.nat(1000), kind: fc.nat(1000), detail: fc.nat(1000) },
    minutes: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1000, max: 9000 })),
    lag: fc.constant(0),
    temper: fc.constantFrom('any' as const, 'eager' as const, 'honest' as const),
  });
  let looked = 0;
  fc.assert(
    fc.property(fc.array(choice, { minLength: 30, maxLength: 40 }), (choices) => {
      let ticket: Ticket | undefined;
      let now = MORNING;
      choices.forEach((one, i) => {
        const { kind, actor, body, receivedAt, effectiveAt } = nextTry(ticket, one, now);
        const context = contextAt(receivedAt, { effectiveAt });
        const action = anAction(i + 1, kind, actor, body, effectiveAt);
        const verdict = decide(ticket, action, context);
        now = receivedAt;
        if (verdict.outcome !== 'accept') return;
        ticket = apply(ticket, action, context);
        looked += 1;
        expect(problemsOf(ticket, now)).toEqual([]);
      });
    }),
    { seed: 44, numRuns: 40 },
  );
  expect(looked).toBeGreaterThan(400);
});

describe('F44 units', () => {
  test('a refused return stays with the unit that asked for it when another leads', () => {
    const asked = step(step(signed(), 'proposeReturn', 'clerkA', RETURN), 'leaderApprove', 'leaderA', of('proposeReturn'));
    const denied = step(asked, 'decideProposal', 'dispatcher', ofWith('proposeReturn', { grant: false, reason: '属你单位职责' }));
    const ticket = { ...ticketOf(denied), lead: UNITS.streetB as UnitCode };
    expect(unitFacts(ticket).map(({ unit, lead, returns }) => [unit, lead !== undefined, returns])).toEqual([
      [UNITS.streetB, true, []],
      [UNITS.streetA, false, ['notOurDuty']],
    ]);
  });

  test('what nobody leads, and what was void, is nobody’s', () => {
    expect(unitFacts(ticketOf(registered()))).toEqual([]);
    expect(unitFacts({ ...ticketOf(dispatched()), status: 'void' })).toEqual([]);
  });

  test('a closed one runs no more', () => {
    expect(unitFacts(ticketOf(closedTicket()))).toMatchObject([
      { unit: UNITS.streetA, lead: { closed: true, onTime: true, responded: true } },
    ]);
    expect(unitFacts(ticketOf(closedTicket()))[0]?.lead).not.toHaveProperty('overdueFrom');
  });
});

test.each([
  ['2026-11-01', '2026-11-30', true],
  ['2026-02-28', '2026-03-01', true],
  ['2026-02-29', '2026-03-01', false],
  ['2026-03-02', '2026-03-01', false],
  ['2025-01-01', '2026-01-01', true],
  ['2025-01-01', '2026-01-02', false],
  ['', '2026-01-02', false],
])('F14 a period from %s to %s: %s', (from, to, ok) => expect(periodOf(from, to) !== undefined).toBe(ok));

test('F44 a whole month is one that is over', () => {
  const november = periodOf('2026-11-01', '2026-11-30') ?? { from: 0, to: 0 };
  expect([isWholeMonth(november, november.to), isWholeMonth(november, november.to + 1)]).toEqual([false, true]);
  expect(isWholeMonth({ from: november.from + 1, to: november.to }, november.to + 9)).toBe(false);
});

test('F14: no role but supervisor and leader has a scope', () => {
  const held = (role: string, unit: string) => scopeOf([{ role, unit, from: MORNING }] as never)?.kind;
  expect(['operator', 'dispatcher', 'admin', 'system'].map((role) => held(role, 'city'))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['clerk', 'gridWorker', 'leader'].map((role) => held(role, UNITS.streetA))).toEqual([undefined, undefined, 'unit']);
  expect([held('supervisor', 'city'), held('supervisor', '210102')]).toEqual(['city', 'district']);
});
