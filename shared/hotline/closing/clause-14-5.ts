/** Art. 14(5): the facts are untrue or cannot be verified; two people, or two visits. */
import Type from 'typebox';
import { closed, line, prose } from '../schema-builders.ts';
import type { Ticket } from '../ticket.ts';
import { defineClause, proofFiles } from './clause.ts';

/** Arrivals and visits that took effect. */
function visits(ticket: Ticket): number {
  const arrivals = ticket.history.filter((entry) => entry.kind === 'arrive' && entry.noEffect === undefined).length;
  return arrivals + ticket.disposal.contacts.filter((one) => one.channel === 'visit').length;
}

export const clause145 = defineClause({
  clause: '14-5',
  asks: '核实记录；由两人核实（写明两人姓名），或到场核实两次（系统按到场和上门记录核对）',
  evidence: Type.Object(
    {
      record: prose('核实记录', 2000, '核实了什么、怎样核实、结论'),
      first: line('核实人员', 40),
      second: Type.Optional(line('另一核实人员', 40, '只有一人核实的，须到场两次')),
      proof: proofFiles,
    },
    closed,
  ),
  check(ticket, { stated }) {
    const two = stated.second !== undefined && stated.second.trim() !== stated.first.trim();
    if (two || visits(ticket) >= 2) return undefined;
    return { code: 'clauseEvidence', detail: `只有一人核实，到场或上门记录 ${visits(ticket)} 次` };
  },
});
