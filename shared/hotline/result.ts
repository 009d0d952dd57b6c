/** A result that leaves the unit: what it says becomes the ticket's disposal and the ground of its closing (art. 12(3), 14). */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { Instant, type PersonId } from './ids.ts';
import { closed, oneOf, text } from './schema-builders.ts';
import { CLAUSES, type Proposal, type Ticket } from './ticket.ts';

/** What is read of a result's package; checked again, because a package may come from another version. */
const ResultPackage = Type.Object({
  clause: Type.Optional(oneOf(CLAUSES)),
  clauseEvidence: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  verified: Type.Optional(Type.Boolean()),
  solved: Type.Optional(Type.Boolean()),
  unsolvedReason: Type.Optional(text(1000)),
  process: Type.Optional(text(8000)),
  publicReply: Type.Optional(text(8000)),
  told: Type.Optional(Type.Object({ at: Instant, how: text(60) }, closed)),
  internalNote: Type.Optional(text(4000)),
});

export function waitingResult(ticket: Ticket): Proposal | undefined {
  return ticket.proposals.findLast((one) => one.kind === 'result' && one.state === 'waiting');
}

/** The leader has signed: the ticket says what the result says, and under which clause it is to close. */
export function stateResult(ticket: Ticket, result: Proposal): Ticket {
  const content: unknown = result.package;
  const said: Static<typeof ResultPackage> = Check(ResultPackage, content) ? content : {};
  const { clause, clauseEvidence, ...words } = said;
  const { verified: _v, solved: _s, unsolvedReason: _u, told: _t, draft: _d, ...kept } = ticket.disposal;
  return {
    ...ticket,
    disposal: { ...kept, ...words },
    closing: { evidence: clauseEvidence ?? {}, proposedBy: result.by, ...(clause === undefined ? {} : { clause }) },
  };
}

/** The city took it: who confirmed is noted beside who proposed. */
export function confirmResult(ticket: Ticket, result: Proposal, confirmedBy: PersonId): Ticket {
  const stated = ticket.closing === undefined ? stateResult(ticket, result) : ticket;
  return { ...stated, closing: { ...(stated.closing ?? { evidence: {} }), confirmedBy } };
}
