/** 派单 (art. 8, 9): by the catalogue or with a written reason; at most three rounds. */
import Type, { type Static } from 'typebox';
import { byReference, cityRole, unitMayReceive } from '../rights.ts';
import { defineAction, type Asked, type Finding } from '../rule.ts';
import { closed, line, prose, unitField } from '../schema-builders.ts';
import { inState } from '../states.ts';
import type { Ticket } from '../ticket.ts';
import { inSeason } from '../season.ts';
import { nextRound, sendTo } from '../transitions.ts';
import type { Context } from '../verdict.ts';
import { unitName, withNote } from '../wording.ts';
import { address, category, domain, kind, region, urgency } from './fields.ts';

const body = Type.Object(
  {
    unit: unitField('承办单位'),
    urgency,
    kind,
    domain,
    category,
    region,
    address,
    basis: Type.Optional(line('派单依据', 200, '派单目录事项')),
    reason: Type.Optional(prose('派单理由', 1000, '目录中没有对应事项时写明')),
  },
  closed,
);
type Body = Static<typeof body>;

/** What the dispatcher adds to the ticket's own particulars; the season may make it more pressing. */
function completed(ticket: Ticket, said: Body, context: Context): Ticket {
  const { unit: _unit, basis: _basis, reason: _reason, urgency: pressing, ...particulars } = said;
  const next = withUrgency({ ...ticket, ...particulars }, pressing);
  return { ...next, urgency: inSeason(next, context) };
}

/** 疑难 marks the ticket for good, also when it is later handled as something else. */
export function withUrgency(ticket: Ticket, urgency: Ticket['urgency'] | undefined): Ticket {
  if (urgency === undefined) return ticket;
  return { ...ticket, urgency, flags: { ...ticket.flags, hard: ticket.flags.hard || urgency === 'complex' } };
}

/** A 承办单位 that exists and is not complained about. */
export function unitCanLead(ticket: Ticket, unit: Body['unit'], asked: Asked): Finding | undefined {
  const known = asked.context.unit(unit);
  if (known === undefined) return byReference(asked, 'unknownUnit');
  if (known.type !== 'street' && known.type !== 'department') return { code: 'unknownUnit' };
  return unitMayReceive(ticket, unit, asked);
}

function placeKnown(ticket: Ticket): boolean {
  const { region, address } = ticket;
  return (region !== undefined && Object.keys(region).length > 0) || (address !== undefined && address.text.trim() !== '');
}

export const dispatch = defineAction({
  kind: 'dispatch',
  category: 'D',
  body,
  audience: 'T',
  needsOfficeFields: true,
  right: (ticket, asked) => cityRole(ticket, asked, 'dispatcher'),
  open(ticket, { context }) {
    const state = inState(ticket, 'registered');
    if (state !== undefined) return state;
    return ticket.dispatches.length < context.pack.dispatchRounds ? undefined : { code: 'mustDesignate' };
  },
  guard(ticket, input) {
    const next = completed(ticket, input.body, input.context);
    if (next.kind === undefined) return { code: 'kindMissing' };
    if (!placeKnown(next)) return { code: 'placeMissing' };
    if (input.body.basis === undefined && input.body.reason === undefined && next.category === undefined) return { code: 'basisMissing' };
    return unitCanLead(ticket, input.body.unit, input);
  },
  effect(ticket, { action, actor, body: said, context }) {
    const { unit, reason } = said;
    const next = completed(ticket, said, context);
    const basis = said.basis ?? (next.category === undefined ? undefined : next.category.path.join('→').slice(0, 200));
    const entry = nextRound(next, {
      action: action._id,
      unit,
      by: actor,
      at: context.effectiveAt,
      designated: false,
      ...(basis === undefined ? {} : { basis }),
      ...(reason === undefined ? {} : { reason }),
    });
    return sendTo(next, entry, context);
  },
  summary: ({ body: { unit, reason, basis }, context }) => withNote(`派单至${unitName(unit, context)}`, reason ?? basis),
});
