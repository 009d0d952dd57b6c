/** The closing clauses of article 14 that are checked here; each names what is missing, or nothing. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { Finding, Input } from '../rule.ts';
import { closed, long, text, words } from '../schema-builders.ts';
import { Sha256 } from '../ids.ts';
import type { Clause, Ticket } from '../ticket.ts';
import { nonCooperation } from './non-cooperation.ts';

const proof = Type.Optional(Type.Array(Sha256, { title: '证明附件', maxItems: 10 }));

/** 14-1a solved, or the complainant accepts: how they said so, or what proves the solution (F40). */
export const Acceptance = Type.Object({ acceptance: words('认可或解决的凭据（通话、签字或短信）', 500, long), proof }, closed);
/** 14-3 ends or withdraws: the record; the city confirms with the complainant (F40). */
export const Withdrawal = Type.Object({ record: words('撤回记录（谁、何时、怎样表示）', 500, long), proof }, closed);
/** 14-8: only a remark; days and attempts are counted by the software from the contact log. */
export const Silence = Type.Object({ remark: Type.Optional(text(500, { title: '说明', ...long })) }, closed);

export const CLAUSE_EVIDENCE = { '14-1a': Acceptance, '14-3': Withdrawal, '14-8': Silence } as const;
export type CheckedClause = keyof typeof CLAUSE_EVIDENCE;

export function isChecked(clause: string): clause is CheckedClause {
  return clause in CLAUSE_EVIDENCE;
}

/** The evidence of a clause, checked by the software where it can be. The other clauses come with issue "the whole trade". */
export function clauseFinding(ticket: Ticket, clause: Clause, evidence: unknown, input: Input<unknown>): Finding | undefined {
  if (!isChecked(clause)) return { code: 'clauseUnknown' };
  if (!Check(CLAUSE_EVIDENCE[clause], evidence)) return { code: 'clauseEvidence', detail: CLAUSE_LABEL[clause] };
  if (clause !== '14-8') return undefined;
  const need = input.context.pack.nonCooperation;
  const found = nonCooperation(ticket.disposal.contacts, input.context.effectiveAt);
  if (found.days >= need.days && found.attempts >= need.attempts) return undefined;
  return { code: 'clauseNotYet', detail: `已连续 ${found.days} 天、${found.attempts} 次，需 ${need.days} 天、${need.attempts} 次` };
}

export const CLAUSE_LABEL: Readonly<Record<CheckedClause, string>> = {
  '14-1a': '已解决或诉求人认可',
  '14-3': '诉求人终止或撤回',
  '14-8': '连续三十日不配合',
};
