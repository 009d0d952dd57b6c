/**
 * A main ticket's record of what was merged into it (F27). No ticket's fold writes another's [sync S3]: the clock writes an action
 * to the main ticket's own log, with an id that derives from the other's merge, so it can be repeated [sync A3].
 */
import type { ActionId, Instant, TicketId } from '../../shared/hotline/ids.ts';
import { isLinkPending } from '../../shared/hotline/merging.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import type { Store } from '../store/store.ts';
import type { Ready } from './ready.ts';

const MOVES = ['merge', 'unmerge', 'decideProposal'];

/** Of each number the ticket that claimed it [sync A3]; a number of another platform names none of ours. */
async function ticketsNamed(store: Store, names: readonly string[]): Promise<ReadonlyMap<string, TicketId>> {
  const claims = await store.private.getMany<{ ticket: TicketId }>(names.map((no) => `no:${no.trim()}`));
  const found = new Map<string, TicketId>();
  names.forEach((name, at) => {
    const id = claims[at]?.ticket ?? (name.startsWith('ticket:') ? (name as TicketId) : undefined);
    if (id !== undefined) found.set(name, id);
  });
  return found;
}

function actsOf(ticket: Ticket, mains: ReadonlyMap<string, TicketId>, known: (id: TicketId) => Ticket | undefined): readonly Ready[] {
  const move = ticket.history.findLast(({ kind, noEffect }) => noEffect === undefined && MOVES.includes(kind));
  if (move === undefined) return [];
  const at: Instant = move.occurredAt;
  const made = move.id.slice('action:'.length);
  const twin = { duplicate: ticket._id, ...(ticket.no === undefined ? {} : { no: ticket.no }) };
  const onMain = (main: TicketId, kind: string): Ready => ({
    id: `action:clock:${main}:${kind}:${ticket._id.slice('ticket:'.length)}.0:${made}` as ActionId,
    ticket: main,
    kind,
    body: twin,
    at,
  });
  const named = ticket.status === 'merged' ? ticket.links.main : undefined;
  const found = named === undefined ? undefined : mains.get(named);
  const main = found === undefined ? undefined : known(found)?._id;
  const before = ticket.links.duplicateOf;
  const body = { ...(named === undefined ? {} : { named }), ...(main === undefined ? {} : { main }) };
  return [
    ...(before === undefined || before === main ? [] : [onMain(before, 'dropDuplicate')]),
    ...(main === undefined ? [] : [onMain(main, 'takeDuplicate')]),
    // The last one: once it is in the log the others are, and nobody asks again.
    { id: `action:clock:${ticket._id}:linkMain:0.0:${made}` as ActionId, ticket: ticket._id, kind: 'linkMain', body, at },
  ];
}

/** Of the tickets at hand: those merged are told to their main ticket, those parted are taken from it. */
export async function duplicateActs(store: Store, tickets: readonly Ticket[]): Promise<readonly Ready[]> {
  const linked = tickets.filter(isLinkPending);
  if (linked.length === 0) return [];
  const names = [...new Set(linked.flatMap(({ links: { main } }) => (main === undefined ? [] : [main])))];
  const mains = await ticketsNamed(store, names);
  const known = new Map(
    (await store.hotline.getMany<Ticket>([...mains.values()])).flatMap((one) => (one === undefined ? [] : [[one._id, one] as const])),
  );
  return linked.flatMap((ticket) => actsOf(ticket, mains, (id) => known.get(id)));
}
