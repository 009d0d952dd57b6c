/** Art. 14(9): other lawful cases; two people at the city. */
import Type from 'typebox';
import { closed, line, prose } from '../schema-builders.ts';
import { defineClause, proofFiles } from './clause.ts';

export const clause149 = defineClause({
  clause: '14-9',
  asks: '法律依据；须由市级两人先后确认',
  evidence: Type.Object({ citation: line('法律依据', 300), why: prose('说明', 1000), proof: proofFiles }, closed),
  cityClosesAnyOpen: true,
  twoPeople: true,
  check: () => undefined,
});
