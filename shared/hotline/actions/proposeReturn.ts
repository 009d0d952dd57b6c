/** 申请退单: inside the window, not of a designated ticket, not on a ground refused before; the leader signs, the dispatcher decides. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { canRelease, noneOpenLike, propose } from '../proposals.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, line, prose, unitField } from '../schema-builders.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    ground: choice('退单理由', GLOSSARY.returnGround),
    citation: line('目录或法规依据', 300, '派单目录事项或法律法规条文'),
    reason: prose('情况说明', 2000),
    suggestedUnit: Type.Optional(unitField('建议承办单位')),
    handling: Type.Optional(prose('已开展的工作', 1000)),
    evidence,
  },
  closed,
);

export const proposeReturn = defineAction({
  kind: 'proposeReturn',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk');
    if (standing !== undefined) return standing;
    if (!canRelease(ticket, 'return')) return noneOpenLike(ticket, 'return', asked) ?? { code: 'wrongState' };
    if (ticket.dispatches.at(-1)?.designated === true) return { code: 'designatedNoReturn' };
    const window = ticket.due.return;
    // Not yet signed: the window has not begun. Judged by the effective time [sync G6].
    if (ticket.status !== 'dispatched' && window !== undefined && asked.context.effectiveAt > window.at) return { code: 'windowClosed' };
    return noneOpenLike(ticket, 'return', asked);
  },
  guard(ticket, input) {
    const { ground } = input.body;
    const before = ticket.proposals.some(
      (one) => one.kind === 'return' && one.state === 'denied' && one.unit === ticket.lead && one.package['ground'] === ground,
    );
    return before ? { code: 'deniedBefore' } : undefined;
  },
  effect(ticket, input) {
    const { evidence: _files, ...content } = input.body;
    return ticket.lead === undefined ? ticket : propose(ticket, 'return', content, ticket.lead, input);
  },
  summary: ({ body: { ground, reason } }) => `申请退单（${GLOSSARY.returnGround[ground]}）：${reason}`,
});
