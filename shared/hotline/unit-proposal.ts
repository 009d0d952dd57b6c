/** What the proposals of a unit share (hotline.md §4): its clerk makes them in work or rework, one open of a kind. */
import { noneOpenLike, propose } from './proposals.ts';
import { stillLeads } from './rights.ts';
import type { Asked, Finding, Input } from './rule.ts';
import { inState, PROPOSE_STATES } from './states.ts';
import type { ProposalKind } from './ticket-parts.ts';
import type { Status, Ticket } from './ticket.ts';

export function unitProposes(
  ticket: Ticket,
  asked: Asked,
  kind: ProposalKind,
  states: readonly Status[] = PROPOSE_STATES,
): Finding | undefined {
  return stillLeads(ticket, asked, 'clerk') ?? noneOpenLike(ticket, kind, asked) ?? inState(ticket, ...states);
}

/** The body without its files is the package. */
export function proposed(ticket: Ticket, kind: ProposalKind, input: Input<Record<string, unknown>>): Ticket {
  const { evidence: _files, ...content } = input.body;
  return ticket.lead === undefined ? ticket : propose(ticket, kind, content, ticket.lead, input);
}
