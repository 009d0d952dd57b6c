/** Art. 14(1): a settlement was signed and carried out; both papers are asked for. */
import Type from 'typebox';
import { closed, line, prose } from '../schema-builders.ts';
import { defineClause, proofFiles } from './clause.ts';

export const clause141b = defineClause({
  clause: '14-1b',
  asks: '和解协议和履行凭据两份附件：协议选“协议”类，履行凭据选“处置过程”“处置后”或“其他”类',
  evidence: Type.Object(
    { parties: line('协议双方', 200), executed: prose('履行情况', 500, '何时、怎样履行完毕'), proof: proofFiles },
    closed,
  ),
  check(_ticket, { files }) {
    if (!files.some((one) => one.kind === 'agreement')) return { code: 'clauseEvidence', detail: '没有和解协议附件' };
    const carriedOut = files.some((one) => one.kind === 'process' || one.kind === 'after' || one.kind === 'other');
    return carriedOut ? undefined : { code: 'clauseEvidence', detail: '没有履行凭据附件' };
  },
});
