/** Files that an action names become entries of the ticket, readable by the action's audience [sync E1, E3]. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { FieldAudience } from './roles.ts';
import type { Input } from './rule.ts';
import { EvidenceClaim, type EvidenceEntry } from './ticket-parts.ts';
import type { Ticket } from './ticket.ts';

const NamesFiles = Type.Object({ evidence: Type.Array(EvidenceClaim) });

/** 身份证件 stays at the office under `hideIdentity` [sync E3]. */
function audienceOf(claim: EvidenceClaim, ticket: Ticket, audience: FieldAudience): FieldAudience {
  return claim.kind === 'idDocument' && ticket.confidential === 'hideIdentity' && audience === 'S' ? 'T' : audience;
}

/** The body's `evidence`, also of a fact kept without effect: what was done stays for the next lead to see (collision 1). */
export function withEvidence(ticket: Ticket, audience: FieldAudience, { action, actor, body }: Input<unknown>): Ticket {
  if (!Check(NamesFiles, body) || body.evidence.length === 0) return ticket;
  const entries = body.evidence.map((claim): EvidenceEntry => ({
    ...claim,
    action: action._id,
    by: actor,
    device: action.device,
    audience: audienceOf(claim, ticket, audience),
  }));
  return { ...ticket, evidence: [...ticket.evidence, ...entries] };
}
