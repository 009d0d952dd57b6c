/** Files an action names become entries of the ticket, readable by the action's audience [sync E1, E3]. */
import type { Input } from '../rule.ts';
import type { FieldAudience } from '../roles.ts';
import type { EvidenceClaim } from '../ticket-parts.ts';
import type { Ticket } from '../ticket.ts';

export function withEvidence(
  ticket: Ticket,
  claims: readonly EvidenceClaim[] | undefined,
  input: Input<unknown>,
  audience: FieldAudience,
): Ticket {
  if (claims === undefined || claims.length === 0) return ticket;
  const { action } = input;
  const entries = claims.map((claim) => ({ ...claim, action: action._id, by: action.actor, device: action.device, audience }));
  return { ...ticket, evidence: [...ticket.evidence, ...entries] };
}
