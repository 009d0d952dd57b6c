/** 诉求人撤回 (art. 14(3)): said to the city, which has asked the complainant once more; the matter is closed under 14-3. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { cityRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, instantField, prose, yesNo } from '../schema-builders.ts';
import { stillOpen } from '../states.ts';
import { toClosed } from '../transitions.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    confirmed: yesNo('向诉求人核实', ['尚未核实', '已核实，确认撤回']),
    confirmedAt: instantField('核实时间'),
    how: choice('核实方式', GLOSSARY.contactChannel),
    record: prose('撤回记录', 2000, '谁、何时、怎样表示撤回，有无胁迫或误解'),
    evidence,
  },
  closed,
);

export const withdraw = defineAction({
  kind: 'withdraw',
  category: 'D',
  body,
  audience: 'S',
  complete: ({ confirmed }) => (confirmed ? undefined : { code: 'withdrawUnconfirmed' }),
  right: (ticket, asked) => cityRole(ticket, asked, 'operator'),
  open: stillOpen,
  guard: (_ticket, { body: { confirmedAt }, context }) => (confirmedAt > context.effectiveAt ? { code: 'withdrawUnconfirmed' } : undefined),
  effect(ticket, { actor, context, body: { record, confirmedAt, how } }) {
    return toClosed(ticket, { clause: '14-3', evidence: { record, confirmedAt, how }, confirmedBy: actor }, context);
  },
  summary: ({ body: { record } }) => `诉求人撤回：${record}`,
});
