/** 恶意诉求移交 (art. 20): harassment, hogging; handed over by the city. No list of people is kept on a desk (F54). */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { noneOpenLike, propose } from '../proposals.ts';
import { cityRole, leadUnitRole } from '../rights.ts';
import { defineAction, type Asked } from '../rule.ts';
import { choice, closed, prose } from '../schema-builders.ts';
import { CITY, unitsAs } from '../standing.ts';
import { stillOpen } from '../states.ts';
import { proposed, unitProposes } from '../unit-proposal.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  { behaviour: choice('情形', GLOSSARY.abuse), record: prose('事实记录', 2000, '何时、何事、有何证据'), evidence },
  closed,
);

function byOperator(asked: Asked): boolean {
  return unitsAs(asked.held, 'operator').includes(CITY);
}

export const reportAbuse = defineAction({
  kind: 'reportAbuse',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => (byOperator(asked) ? cityRole(ticket, asked, 'operator') : leadUnitRole(ticket, asked, 'clerk')),
  open: (ticket, asked) =>
    byOperator(asked) ? (stillOpen(ticket) ?? noneOpenLike(ticket, 'abuse', asked)) : unitProposes(ticket, asked, 'abuse'),
  effect(ticket, input) {
    if (!byOperator(input)) return proposed(ticket, 'abuse', input);
    const { evidence: _files, ...content } = input.body;
    return propose(ticket, 'abuse', content, CITY, input);
  },
  summary: ({ body: { behaviour, record } }) => `恶意诉求移交（${GLOSSARY.abuse[behaviour]}）：${record}`,
});
