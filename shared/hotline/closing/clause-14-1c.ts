/** Art. 14(1): closed before, and repeated without a new reason. */
import Type from 'typebox';
import { closed, line, prose } from '../schema-builders.ts';
import { defineClause } from './clause.ts';

export const clause141c = defineClause({
  clause: '14-1c',
  asks: '此前已办结工单的编号，并说明没有新的事实和理由',
  evidence: Type.Object({ earlier: line('此前办结工单编号', 40), noNewReason: prose('无新理由的说明', 500) }, closed),
  check(ticket, { stated }) {
    const own = [ticket.no, ...ticket.externalNos].includes(stated.earlier.trim());
    return own ? { code: 'clauseEvidence', detail: '填写的是本工单自己的编号' } : undefined;
  },
});
