/** 申请退单: inside the window, with a ground and a citation (articles 8, 16; F56). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, oneOf, text, words, long } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { propose, proposalPending } from '../transitions.ts';
import { labelled, unitField } from './fields.ts';

export const RETURN_GROUNDS = ['notOurArea', 'notOurDuty', 'provincialUnit', 'wrongUnitNamed'] as const;

function deniedBefore(ticket: Ticket, ground: string): boolean {
  return ticket.proposals.some((one) => one.kind === 'return' && one.state === 'denied' && one.package['ground'] === ground);
}

export const proposeReturn = defineAction({
  kind: 'proposeReturn',
  category: 'P',
  body: Type.Object(
    {
      ground: oneOf(RETURN_GROUNDS, labelled('退单理由', ['不在本辖区', '不属本单位职责', '属省级单位', '点名单位有误'])),
      citation: words('目录或法规依据', 300),
      reason: words('情况说明', 2000, long),
      suggestedUnit: Type.Optional(unitField('建议承办单位')),
      handling: Type.Optional(text(1000, { title: '已开展的工作', ...long })),
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    const standing = stillLeads(ticket, input, 'clerk') ?? inState(ticket, 'dispatched', 'inProgress', 'rework');
    if (standing !== undefined) return standing;
    if (ticket.dispatches.at(-1)?.designated === true) return { code: 'designatedNoReturn' };
    const window = ticket.due.return;
    if (window !== undefined && window.at < input.context.effectiveAt) return { code: 'windowClosed' };
    if (deniedBefore(ticket, input.body.ground)) return { code: 'deniedBefore' };
    return proposalPending(ticket, 'return');
  },
  effect: (ticket, input) =>
    ticket.lead === undefined
      ? ticket
      : propose(
          ticket,
          {
            id: input.action._id,
            kind: 'return',
            package: input.body,
            unit: ticket.lead,
            by: input.action.actor,
            at: input.context.effectiveAt,
          },
          input.context,
        ),
  summary: ({ body }) => `申请退单：${body.reason}`,
});
