/** 催办 (art. 15, hotline.md §7): by a supervisor, or by the clock once a limit is over; to the lead, a helper, or the level above. */
import Type from 'typebox';
import { halfDay } from '../callback-rounds.ts';
import { GLOSSARY } from '../glossary.ts';
import { isSilent } from '../co-handling.ts';
import type { Instant, UnitCode } from '../ids.ts';
import { judgeDue } from '../judge.ts';
import { aboutLimit, answersFor, byClock, CLOCK, partiesOf, withUrge } from '../oversight.ts';
import { supervisorOf } from '../rights.ts';
import { defineAction, type Finding, type Input } from '../rule.ts';
import { choice, closed, prose, unitField } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import type { DueName, Ticket } from '../ticket.ts';
import { doneBy, unitName } from '../wording.ts';

const body = Type.Object(
  {
    opinion: prose('催办意见', 500),
    limit: Type.Optional(choice('所涉时限', GLOSSARY.due, '不选为整个办理过程')),
    unit: Type.Optional(unitField('被催办单位', '不选为主办单位')),
  },
  closed,
);

type About = Readonly<{ unit?: UnitCode | undefined; limit?: DueName | undefined }>;

/** The one that is named, else who answers for the limit, else the lead. */
export function unitUrged(ticket: Ticket, { unit, limit }: About, input: Input<unknown>): UnitCode | undefined {
  return unit ?? (limit === undefined ? ticket.lead : answersFor(ticket, limit, input.context.receivedAt));
}

/** The clock speaks only of a limit that is over, by what is known when it speaks [sync A4]. */
export function overdueOnly(ticket: Ticket, { limit, unit }: About, input: Input<unknown>): Finding | undefined {
  const now = input.context.receivedAt;
  const whose = unitUrged(ticket, { limit, unit }, input);
  if (limit === undefined || whose === undefined) return { code: 'notOverdue' };
  return isOver(ticket, limit, whose, now) ? undefined : { code: 'notOverdue' };
}

function isOver(ticket: Ticket, limit: DueName, unit: UnitCode, now: Instant): boolean {
  // The complainant's own time is a window; that it is over is for the city to know (art. 14(4)).
  if (limit === 'supplement') return ticket.status === 'awaitingMaterial' && now > (ticket.due.supplement?.at ?? now);
  if (limit === 'co') return ticket.coHandlers.some((one) => one.unit === unit && isSilent(one, now));
  return judgeDue(ticket, limit, now) === 'overdue';
}

export const urge = defineAction({
  kind: 'urge',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => (byClock(asked) ? undefined : supervisorOf(ticket, asked)),
  open(ticket, asked) {
    const state = stillOpen(ticket);
    if (state !== undefined || byClock(asked)) return state;
    return partiesOf(ticket).length === 0 ? { code: 'nobodyToUrge' } : undefined;
  },
  guard(ticket, input) {
    if (byClock(input)) return overdueOnly(ticket, input.body, input);
    const unit = unitUrged(ticket, input.body, input);
    if (unit === undefined || !partiesOf(ticket).includes(unit)) return { code: 'notAParty' };
    const now = halfDay(input.context.effectiveAt);
    const again = ticket.urges.some((one) => one.by !== CLOCK && one.unit === unit && halfDay(one.at) === now);
    if (!again) return undefined;
    const detail = doneBy(ticket, input.context, 'urge');
    return { code: 'urgedAlready', ...(detail === undefined ? {} : { detail }) };
  },
  effect(ticket, input) {
    const { action, actor, context, body: said } = input;
    const unit = unitUrged(ticket, said, input);
    if (unit === undefined) return ticket;
    const round = ticket.dispatches.length;
    const about = aboutLimit(ticket, said.limit, unit);
    return withUrge(ticket, { action: action._id, by: actor, at: context.effectiveAt, unit, round, opinion: said.opinion, ...about });
  },
  summary: ({ body: { opinion, unit }, context }) => `催办${unit === undefined ? '' : unitName(unit, context)}：${opinion}`,
});
