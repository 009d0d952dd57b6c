/** 申请提级: what is out of the unit's power goes up (article 6 of the regulation; F12). */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, oneOf, text, words } from '../schema-builders.ts';
import { PROPOSE_STATES, inState } from '../states.ts';
import { propose, proposalPending } from '../transitions.ts';
import { labelled } from './fields.ts';

export const ESCALATION_GROUNDS = ['overAuthority', 'tooHard', 'crossRegion', 'policyGap'] as const;

export const proposeEscalation = defineAction({
  kind: 'proposeEscalation',
  category: 'P',
  body: Type.Object(
    {
      ground: oneOf(ESCALATION_GROUNDS, labelled('提级理由', ['超管理权限', '难以解决', '跨区域', '政策缺失'])),
      target: oneOf(['district', 'city'], labelled('提请层级', ['区级', '市级'])),
      done: words('已开展的工作', 2000, long),
      why: words('为何本级无法解决', 2000, long),
      ask: words('请求事项', 1000, long),
      interim: words('对诉求人的阶段性解释', 1000, long),
      citation: Type.Optional(text(300, { title: '法规或目录依据' })),
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    const standing = stillLeads(ticket, input, 'clerk') ?? inState(ticket, ...PROPOSE_STATES);
    if (standing !== undefined) return standing;
    const worked = ticket.disposal.contacts.length > 0 || ticket.history.some((entry) => entry.kind === 'recordWork');
    if (!worked && ticket.urgency !== 'emergency') return { code: 'noWorkYet' };
    return proposalPending(ticket, 'escalation');
  },
  effect: (ticket, input) =>
    ticket.lead === undefined
      ? ticket
      : propose(
          ticket,
          {
            id: input.action._id,
            kind: 'escalation',
            package: input.body,
            unit: ticket.lead,
            by: input.action.actor,
            at: input.context.effectiveAt,
          },
          input.context,
        ),
  summary: ({ body }) => `申请提级（${body.target === 'city' ? '市级' : '区级'}）：${body.ask}`,
});
