/** 督办 (art. 15): by level, with an opinion and a date for the reply; by the clock when a limit has long been over (hotline.md §7). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { aboutLimit, byClock, LEAD_LIMITS, levelDue, openSupervisions, replyDue, withSupervision } from '../oversight.ts';
import { withCandidate } from '../referral.ts';
import { supervisorOf } from '../rights.ts';
import { defineAction, type Finding, type Input } from '../rule.ts';
import { choice, closed, instantField, prose } from '../schema-builders.ts';
import { CITY, unitsAs } from '../standing.ts';
import { stillOpen } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { personName, shortTime } from '../wording.ts';
import { overdueOnly } from './urge.ts';

const body = Type.Object(
  {
    level: choice('督办级别', GLOSSARY.supervisionLevel),
    opinion: prose('督办意见', 2000),
    due: Type.Optional(instantField('回复期限', '不填按规则包计算')),
    limit: Type.Optional(choice('所涉时限', GLOSSARY.due, '不选为整个办理过程')),
  },
  closed,
);

function clockMay(ticket: Ticket, level: number, limit: keyof typeof GLOSSARY.due | undefined, input: Input<unknown>): Finding | undefined {
  const over = overdueOnly(ticket, { limit }, input);
  if (over !== undefined || limit === undefined) return over;
  if (!LEAD_LIMITS.includes(limit)) return { code: 'notOverdue' };
  const due = ticket.due[limit];
  const from = due === undefined ? undefined : levelDue(due.at, level, input.context);
  return from !== undefined && input.context.receivedAt > from ? undefined : { code: 'notDueYet' };
}

/** Two supervisors at once: the second is told by whom and when (collision 3). */
function alreadySaid(ticket: Ticket, level: number, input: Input<unknown>): Finding | undefined {
  const standing = openSupervisions(ticket).find((one) => one.level >= level);
  if (standing === undefined) return undefined;
  return { code: 'supervisedAlready', detail: `${personName(standing.by, input.context)} ${shortTime(standing.at)}` };
}

export const supervise = defineAction({
  kind: 'supervise',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => (byClock(asked) ? undefined : supervisorOf(ticket, asked)),
  rightOver(_ticket, { body: { level }, held, actor }) {
    if (level !== '3' || byClock({ actor })) return undefined;
    return unitsAs(held, 'supervisor').includes(CITY) ? undefined : { code: 'higherLevel' };
  },
  open: (ticket) => stillOpen(ticket) ?? (ticket.lead === undefined ? { code: 'nobodyToUrge' } : undefined),
  guard(ticket, input) {
    const { level, due, limit } = input.body;
    if (byClock(input)) return clockMay(ticket, Number(level), limit, input);
    if (due !== undefined && due <= input.context.effectiveAt) return { code: 'deadlinePast' };
    return alreadySaid(ticket, Number(level), input);
  },
  effect(ticket, { action, actor, context, body: said }) {
    const unit = ticket.lead;
    if (unit === undefined) return ticket;
    const next = withSupervision(ticket, {
      action: action._id,
      by: actor,
      at: context.effectiveAt,
      unit,
      round: ticket.dispatches.length,
      level: Number(said.level),
      opinion: said.opinion,
      due: said.due ?? replyDue(context),
      ...aboutLimit(ticket, said.limit, unit),
    });
    return withCandidate(next, context);
  },
  summary: ({ body: { level, opinion } }) => `督办（${GLOSSARY.supervisionLevel[level]}）：${opinion}`,
});
