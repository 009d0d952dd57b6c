/**
 * `POST /desk/callers` (art. 9(4), F27): what one number has called about in the last 90 days. The number goes in the body, since an
 * address is written into logs; what comes back names nobody and no number.
 */
import Type, { type Static } from 'typebox';
import { Instant, TicketId, UnitCode } from '../hotline/ids.ts';
import { closed, oneOf } from '../hotline/schema-builders.ts';
import { STATUSES } from '../hotline/ticket.ts';

export const CallerQuery = Type.Object(
  { phone: Type.String({ maxLength: 30 }), category: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })) },
  closed,
);
export type CallerQuery = Readonly<Static<typeof CallerQuery>>;

export const CallerTicket = Type.Object({
  id: TicketId,
  no: Type.String(),
  title: Type.String(),
  /** Absent before it is dispatched. */
  unit: Type.Optional(UnitCode),
  status: oneOf(STATUSES),
  acceptedAt: Instant,
});
export type CallerTicket = Readonly<Static<typeof CallerTicket>>;

/** The newest first; `total` counts what may be seen, also beyond the rows. */
export const CallerAnswer = Type.Object({ rows: Type.Array(CallerTicket), total: Type.Integer() });
export type CallerAnswer = Readonly<Static<typeof CallerAnswer>>;
