/** Which refusals each action meets, found by walking: many tickets, everybody trying everything, always the same way. */
import type { TSchema } from 'typebox';
import { apply } from '../../shared/hotline/apply.ts';
import { decide } from '../../shared/hotline/decide.ts';
import type { RefusalCode } from '../../shared/hotline/refusals.ts';
import { contextAt } from '../../shared/hotline/testing/city.ts';
import { anAction, MORNING } from '../../shared/hotline/testing/story.ts';
import { nextTry, type Choice } from '../../shared/hotline/testing/walk.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';

const WALKS = 150;
const STEPS = 60;
const TEMPERS = ['any', 'eager', 'eager', 'honest'] as const;
/** Said of every action: who, when, what a body looks like, and who must stand back. */
const COMMON: readonly string[] = ['noRight', 'wrongState', 'malformed', 'ticketMissing', 'exists', 'conflictOfInterest'];

/** A linear congruential generator (Numerical Recipes): the same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

function choiceFrom(next: () => number): Choice {
  return {
    actor: next(),
    kind: next(),
    detail: next(),
    minutes: 1 + (next() % 2000),
    lag: next() % 5 === 0 ? next() % 600 : 0,
    temper: TEMPERS[next() % TEMPERS.length] ?? 'any',
  };
}

let known: ReadonlyMap<string, readonly RefusalCode[]> | undefined;

/** Walked once, for both languages. */
export function reasonsByWalking(): ReadonlyMap<string, readonly RefusalCode[]> {
  known ??= walked();
  return known;
}

function walked(): ReadonlyMap<string, readonly RefusalCode[]> {
  const found = new Map<string, Set<RefusalCode>>();
  for (let walk = 0; walk < WALKS; walk += 1) {
    const next = numbers(walk + 1);
    let ticket: Ticket | undefined;
    let now = MORNING;
    for (let n = 1; n <= STEPS; n += 1) {
      const tried = nextTry(ticket, choiceFrom(next), now);
      now = tried.receivedAt;
      const action = anAction(n, tried.kind, tried.actor, tried.body, tried.effectiveAt);
      const context = contextAt(tried.receivedAt, { effectiveAt: tried.effectiveAt });
      const verdict = decide(ticket, action, context);
      if ('code' in verdict && !COMMON.includes(verdict.code)) {
        const codes = found.get(tried.kind) ?? new Set();
        found.set(tried.kind, codes.add(verdict.code));
      }
      if (verdict.outcome === 'accept' || verdict.outcome === 'noEffect')
        ticket = apply(ticket, action, context, verdict.outcome === 'noEffect' ? verdict.code : undefined);
    }
  }
  return new Map([...found].map(([kind, codes]) => [kind, [...codes].sort()]));
}

/** Fields a body must have and may have, by their labels. */
export function fieldsOfBody(body: TSchema | undefined): Readonly<{ must: readonly Field[]; may: readonly Field[] }> {
  const schema = body as { properties?: Record<string, { title?: string }>; required?: readonly string[] } | undefined;
  const fields = Object.entries(schema?.properties ?? {}).map(([id, field]) => ({ id, label: field.title ?? id }));
  const required = schema?.required ?? [];
  return { must: fields.filter((one) => required.includes(one.id)), may: fields.filter((one) => !required.includes(one.id)) };
}

export type Field = Readonly<{ id: string; label: string }>;
