/** 季节 (hotline.md §7): in the heating season matters of heating are 民生急件, whatever was said; an emergency stays one. */
import { civilDate, dayOf } from './calendar.ts';
import { seasonsOf } from './packs/values.ts';
import type { RulePackDocument } from './reference/documents.ts';
import { URGENCIES, type Ticket, type Urgency } from './ticket.ts';
import type { Context } from './verdict.ts';

type Season = ReturnType<typeof seasonsOf>[number];

function runs({ from, to }: Season, day: string): boolean {
  return from <= to ? from <= day && day <= to : day >= from || day <= to;
}

/** The seasons that run on a day (UTC+8) and are about this category. */
export function seasonsFor(category: Ticket['category'], at: Context['effectiveAt'], pack: RulePackDocument): readonly Season[] {
  if (category === undefined) return [];
  const day = civilDate(dayOf(at)).slice(5);
  return seasonsOf(pack).filter((one) => runs(one, day) && one.words.some((word) => category.path.some((name) => name.includes(word))));
}

/** The most pressing of what was said and what the season says; `URGENCIES` runs from the most pressing to the least. */
export function inSeason(ticket: Ticket, context: Context): Urgency {
  const raised = seasonsFor(ticket.category, context.effectiveAt, context.pack).flatMap((one) =>
    one.raisesTo === undefined ? [] : [one.raisesTo],
  );
  return [ticket.urgency, ...raised].toSorted((a, b) => URGENCIES.indexOf(a) - URGENCIES.indexOf(b))[0] ?? ticket.urgency;
}
