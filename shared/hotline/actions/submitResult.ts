/** 报审: the result with its clause, the public reply and how the complainant was told (articles 12(3), 14; F20, F38, F40). */
import Type from 'typebox';
import { clauseFinding } from '../closing/clauses.ts';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, oneOf, text, words } from '../schema-builders.ts';
import { PROPOSE_STATES, inState } from '../states.ts';
import { CLAUSES, type Ticket } from '../ticket.ts';
import { propose, proposalPending } from '../transitions.ts';
import { withEvidence } from './evidence-on-ticket.ts';
import { evidence, instantField, labelled } from './fields.ts';

export const submitResult = defineAction({
  kind: 'submitResult',
  category: 'P',
  body: Type.Object(
    {
      clause: oneOf(CLAUSES, {
        ...labelled('办结条款', [
          '14-1a 已解决或认可',
          '14-1b 和解并履行',
          '14-1c 重复反映',
          '14-2 已进入法定程序',
          '14-3 诉求人撤回',
          '14-4 逾期未补正',
          '14-5 不实或无法核实',
          '14-6 有关机关介入',
          '14-7 违反法规政策',
          '14-8 连续三十日不配合',
          '14-9 其他合法情形',
        ]),
        'x-widget': 'clause',
      }),
      clauseEvidence: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), { title: '条款证据', 'x-widget': 'clauseEvidence' }),
      verified: Type.Optional(Type.Boolean({ title: '诉求属实', 'x-labels': ['不属实', '属实'] })),
      solved: Type.Boolean({ title: '是否解决', 'x-labels': ['未解决', '已解决'] }),
      unsolvedReason: Type.Optional(text(1000, { title: '未解决原因', ...long })),
      process: words('办理情况', 8000, long),
      publicReply: words('公开答复内容', 8000, long),
      told: Type.Object({ at: instantField('告知时间'), how: words('告知方式', 60) }, { ...closed, title: '告知诉求人' }),
      internalNote: Type.Optional(text(4000, { title: '内部说明', ...long })),
      /** 无联系方式: the only way past the contact gate (F34). */
      noContactWay: Type.Optional(Type.Boolean({ title: '诉求人无联系方式' })),
      evidence,
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => leadUnitRole(ticket, input, 'clerk'),
  guard(ticket, input) {
    const standing = stillLeads(ticket, input, 'clerk') ?? inState(ticket, ...PROPOSE_STATES);
    if (standing !== undefined) return standing;
    const pending = proposalPending(ticket, 'result');
    if (pending !== undefined) return pending;
    const reachable = ticket.complainant.phone !== undefined || ticket.complainant.altPhone !== undefined;
    const excused = input.body.noContactWay === true && !reachable;
    if (ticket.disposal.contacts.length === 0 && !excused) return { code: 'noContactYet' };
    if (ticket.coHandlers.some((co) => co.status === 'requested')) return { code: 'coHandlersOpen' };
    return clauseFinding(ticket, input.body.clause, input.body.clauseEvidence, input);
  },
  effect(ticket, input) {
    const { body, action, context } = input;
    if (ticket.lead === undefined) return ticket;
    const { draft: _draft, ...disposal } = ticket.disposal;
    const filled: Ticket = {
      ...ticket,
      disposal: {
        ...disposal,
        solved: body.solved,
        process: body.process,
        publicReply: body.publicReply,
        told: body.told,
        ...(body.verified === undefined ? {} : { verified: body.verified }),
        ...(body.unsolvedReason === undefined ? {} : { unsolvedReason: body.unsolvedReason }),
        ...(body.internalNote === undefined ? {} : { internalNote: body.internalNote }),
      },
      closing: { clause: body.clause, evidence: body.clauseEvidence, proposedBy: action.actor },
    };
    const pack = { clause: body.clause, solved: body.solved, publicReply: body.publicReply };
    const proposed = propose(
      filled,
      { id: action._id, kind: 'result', package: pack, unit: ticket.lead, by: action.actor, at: context.effectiveAt },
      context,
    );
    return withEvidence(proposed, body.evidence, input, 'S');
  },
  summary: ({ body }) => `报审（${body.clause}）：${body.publicReply}`,
});
