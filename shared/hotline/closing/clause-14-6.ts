/** Art. 14(6): police, procuratorate or discipline stepped in; the ticket is sealed with its closing. */
import Type from 'typebox';
import { GLOSSARY } from '../glossary.ts';
import { choice, closed, line } from '../schema-builders.ts';
import { defineClause, proofFiles } from './clause.ts';

export const clause146 = defineClause({
  clause: '14-6',
  asks: '介入机关和通知书编号；办结后工单转为密件，不再下发到任何终端',
  evidence: Type.Object({ body: choice('介入机关', GLOSSARY.investigator), noticeNo: line('通知书编号', 100), proof: proofFiles }, closed),
  cityClosesAnyOpen: true,
  seals: true,
  check: () => undefined,
});
