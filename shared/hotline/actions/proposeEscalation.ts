/** 申请提级 (art. 6): what exceeds the office's powers or means goes up, with what was done and what is asked. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { noneOpenLike, propose } from '../proposals.ts';
import { leadUnitRole, stillLeads, unitMayReceive } from '../rights.ts';
import { defineAction } from '../rule.ts';
import { choice, closed, line, prose } from '../schema-builders.ts';
import { districtOf } from '../standing.ts';
import { inState, PROPOSE_STATES } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { evidence } from './fields.ts';

const body = Type.Object(
  {
    ground: choice('提级理由', GLOSSARY.escalationGround),
    target: choice('提请层级', GLOSSARY.level),
    done: prose('已开展的工作', 4000),
    why: prose('为何本级无法解决', 2000),
    ask: prose('请求事项', 2000),
    interim: prose('对诉求人的阶段性解释', 2000),
    citation: line('依据', 500, '派单目录事项或法律法规条文'),
    evidence,
  },
  closed,
);

const WORK_RECORDS: readonly string[] = ['contact', 'arrive', 'recordWork', 'report', 'cannot'];

/** A contact or a record of work on site that took effect. */
function workRecorded(ticket: Ticket): boolean {
  return ticket.history.some((entry) => entry.noEffect === undefined && WORK_RECORDS.includes(entry.kind));
}

export const proposeEscalation = defineAction({
  kind: 'proposeEscalation',
  category: 'P',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => leadUnitRole(ticket, asked, 'clerk'),
  open(ticket, asked) {
    const standing = stillLeads(ticket, asked, 'clerk');
    if (standing !== undefined) return standing;
    const state = inState(ticket, ...PROPOSE_STATES);
    if (state !== undefined) return noneOpenLike(ticket, 'escalation', asked) ?? state;
    if (ticket.urgency !== 'emergency' && !workRecorded(ticket)) return { code: 'noWorkYet' };
    return noneOpenLike(ticket, 'escalation', asked);
  },
  guard(ticket, input) {
    if (input.body.target !== 'district') return undefined;
    const district = districtOf(ticket);
    return district === undefined ? { code: 'districtMissing' } : unitMayReceive(ticket, district, input);
  },
  effect(ticket, input) {
    const { evidence: _files, ...content } = input.body;
    return ticket.lead === undefined ? ticket : propose(ticket, 'escalation', content, ticket.lead, input);
  },
  summary: ({ body: { ground, target, ask } }) => `申请提级（${GLOSSARY.level[target]}，${GLOSSARY.escalationGround[ground]}）：${ask}`,
});
