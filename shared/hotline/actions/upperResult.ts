/** 提级办理结果: back to the unit with what was decided above, or final (article 6; F12). */
import Type from 'typebox';
import { dropDue, meetDue, resumeClock, startDue } from '../deadlines.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, long, oneOf, text, words } from '../schema-builders.ts';
import { districtOf, unitsAs } from '../standing.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { labelled } from './fields.ts';

export const upperResult = defineAction({
  kind: 'upperResult',
  category: 'D',
  body: Type.Object(
    {
      result: words('办理结果', 8000, long),
      next: oneOf(['back', 'final'], labelled('下一步', ['交回承办单位继续办理', '作为最终结果反馈'])),
      publicReply: Type.Optional(text(8000, { title: '公开答复内容', ...long })),
    },
    closed,
  ),
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'supervisor', 'clerk'),
  guard(ticket, input) {
    const state = inState(ticket, 'escalated');
    if (state !== undefined) return state;
    const supervises = unitsAs(input.held, 'supervisor');
    const level = ticket.upperLead === districtOf(ticket) ? ticket.upperLead : 'city';
    if (supervises.some((unit) => unit === level || unit === 'city')) return undefined;
    return ticket.upperLead !== undefined && unitsAs(input.held, 'clerk').includes(ticket.upperLead) ? undefined : { code: 'noRight' };
  },
  effect(ticket, input) {
    const { body, context } = input;
    const at = context.effectiveAt;
    const { upperLead: _upper, before: _before, ...rest } = meetDue(ticket, 'upper', at);
    const coHandlers = rest.coHandlers.filter((co) => co.unit !== rest.lead);
    const disposal = {
      ...rest.disposal,
      process: body.result,
      ...(body.publicReply === undefined ? {} : { publicReply: body.publicReply }),
    };
    const resumed = resumeClock({ ...rest, coHandlers, disposal }, at, context);
    if (body.next === 'final') {
      const final: Ticket = { ...resumed, status: 'feedbackSubmitted', before: 'inProgress' };
      return startDue(dropDue(final, 'upper'), 'decide', context.receivedAt, context);
    }
    // A new limit for the unit (hotline.md §4): the handle limit starts again.
    return startDue(dropDue({ ...resumed, status: 'inProgress' }, 'upper'), 'handle', at, context);
  },
  summary: ({ body }) => `提级办理结果：${body.result}`,
});
