/** A ticket before anything was said about it. */
import type { Action, StoredAction } from './action.ts';
import type { TicketId } from './ids.ts';
import type { Ticket } from './ticket.ts';
import type { Context } from './verdict.ts';

export function blankTicket(action: Action | StoredAction, context: Context): Ticket {
  return {
    _id: action.ticket as TicketId,
    schema: 1,
    externalNos: [],
    source: 'import',
    title: '',
    content: '',
    complainant: { kind: 'natural' },
    confidential: 'none',
    acceptedAt: context.effectiveAt,
    urgency: 'normal',
    coHandlers: [],
    dispatches: [],
    pastAssignees: [],
    due: {},
    stops: [],
    proposals: [],
    rulePack: { id: context.pack.id, version: context.pack.version },
    status: 'registered',
    flags: {
      supervised: 0,
      urged: false,
      extensions: 0,
      reworks: 0,
      refusedReturns: 0,
      hard: false,
      repeat: false,
      emergencyNotified: false,
      satisfactionExempt: false,
      assessmentAppealed: false,
      unreasonableClaim: false,
      referralCandidate: false,
    },
    disposal: { contacts: [] },
    callbacks: [],
    supervisions: [],
    urges: [],
    evidence: [],
    links: { duplicates: [], earlier: [] },
    history: [],
  };
}
