/** Art. 14(3): the complainant ends or withdraws the matter; the city confirms it with them. */
import Type from 'typebox';
import { closed, prose } from '../schema-builders.ts';
import { defineClause, proofFiles, wasReached } from './clause.ts';

export const clause143 = defineClause({
  clause: '14-3',
  asks: '撤回记录：谁、何时、怎样表示撤回，并有已接通的联系记录或相应附件；市级将向诉求人核实',
  evidence: Type.Object({ record: prose('撤回记录', 500, '谁、何时、怎样表示'), proof: proofFiles }, closed),
  check(ticket, { files }) {
    const heard =
      wasReached(ticket) || files.some((one) => one.kind === 'contactProof' || one.kind === 'agreement' || one.kind === 'other');
    return heard ? undefined : { code: 'clauseEvidence', detail: '没有已接通的联系记录，也没有撤回的书面或短信附件' };
  },
});
