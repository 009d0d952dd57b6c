/**
 * 进度查询 (art. 13; F39): what a complainant is told of their own matter. No names, no files, no notes of the office: who asks has
 * shown a number and four digits, no more.
 */
import { GLOSSARY } from './glossary.ts';
import type { Instant, UnitCode } from './ids.ts';
import { isRated, mayRate } from './actions/rate.ts';
import type { Status, Ticket } from './ticket.ts';

export type Progress = Readonly<{
  no: string;
  acceptedAt: Instant;
  state: string;
  /** The unit that leads now. */
  lead?: string;
  /** By when it is to be handled, while it is open. */
  handleBy?: Instant;
  provisional?: true;
  /** 公开答复, once the city has audited it. */
  reply?: string;
  /** 评价 (art. 15): may be given now, or was given for what is answered. */
  rating?: 'open' | 'given';
}>;

/** After these the city has seen the answer, or gave it itself. */
const ANSWERED: readonly Status[] = ['callback', 'closed', 'archived', 'directAnswered', 'guidedOut'];
const WITH_UNIT: readonly Status[] = ['dispatched', 'inProgress', 'rework', 'suspended', 'feedbackSubmitted', 'callback'];

function digits(phone: string | undefined): string {
  return (phone ?? '').replace(/\D/gu, '');
}

function ratingOf(ticket: Ticket): Pick<Progress, 'rating'> {
  if (mayRate(ticket) === undefined) return { rating: 'open' };
  return isRated(ticket) ? { rating: 'given' } : {};
}

/** Whether four digits are the end of a number that the complainant left; a matter without a number answers to nobody. */
function endsWith(ticket: Ticket, lastFour: string): boolean {
  const { phone, altPhone } = ticket.complainant;
  return [phone, altPhone].map(digits).some((number) => number.length >= 7 && number.endsWith(lastFour));
}

/**
 * The progress of a matter for whoever names its number and the last four digits of its phone; nothing where either is wrong, the
 * matter is sealed, or has no number yet. `nameOf` gives a unit's name.
 */
export function progressFor(
  ticket: Ticket | undefined,
  lastFour: string,
  nameOf: (unit: UnitCode) => string | undefined,
): Progress | undefined {
  if (ticket?.no === undefined || ticket.confidential === 'sealed' || ticket.status === 'void') return undefined;
  if (!/^[0-9]{4}$/u.test(lastFour) || !endsWith(ticket, lastFour)) return undefined;
  const lead = ticket.lead === undefined || !WITH_UNIT.includes(ticket.status) ? undefined : nameOf(ticket.lead);
  const due = ['dispatched', 'inProgress', 'rework'].includes(ticket.status) ? (ticket.due.rework ?? ticket.due.handle) : undefined;
  const reply = ANSWERED.includes(ticket.status) ? ticket.disposal.publicReply : undefined;
  return {
    no: ticket.no,
    acceptedAt: ticket.acceptedAt,
    state: GLOSSARY.publicState[ticket.status],
    ...(lead === undefined ? {} : { lead }),
    ...(due === undefined ? {} : { handleBy: due.at, ...(due.provisional === true ? { provisional: true as const } : {}) }),
    ...(reply === undefined ? {} : { reply }),
    ...ratingOf(ticket),
  };
}
