/** 批示回复 (art. 6): the clerk, or the worker who has the task, says what was done about the leader's instruction (F13). */
import Type from 'typebox';
import { ActionId } from '../ids.ts';
import { openInstructions } from '../instructions.ts';
import { assigneeRight, leadUnitRole, stillAssigned, stillLeads } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import { closed, prose } from '../schema-builders.ts';
import { holds } from '../standing.ts';
import { stillOpen } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { doneBy } from '../wording.ts';

const body = Type.Object(
  {
    /** Which one; left out, the last that waits. */
    of: Type.Optional(Type.Unsafe<ActionId>({ ...ActionId, title: '所回复的批示', 'x-widget': 'proposal' })),
    text: prose('落实情况', 2000, '做了什么、还差什么、何时完成'),
  },
  closed,
);

function right(ticket: Ticket | undefined, asked: Asked): Finding | undefined {
  const office = leadUnitRole(ticket, asked, 'clerk');
  return office === undefined || !holds(asked.held, 'gridWorker') ? office : assigneeRight(ticket, asked);
}

function standing(ticket: Ticket, asked: Asked): Finding | undefined {
  const office = stillLeads(ticket, asked, 'clerk');
  return office === undefined || !holds(asked.held, 'gridWorker') ? office : stillAssigned(ticket, asked);
}

/** Answered by a colleague, who is named, or never given, or overtaken by the result. */
function whyNone(ticket: Ticket, of: ActionId | undefined, { context }: Asked): Finding {
  if (ticket.instructions?.find((one) => one.action === of)?.reply === undefined) return { code: 'noInstruction' };
  const detail = doneBy(ticket, context, 'answerInstruction');
  return { code: 'alreadyDone', ...(detail === undefined ? {} : { detail }) };
}

export const answerInstruction = defineAction({
  kind: 'answerInstruction',
  category: 'F',
  body,
  audience: 'S',
  right,
  open(ticket, asked) {
    const found = standing(ticket, asked) ?? stillOpen(ticket);
    if (found !== undefined) return found;
    return openInstructions(ticket).length === 0 ? whyNone(ticket, ticket.instructions?.at(-1)?.action, asked) : undefined;
  },
  guard(ticket, input) {
    const { of } = input.body;
    return of === undefined || openInstructions(ticket).some((one) => one.action === of) ? undefined : whyNone(ticket, of, input);
  },
  effect(ticket, { action, actor, context, body: { of, text } }) {
    const meant = of ?? openInstructions(ticket).at(-1)?.action;
    const reply = { action: action._id, by: actor, at: context.effectiveAt, text };
    return { ...ticket, instructions: (ticket.instructions ?? []).map((one) => (one.action === meant ? { ...one, reply } : one)) };
  },
  summary: ({ body: { text } }) => `批示回复：${text}`,
});
