/** 派单: by the catalogue, or with a written reason (article 8; F18, F19). At most three rounds, then 指定承办. */
import Type from 'typebox';
import { dropDue, meetDue, startDue } from '../deadlines.ts';
import type { ActionId, PersonId, UnitCode } from '../ids.ts';
import { cityRole } from '../rights.ts';
import { defineAction, type Finding, type Input } from '../rule.ts';
import { closed, long, oneOf, text } from '../schema-builders.ts';
import { inState } from '../states.ts';
import { Address, Category, REQUEST_KINDS, Region, URGENCIES, type Ticket } from '../ticket.ts';
import { labelled, unitField } from './fields.ts';

export const DispatchBody = Type.Object(
  {
    unit: unitField('承办单位'),
    urgency: Type.Optional(oneOf(URGENCIES, labelled('紧急程度', ['特急', '民生急件', '紧急', '一般', '疑难']))),
    kind: Type.Optional(oneOf(REQUEST_KINDS, labelled('诉求类型', ['咨询', '非紧急求助', '投诉', '举报', '意见建议']))),
    category: Type.Optional(Type.Object(Category.properties, { ...closed, title: '事项分类', 'x-widget': 'category' })),
    region: Type.Optional(Type.Object(Region.properties, { ...closed, title: '区划', 'x-widget': 'region' })),
    address: Type.Optional(Type.Object(Address.properties, { ...closed, title: '事发地址', 'x-widget': 'address' })),
    basis: Type.Optional(text(200, { title: '派单依据（目录事项）' })),
    reason: Type.Optional(text(1000, { title: '派单理由', ...long })),
  },
  closed,
);

/** Neither the respondent's unit nor an unknown one leads a matter (hotline.md §9). */
export function unitMayLead(ticket: Ticket, unit: UnitCode, input: Input<unknown>): Finding | undefined {
  if (input.context.unit(unit) === undefined) return { code: 'unknownUnit' };
  return ticket.respondent?.unit === unit ? { code: 'targetIsRespondent' } : undefined;
}

/** The rounds so far; a matter born at a street has one. */
export function roundsOf(ticket: Ticket): number {
  return ticket.dispatches.length;
}

/** The unit becomes the lead, the limits start again. */
export function giveTo(
  ticket: Ticket,
  to: Readonly<{ action: ActionId; unit: UnitCode; by: PersonId; designated: boolean; basis?: string; reason?: string }>,
  input: Input<unknown>,
): Ticket {
  const { context } = input;
  const at = context.effectiveAt;
  const { before: _before, closing: _closing, upperLead: _upper, ...rest } = meetDue(ticket, 'dispatch', at);
  const given: Ticket = {
    ...rest,
    lead: to.unit,
    status: 'dispatched',
    stops: rest.stops.map((stop) => (stop.to === undefined ? { ...stop, to: at } : stop)),
    dispatches: [...rest.dispatches, { ...to, round: rest.dispatches.length + 1, at }],
  };
  let timed = startDue(
    startDue(dropDue(given, 'return', 'contact', 'rework', 'decide', 'upper', 'callback'), 'sign', at, context),
    'handle',
    at,
    context,
  );
  // Where life or livelihood is at stake the contact limit runs from the dispatch, not from the signature.
  if (timed.urgency === 'emergency' || timed.urgency === 'livelihood') timed = startDue(timed, 'contact', at, context);
  return timed;
}

export const dispatch = defineAction({
  kind: 'dispatch',
  category: 'D',
  body: DispatchBody,
  audience: 'T',
  right: (ticket, input) => cityRole(ticket, input, 'dispatcher'),
  guard(ticket, input) {
    const { body } = input;
    const state = inState(ticket, 'registered');
    if (state !== undefined) return state;
    if (ticket.kind === undefined && body.kind === undefined) return { code: 'kindMissing' };
    if (ticket.region === undefined && ticket.address === undefined && body.region === undefined && body.address === undefined) {
      return { code: 'placeMissing' };
    }
    if (body.category === undefined && ticket.category === undefined && body.basis === undefined && body.reason === undefined) {
      return { code: 'basisMissing' };
    }
    if (roundsOf(ticket) >= input.context.pack.dispatchRounds) return { code: 'mustDesignate' };
    return unitMayLead(ticket, body.unit, input);
  },
  effect(ticket, input) {
    const { body, action } = input;
    const filed: Ticket = {
      ...ticket,
      ...(body.kind === undefined ? {} : { kind: body.kind }),
      ...(body.category === undefined ? {} : { category: body.category }),
      ...(body.region === undefined ? {} : { region: body.region }),
      ...(body.address === undefined ? {} : { address: body.address }),
      urgency: body.urgency ?? ticket.urgency,
    };
    return giveTo(
      filed,
      {
        action: action._id,
        unit: body.unit,
        by: action.actor,
        designated: false,
        ...(body.basis === undefined ? {} : { basis: body.basis }),
        ...(body.reason === undefined ? {} : { reason: body.reason }),
      },
      input,
    );
  },
  summary: ({ body, context }) => `派单至${context.unit(body.unit)?.name ?? body.unit}`,
});
