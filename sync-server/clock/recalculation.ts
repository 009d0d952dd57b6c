/**
 * Tickets whose limits had to guess a year, once its calendar is here (hotline.md §7, F05, F17): each is folded again from its log by
 * the calendar of today, and what comes out otherwise is said by one action of the clock that carries the dates (ADR 8).
 */
import type { StoredAction } from '../../shared/hotline/action.ts';
import { clockActionId } from '../../shared/hotline/clock-schedule.ts';
import type { ActionId } from '../../shared/hotline/ids.ts';
import { isCovered, recalculated } from '../../shared/hotline/recalculation.ts';
import type { CalendarDocument } from '../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { refold } from '../authority/fold.ts';
import type { Core } from '../core.ts';
import type { Ready } from './ready.ts';

/** Tickets folded again in one go. */
const BATCH = 100;

export class Recalculation {
  readonly #core: Core;
  /** What was looked at by this calendar, by its revision: what came out the same is not folded every minute. */
  readonly #seen = new Map<string, string>();
  #by: CalendarDocument | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** What was made of them could not be logged: they are looked at again. */
  again(): void {
    this.#seen.clear();
  }

  /** The next ones; nothing: all that can be repaired is. */
  async acts(): Promise<readonly Ready[] | undefined> {
    const { feed, store, reference } = this.#core;
    const { calendar } = reference;
    if (this.#by !== calendar) this.#seen.clear();
    this.#by = calendar;
    const due = feed.provisionalTickets((years) => isCovered(years, calendar)).filter(([id, rev]) => this.#seen.get(id) !== rev);
    if (due.length === 0) return undefined;
    const batch = due.slice(0, BATCH);
    for (const [id, rev] of batch) this.#seen.set(id, rev);
    const tickets = (await store.hotline.getMany<Ticket>(batch.map(([id]) => id))).filter((one) => one !== undefined);
    const made: Ready[] = [];
    for (const ticket of tickets) {
      const act = await this.#actOn(ticket, calendar);
      if (act !== undefined) made.push(act);
    }
    return made;
  }

  async #actOn(ticket: Ticket, calendar: CalendarDocument): Promise<Ready | undefined> {
    const { store, reference, now } = this.#core;
    const log = await store.hotline.getMany<StoredAction>(ticket.history.map(({ id }) => id));
    const actions = new Map(log.flatMap((action) => (action === undefined ? [] : [[action._id as string, action] as const])));
    const again = refold(reference, ticket, (id) => actions.get(id), { passed: ['recalculate'], calendar });
    const body = again === undefined ? undefined : recalculated(ticket, again, calendar);
    if (body === undefined) return undefined;
    // By which calendar, of which state of the ticket: the same again is the same action, also after a restart [sync A3].
    const key = `${reference.calendars().at(-1)?.order ?? 0}.${ticket.history.length}:${ticket.history.at(-1)?.receivedAt ?? ''}`;
    const id = clockActionId(ticket._id, { kind: 'recalculate', key }) as ActionId;
    return { id, ticket: ticket._id, kind: 'recalculate', body, at: now() };
  }
}
