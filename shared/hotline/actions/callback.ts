/** 回访 (art. 15): everybody is asked; not solved sends it back, three failed attempts close it as 无法回访. */
import Type, { type Static } from 'typebox';
import { attemptsOfRound, disputed, halfDay, reworksByCallback, saysUnsolved } from '../callback-rounds.ts';
import { CLAUSE_RULES } from '../closing/index.ts';
import { meetDue } from '../deadlines.ts';
import { GLOSSARY } from '../glossary.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, prose, yesNo } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { CallbackAttempt, Ticket } from '../ticket.ts';
import { toClosed, toRework } from '../transitions.ts';
import type { Context } from '../verdict.ts';

const body = Type.Object(
  {
    reached: yesNo('是否接通', ['未接通', '已接通']),
    solved: Type.Optional(choice('是否解决', GLOSSARY.solved, '接通时必填')),
    satisfiedResult: Type.Optional(choice('对结果是否满意', GLOSSARY.satisfied, '接通时必填')),
    satisfiedProcess: Type.Optional(choice('对过程是否满意', GLOSSARY.satisfied, '接通时必填')),
    truthful: Type.Optional(yesNo('办理真实', ['不真实', '真实'], '接通时必填')),
    opinion: Type.Optional(prose('诉求人意见', 1000)),
  },
  closed,
);
type Body = Static<typeof body>;

function answered(said: Body): boolean {
  const { solved, satisfiedResult, satisfiedProcess, truthful } = said;
  return solved !== undefined && satisfiedResult !== undefined && satisfiedProcess !== undefined && truthful !== undefined;
}

function afterAttempt(ticket: Ticket, attempt: CallbackAttempt, failedBefore: number, context: Context): Ticket {
  const closing = ticket.closing ?? { evidence: {} };
  if (!attempt.reached) {
    if (failedBefore + 1 < context.pack.callbackAttempts) return ticket;
    return toClosed(ticket, { ...closing, unreachable: true }, context);
  }
  if (!saysUnsolved(ticket, attempt)) return toClosed(ticket, closing, context);
  if (attempt.reworked === true) return toRework(ticket, context);
  // In dispute: it stays here until the supervisor decides.
  return ticket;
}

export const callback = defineAction({
  kind: 'callback',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  complete: (said) => (said.reached && !answered(said) ? { code: 'answersMissing' } : undefined),
  right: (ticket, asked) => cityRole(ticket, asked, 'operator'),
  open(ticket, { context }) {
    return inState(ticket, 'callback') ?? (disputed(ticket, context.pack) ? { code: 'supervisorDecides' } : undefined);
  },
  guard(ticket, { body: { reached }, actor, context }) {
    const { closing } = ticket;
    const alone = closing?.clause !== undefined && CLAUSE_RULES[closing.clause].twoPeople === true && closing.confirmedBy === actor;
    if (alone) return { code: 'secondPerson' };
    if (reached) return undefined;
    const now = halfDay(context.effectiveAt);
    return attemptsOfRound(ticket).some((one) => halfDay(one.at) === now) ? { code: 'sameHalfDay' } : undefined;
  },
  effect(ticket, { action, actor, body: said, context }) {
    const at = context.effectiveAt;
    const failedBefore = attemptsOfRound(ticket).filter((one) => !one.reached).length;
    const { reached, ...answers } = said;
    const reworked = saysUnsolved(ticket, said) && reworksByCallback(ticket) < context.pack.reworkTimes;
    const given = reached ? answers : said.opinion === undefined ? {} : { opinion: said.opinion };
    const attempt: CallbackAttempt = { action: action._id, at, by: actor, reached, ...given, ...(reworked ? { reworked } : {}) };
    const met = meetDue({ ...ticket, callbacks: [...ticket.callbacks, attempt] }, 'callback', at);
    return afterAttempt(met, attempt, failedBefore, context);
  },
  summary({ body: { reached, solved, satisfiedResult } }) {
    if (!reached || solved === undefined || satisfiedResult === undefined) return '回访未接通';
    return `回访：${GLOSSARY.solved[solved]}，对结果${GLOSSARY.satisfied[satisfiedResult]}`;
  },
});
