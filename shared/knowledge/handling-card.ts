/** Which handling card is for a ticket, and its limits by the rules of the ticket's own day (article 10; F30, hotline.md §7). */
import { limitFor } from '../hotline/deadlines.ts';
import type { CardDocument } from '../hotline/reference/card.ts';
import type { Limit, RulePackDocument } from '../hotline/reference/documents.ts';
import type { DueName, Ticket } from '../hotline/ticket.ts';

/** The nearest: a card of the row itself before one of its branch; of equals the newer. */
export function cardFor(category: string | undefined, cards: Iterable<CardDocument>): CardDocument | undefined {
  if (category === undefined) return undefined;
  let best: Readonly<{ card: CardDocument; length: number }> | undefined;
  for (const card of cards) {
    const length = Math.max(0, ...card.categories.filter((code) => category.startsWith(code)).map((code) => code.length));
    if (length === 0) continue;
    const nearer = best === undefined || length > best.length || (length === best.length && card.version > best.card.version);
    if (nearer) best = { card, length };
  }
  return best?.card;
}

const HOUR = 60;

function inHours(minutes: number): string {
  return minutes % HOUR === 0 ? `${minutes / HOUR} 小时` : `${minutes} 分钟`;
}

export function limitText(limit: Limit): string {
  if ('workingDays' in limit) return `${limit.workingDays} 个工作日`;
  return 'workingMinutes' in limit ? `${inHours(limit.workingMinutes)}（工作时间）` : inHours(limit.minutes);
}

const SHOWN: readonly DueName[] = ['sign', 'contact', 'handle', 'co'];

export type CardLimit = Readonly<{ name: DueName; text: string }>;

/** By urgency and kind, out of the pack that is in force for this ticket: a card itself names no number that could grow old. */
export function cardLimits(ticket: Ticket, pack: RulePackDocument): readonly CardLimit[] {
  return SHOWN.map((name) => ({ name, text: limitText(limitFor(name, ticket, pack)) }));
}
