/** Art. 14(2): the complainant went to court, to review or arbitration, or to execution. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { choice, closed, line } from '../schema-builders.ts';
import { defineClause, proofFiles } from './clause.ts';

export const clause142 = defineClause({
  clause: '14-2',
  asks: '案号或受理通知书编号，以及受理机关',
  evidence: Type.Object(
    {
      procedure: choice('程序', GLOSSARY.procedure),
      caseNo: line('案号或通知书编号', 100),
      authority: line('受理机关', 100),
      proof: proofFiles,
    },
    closed,
  ),
  cityClosesAnyOpen: true,
  check: () => undefined,
});
