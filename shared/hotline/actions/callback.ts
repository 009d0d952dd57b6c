/** 回访 (article 15; F42): everybody is asked; not solved goes back to rework, at most twice. */
import Type from 'typebox';
import { dayOf, minuteOf } from '../calendar.ts';
import { meetDue } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction, type Input } from '../rule.ts';
import { closed, oneOf, text, long } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { toRework } from '../transitions.ts';
import { labelled } from './fields.ts';

const satisfied = ['satisfied', 'mostly', 'dissatisfied'] as const;
const satisfiedLabels = ['满意', '基本满意', '不满意'];

const Body = Type.Object(
  {
    reached: Type.Boolean({ title: '是否接通', 'x-labels': ['未接通', '已接通'] }),
    solved: Type.Optional(oneOf(['solved', 'mostly', 'notSolved'], labelled('是否解决', ['解决', '基本解决', '未解决']))),
    satisfiedResult: Type.Optional(oneOf(satisfied, labelled('对结果', satisfiedLabels))),
    satisfiedProcess: Type.Optional(oneOf(satisfied, labelled('对过程', satisfiedLabels))),
    truthful: Type.Optional(Type.Boolean({ title: '办理真实', 'x-labels': ['不真实', '真实'] })),
    opinion: Type.Optional(text(1000, { title: '诉求人意见', ...long })),
  },
  closed,
);
type CallbackBody = Type.Static<typeof Body>;

type CallbackInput = Input<CallbackBody>;

/** Attempts on different half-days: a second call in the same half-day does not count towards 无法回访. */
function halfDay(at: string): number {
  return dayOf(at) * 2 + (minuteOf(at) >= 12 * 60 ? 1 : 0);
}

/** Closes by a callback unless it is not solved under 14-1a or 14-1b; a dispute waits for the supervisor. */
function settle(ticket: Ticket, solved: string | undefined, input: CallbackInput): Ticket {
  const clause = ticket.closing?.clause;
  const disputed = solved === 'notSolved' && (clause === undefined || clause === '14-1a' || clause === '14-1b');
  const at = input.context.effectiveAt;
  if (!disputed) {
    return { ...ticket, status: 'closed', closing: { ...(ticket.closing ?? { evidence: {} }), confirmedBy: input.action.actor, at } };
  }
  // After two reworks it stays in 回访中 until the supervisor decides (`close`, or back to rework).
  return ticket.flags.reworks < input.context.pack.reworkTimes ? toRework(ticket, at, input.context) : ticket;
}

function callbackEffect(ticket: Ticket, input: CallbackInput): Ticket {
  const { action, body, context } = input;
  const at = context.effectiveAt;
  const attempt = { action: action._id, at, by: action.actor, ...body };
  const asked = meetDue({ ...ticket, callbacks: [...ticket.callbacks, attempt] }, 'callback', at);
  if (body.reached) return settle(asked, body.solved, input);
  const failed = new Set(asked.callbacks.filter((one) => !one.reached).map((one) => halfDay(one.at)));
  if (failed.size < context.pack.callbackAttempts) return asked;
  return { ...asked, status: 'closed', closing: { ...(asked.closing ?? { evidence: {} }), unreachable: true, at } };
}

export const callback = defineAction({
  kind: 'callback',
  category: 'D',
  body: Body,
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'operator'),
  guard(ticket, input) {
    const state = inState(ticket, 'callback');
    if (state !== undefined) return state;
    return input.body.reached && input.body.solved === undefined ? { code: 'malformed', detail: '请填写是否解决' } : undefined;
  },
  effect: callbackEffect,
  summary: ({ body }) =>
    body.reached ? `回访：${{ solved: '解决', mostly: '基本解决', notSolved: '未解决' }[body.solved ?? 'solved']}` : '回访未接通',
});
