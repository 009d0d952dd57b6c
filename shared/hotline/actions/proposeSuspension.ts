/** 申请挂账 (art. 12(2)): not to be solved now, explained to the complainant; with a plan, who answers for it, and a review (F37). */
import Type from 'typebox';
import { monthsAfter } from '../calendar.ts';
import { leadUnitRole } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed, instantField, line, prose } from '../schema-builders.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence, told } from './fields.ts';

const body = Type.Object(
  {
    plan: prose('解决计划', 2000),
    responsible: line('责任人', 60),
    reviewAt: instantField('复核日期', '自今日起不超过规则包规定的月数'),
    explanation: prose('对诉求人的解释', 2000),
    told,
    evidence,
  },
  closed,
);

export const proposeSuspension = defineAction({
  kind: 'proposeSuspension',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => unitProposes(ticket, asked, 'suspension'),
  guard(_ticket, { body: { reviewAt }, context }) {
    const last = monthsAfter(context.effectiveAt, context.pack.suspensionMonths);
    return reviewAt > context.effectiveAt && reviewAt <= last ? undefined : { code: 'reviewOutside' };
  },
  effect: (ticket, input) => proposed(ticket, 'suspension', input),
  summary: ({ body: { plan } }) => `申请挂账：${plan}`,
});
