/** Art. 14(7): what is asked for is against law or policy. */
import Type from 'typebox';
import { closed, line, prose } from '../schema-builders.ts';
import { defineClause } from './clause.ts';

export const clause147 = defineClause({
  clause: '14-7',
  asks: '所违反的法律法规或政策条文，并说明诉求与条文的关系',
  evidence: Type.Object({ citation: line('法律法规或政策条文', 300), why: prose('说明', 1000) }, closed),
  check: () => undefined,
});
