/** 领导批示 (art. 6; F13): which still wait, and what ends them. They stand at the top of the ticket until then. */
import type { ActionId } from './ids.ts';
import type { Instruction } from './instruction-record.ts';
import { isOpen } from './standing.ts';
import type { Ticket } from './ticket.ts';

/** 待落实: neither answered nor overtaken by a result; oldest first. */
export function openInstructions(ticket: Ticket): readonly Instruction[] {
  if (!isOpen(ticket)) return [];
  return (ticket.instructions ?? []).filter((one) => one.reply === undefined && one.ended === undefined && one.unit === ticket.lead);
}

function withInstructions(ticket: Ticket, change: (one: Instruction) => Instruction): Ticket {
  return ticket.instructions === undefined ? ticket : { ...ticket, instructions: ticket.instructions.map(change) };
}

/** The result was fed back, or the matter has left the unit: nobody is asked for an answer any more. */
export function endInstructions(ticket: Ticket, ended: NonNullable<Instruction['ended']>): Ticket {
  return withInstructions(ticket, (one) => (one.reply === undefined && one.ended === undefined ? { ...one, ended } : one));
}

/** The result was taken back: what it had ended waits again. */
export function resumeInstructions(ticket: Ticket, result: ActionId): Ticket {
  return withInstructions(ticket, (one) => {
    const { ended, ...rest } = one;
    return ended === result ? rest : one;
  });
}
