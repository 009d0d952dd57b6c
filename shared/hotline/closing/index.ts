/** The clauses of art. 14 that a result or a closing names, one file each (hotline.md §6). */
import { Check } from 'typebox/value';
import type { Finding } from '../rule.ts';
import type { EvidenceClaim } from '../ticket-parts.ts';
import type { Clause, Ticket } from '../ticket.ts';
import type { Context } from '../verdict.ts';
import type { ClauseRule } from './clause.ts';
import { clause141a } from './clause-14-1a.ts';
import { clause141b } from './clause-14-1b.ts';
import { clause141c } from './clause-14-1c.ts';
import { clause142 } from './clause-14-2.ts';
import { clause143 } from './clause-14-3.ts';
import { clause144 } from './clause-14-4.ts';
import { clause145 } from './clause-14-5.ts';
import { clause146 } from './clause-14-6.ts';
import { clause147 } from './clause-14-7.ts';
import { clause148 } from './clause-14-8.ts';
import { clause149 } from './clause-14-9.ts';

export const CLAUSE_RULES: Readonly<Record<Clause, ClauseRule>> = {
  '14-1a': clause141a,
  '14-1b': clause141b,
  '14-1c': clause141c,
  '14-2': clause142,
  '14-3': clause143,
  '14-4': clause144,
  '14-5': clause145,
  '14-6': clause146,
  '14-7': clause147,
  '14-8': clause148,
  '14-9': clause149,
};

type Claimed = Readonly<{
  evidence: Record<string, unknown>;
  files: readonly EvidenceClaim[] | undefined;
  context: Context;
}>;

/** Whether the clause's evidence is there; files it names as proof are on the ticket or come with the action. */
export function checkClause(ticket: Ticket, clause: Clause, claimed: Claimed): Finding | undefined {
  const rule = CLAUSE_RULES[clause];
  const stated: unknown = claimed.evidence;
  if (!Check(rule.evidence, stated)) return { code: 'clauseEvidence', detail: rule.asks };
  const files = [...ticket.evidence, ...(claimed.files ?? [])];
  const named = claimed.evidence['proof'];
  const missing = Array.isArray(named) && named.some((hash) => !files.some((file) => file.hash === hash));
  if (missing) return { code: 'clauseEvidence', detail: '所列证明附件不在本工单中' };
  return rule.check(ticket, { stated, files, context: claimed.context });
}
