/** 直接答复 (art. 9): what can be answered at once is; by the city's operator, or at a street's counter, there also offline (F22). */
import Type from 'typebox';
import { atTheCounter, endAt, intakeRight, intakeStanding } from '../intake.ts';
import { defineAction } from '../rule.ts';
import { articleField, closed, prose } from '../schema-builders.ts';
import { inState } from '../states.ts';

const body = Type.Object(
  { answer: prose('答复内容', 8000), article: Type.Optional(articleField('引用的知识条目', '没有对应条目的可不填')) },
  closed,
);

export const directAnswer = defineAction({
  kind: 'directAnswer',
  category: 'D',
  factBy: ['clerk'],
  body,
  audience: 'S',
  needsOfficeFields: true,
  right: intakeRight,
  open(ticket, asked) {
    const standing = intakeStanding(ticket, asked);
    if (standing !== undefined) return standing;
    return atTheCounter(ticket, asked) ? undefined : inState(ticket, 'registered');
  },
  effect(ticket, { body: { answer }, context }) {
    const at = context.effectiveAt;
    const disposal = { ...ticket.disposal, publicReply: answer, told: { at, how: '直接答复' } };
    return endAt({ ...ticket, disposal }, 'directAnswered', context);
  },
  summary: ({ body: { answer, article } }) => `直接答复${article === undefined ? '' : `（引用${article}）`}：${answer}`,
});
