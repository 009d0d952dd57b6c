/** One slim row a ticket in memory (measured.md): lists, counters, filters and search come from these. */
import { nextDue } from '../../shared/hotline/judge.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { limitFor } from '../../shared/hotline/deadlines.ts';
import { isStopped } from '../../shared/hotline/handle-clock.ts';
import { openInstructions } from '../../shared/hotline/instructions.ts';
import { openSupervisions } from '../../shared/hotline/oversight.ts';
import { isOpen } from '../../shared/hotline/standing.ts';
import { isPending } from '../../shared/hotline/proposals.ts';
import { owedOn } from '../../shared/hotline/red-list.ts';
import type { RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import { plain } from '../../shared/suggestion/grams.ts';
import { phoneDigits } from '../../shared/suggestion/duplicates.ts';
import type { SlimRow } from './door.ts';

/** A ticket born here shows 暂G… until the hub has numbered it (hotline.md §3). */
export function shownNumber(ticket: Pick<Ticket, '_id' | 'no'>): string {
  return ticket.no ?? `暂G${ticket._id.slice(-6)}`;
}

/** Asked and not yet answered, whether or not it was in time. */
const STILL_ASKED: readonly string[] = ['requested', 'reported', 'silent'];

function phonesOf({ complainant }: Ticket): Pick<SlimRow, 'phones'> {
  const phones = [complainant.phone, complainant.altPhone].flatMap((one) => phoneDigits(one ?? '') ?? []);
  return phones.length === 0 ? {} : { phones };
}

function instructionOf(ticket: Ticket): Pick<SlimRow, 'instruction'> {
  const open = openInstructions(ticket);
  const last = open.at(-1) ?? (isOpen(ticket) ? ticket.instructions?.at(-1) : undefined);
  if (last === undefined) return {};
  const { at, text, reply } = last;
  return { instruction: { at, text, waits: open.length > 0, ...(reply === undefined ? {} : { reply: reply.text }) } };
}

export function slimRow(ticket: Ticket, unsettled: number, pack: RulePackDocument): SlimRow {
  const due = nextDue(ticket);
  const helpers = ticket.coHandlers.filter((one) => one.unit !== ticket.lead && STILL_ASKED.includes(one.status)).map((one) => one.unit);
  const supervision = isOpen(ticket) ? openSupervisions(ticket)[0] : undefined;
  const parts = [
    shownNumber(ticket),
    ...ticket.externalNos,
    ticket.title,
    ticket.content,
    ticket.address?.text ?? '',
    ticket.category?.path.join(' ') ?? '',
  ];
  return {
    id: ticket._id,
    no: shownNumber(ticket),
    title: ticket.title,
    status: ticket.status,
    urgency: ticket.urgency,
    ...(ticket.kind === undefined ? {} : { kind: ticket.kind }),
    ...(ticket.lead === undefined ? {} : { lead: ticket.lead }),
    ...(ticket.region?.street === undefined ? {} : { street: ticket.region.street }),
    ...(ticket.region?.grid === undefined ? {} : { grid: ticket.region.grid }),
    ...(ticket.category === undefined ? {} : { category: ticket.category.code }),
    ...(ticket.assignment?.person === undefined ? {} : { assignee: ticket.assignment.person }),
    ...(ticket.assignment === undefined ? {} : { assignmentState: ticket.assignment.state }),
    acceptedAt: ticket.acceptedAt,
    ...(due === undefined
      ? {}
      : {
          dueAt: due.due.at,
          dueName: due.name,
          dueStart: due.due.start,
          provisional: due.due.provisional === true,
          dueLimit: limitFor(due.name, ticket, pack),
          dueStopped: (due.name === 'handle' || due.name === 'rework') && isStopped(ticket),
        }),
    pending: ticket.proposals.filter(isPending).map((one) => ({ kind: one.kind, state: one.state })),
    ...(ticket.status !== 'awaitingMaterial' || ticket.due.supplement === undefined ? {} : { supplementAt: ticket.due.supplement.at }),
    ...(helpers.length === 0 ? {} : { helpers }),
    ...(supervision === undefined ? {} : { supervision: { unit: supervision.unit, due: supervision.due } }),
    owed: owedOn(ticket),
    ...instructionOf(ticket),
    unsettled,
    ...(ticket.address === undefined ? {} : { address: ticket.address.text }),
    ...phonesOf(ticket),
    search: plain(parts.join('\n')),
  };
}
