/** 拟办结果: kept between clerk and leader until it is submitted; nothing is asked for yet. */
import Type from 'typebox';
import { leadUnitRole, stillLeads } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { closed } from '../schema-builders.ts';
import { inState, WORK_STATES } from '../states.ts';
import { withNote } from '../wording.ts';
import { clause, clauseEvidence, evidence, internalNote, process, publicReply, solved, told, unsolvedReason, verified } from './fields.ts';

const body = Type.Object(
  {
    clause: Type.Optional(clause),
    clauseEvidence: Type.Optional(clauseEvidence),
    verified,
    solved: Type.Optional(solved),
    unsolvedReason,
    process: Type.Optional(process),
    publicReply: Type.Optional(publicReply),
    told: Type.Optional(told),
    internalNote,
    evidence,
  },
  closed,
);

export const draftResult = defineAction({
  kind: 'draftResult',
  category: 'F',
  body,
  audience: 'T',
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open: (ticket, asked) => stillLeads(ticket, asked, 'clerk') ?? inState(ticket, ...WORK_STATES),
  effect(ticket, { body: said }) {
    const { evidence: _files, ...draft } = said;
    return { ...ticket, disposal: { ...ticket.disposal, draft } };
  },
  summary: ({ body: said }) => withNote('拟办结果', said.publicReply ?? said.process),
});
