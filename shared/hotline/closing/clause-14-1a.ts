/** Art. 14(1): the matter is solved, or the complainant accepts. */
import Type from 'typebox';
import { closed, prose } from '../schema-builders.ts';
import { defineClause, proofFiles, wasReached } from './clause.ts';

export const clause141a = defineClause({
  clause: '14-1a',
  asks: '写明问题如何解决或诉求人如何认可（通话、签字、短信），并有已接通的联系记录或相应附件',
  evidence: Type.Object({ acceptance: prose('认可或解决的凭据', 500, '通话、签字或短信；或写明解决情况'), proof: proofFiles }, closed),
  check(ticket, { files }) {
    // A call record is the contact itself: no photo is demanded beside it (国办函〔2026〕12号).
    if (wasReached(ticket) || files.some((one) => one.kind !== 'idDocument' && one.kind !== 'before')) return undefined;
    return { code: 'clauseEvidence', detail: '没有已接通的联系记录，也没有处置后、签字或短信等附件' };
  },
});
