/** The clauses of art. 14 that a result or a closing may name today; the others come with their own files (hotline.md §6). */
import { Check } from 'typebox/value';
import type { Finding } from '../rule.ts';
import type { EvidenceClaim } from '../ticket-parts.ts';
import type { Clause, Ticket } from '../ticket.ts';
import type { Context } from '../verdict.ts';
import type { ClauseRule } from './clause.ts';
import { clause141a } from './clause-14-1a.ts';
import { clause143 } from './clause-14-3.ts';
import { clause148 } from './clause-14-8.ts';

/** To come, one file each: 14-1b, 14-1c, 14-2, 14-4, 14-5, 14-6, 14-7, 14-9. */
export const CLAUSE_RULES: Readonly<Partial<Record<Clause, ClauseRule>>> = {
  '14-1a': clause141a,
  '14-3': clause143,
  '14-8': clause148,
};

type Claimed = Readonly<{
  evidence: Record<string, unknown>;
  files: readonly EvidenceClaim[] | undefined;
  context: Context;
}>;

/** Whether the clause's evidence is there; files it names as proof are on the ticket or come with the action. */
export function checkClause(ticket: Ticket, clause: Clause, claimed: Claimed): Finding | undefined {
  const rule = CLAUSE_RULES[clause];
  if (rule === undefined) return { code: 'clauseUnknown' };
  const stated: unknown = claimed.evidence;
  if (!Check(rule.evidence, stated)) return { code: 'clauseEvidence', detail: rule.asks };
  const files = [...ticket.evidence, ...(claimed.files ?? [])];
  const named = claimed.evidence['proof'];
  const missing = Array.isArray(named) && named.some((hash) => !files.some((file) => file.hash === hash));
  if (missing) return { code: 'clauseEvidence', detail: '所列证明附件不在本工单中' };
  return rule.check(ticket, { stated, files, context: claimed.context });
}
