/** An act of the clock before it is signed. */
import type { ActionId, Instant, TicketId } from '../../shared/hotline/ids.ts';

export type Ready = Readonly<{
  id: ActionId;
  ticket: TicketId;
  kind: string;
  body: Readonly<Record<string, unknown>>;
  /** When it came due: what it counts as done at. */
  at: Instant;
}>;
