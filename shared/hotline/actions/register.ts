/** 登记 (art. 9): a matter is born; content must be there, kind and place may come later. */
import Type, { type Static } from 'typebox';
import { startDue } from '../deadlines.ts';
import { GLOSSARY } from '../glossary.ts';
import type { UnitCode } from '../ids.ts';
import { blankTicket } from '../new-ticket.ts';
import { dialled, earlierOf, MOST_EARLIER } from '../repeat.ts';
import { defineAction, type Input } from '../rule.ts';
import { choice, closed, instantField, line, personField, prose, text, unitField, yesNo } from '../schema-builders.ts';
import { inSeason } from '../season.ts';
import { holds, respondentUnits, unitOfRespondent, unitsAs } from '../standing.ts';
import type { Ticket } from '../ticket.ts';
import { contactRunsFromDispatch, nextRound, takeUp } from '../transitions.ts';
import type { Context } from '../verdict.ts';
import { address, category, domain, evidence, kind, region, urgency } from './fields.ts';

const body = Type.Object(
  {
    source: choice('受理渠道', GLOSSARY.source),
    title: line('标题', 300),
    content: prose('诉求内容', 20_000),
    kind,
    domain,
    category,
    urgency,
    complainant: Type.Optional(
      Type.Object(
        {
          kind: choice('诉求人类别', GLOSSARY.complainantKind),
          name: Type.Optional(text(60, { title: '姓名或名称', 'x-widget': 'text' })),
          phone: Type.Optional(text(30, { title: '电话', 'x-widget': 'text' })),
          altPhone: Type.Optional(text(30, { title: '备用电话', 'x-widget': 'text' })),
          repeat: Type.Optional(yesNo('重复诉求')),
          earlier: Type.Optional(Type.Array(text(40), { title: '此前工单编号', maxItems: 20, 'x-widget': 'texts' })),
        },
        { ...closed, title: '诉求人', 'x-widget': 'group' },
      ),
    ),
    respondent: Type.Optional(
      Type.Object(
        {
          unit: Type.Optional(unitField('被反映单位')),
          person: Type.Optional(personField('被反映人员')),
          name: Type.Optional(text(80, { title: '被反映对象名称', 'x-widget': 'text' })),
        },
        { ...closed, title: '被反映对象', description: '反映单位或其人员时必填，该单位和人员不得承办', 'x-widget': 'group' },
      ),
    ),
    confidential: Type.Optional(choice('保密', GLOSSARY.confidential)),
    occurredAt: Type.Optional(instantField('事发时间')),
    acceptedAt: Type.Optional(instantField('受理时间', '仅台账导入')),
    address,
    region,
    externalNos: Type.Optional(Type.Array(text(60), { title: '市级编号或办件编号', maxItems: 10, 'x-widget': 'texts' })),
    /** Registered here, and kept in this unit's channel until the city has dispatched it. */
    toCity: Type.Optional(yesNo('转市派单', ['本单位首接', '转市派单'])),
    evidence,
  },
  closed,
);
type Body = Static<typeof body>;

/** The office at which it was born, where it was (walk-in, found by the grid). */
function birthplace(input: Input<Body>): UnitCode | undefined {
  if (holds(input.held, 'operator', 'system')) return undefined;
  const units = unitsAs(input.held, input.body.source === 'walkIn' ? 'clerk' : 'gridWorker');
  return units[0];
}

/** Channels ask the document alone, so it names the unit of a person complained about (§9); the city itself stays unnamed. */
function withUnit(respondent: NonNullable<Body['respondent']>, context: Context): NonNullable<Ticket['respondent']> {
  const unit = respondent.unit ?? context.recalled?.respondentUnit;
  return unit === undefined ? respondent : { ...respondent, unit };
}

/** The hub knows a caller again by an HMAC of the number, whose key never leaves it. */
function withHash(said: Body['complainant'], repeat: boolean, { callers }: Context): Ticket['complainant'] {
  const complainant = said ?? { kind: 'natural' };
  const number = dialled(complainant.phone);
  const hash = number === undefined || callers === undefined ? {} : { phoneHash: callers.hash(number) };
  return { ...complainant, ...hash, ...(repeat ? { repeat } : {}) };
}

function create(input: Input<Body>): Ticket {
  const { body: said, context, action } = input;
  const at = context.effectiveAt;
  const { toCity, evidence: _files, urgency: pressing, complainant, confidential, acceptedAt, externalNos, ...fields } = said;
  const blank = blankTicket(action, context);
  const repeatOf = context.recalled?.repeatOf ?? [];
  const born: Ticket = {
    ...blank,
    ...fields,
    externalNos: externalNos ?? [],
    urgency: pressing ?? 'normal',
    complainant: withHash(complainant, repeatOf.length > 0, context),
    confidential: confidential ?? 'none',
    acceptedAt: holds(input.held, 'system') && acceptedAt !== undefined ? acceptedAt : at,
    ...(fields.respondent === undefined ? {} : { respondent: withUnit(fields.respondent, context) }),
    links: { duplicates: [], earlier: [...new Set([...(complainant?.earlier ?? []), ...repeatOf])].slice(-MOST_EARLIER) },
    flags: { ...blank.flags, hard: pressing === 'complex', repeat: complainant?.repeat === true || repeatOf.length > 0 },
    ...(context.number === undefined ? {} : { no: context.number }),
  };
  const ticket: Ticket = { ...born, urgency: inSeason(born, context) };
  const unit = birthplace(input);
  // A complaint about the office itself goes straight to the city (§9).
  if (unit === undefined || respondentUnits(ticket, context).includes(unit)) return startDue(ticket, 'dispatch', at, context);
  if (toCity === true) return startDue({ ...ticket, origin: unit }, 'dispatch', at, context);
  return firstReceived(ticket, unit, input);
}

/** 首接 (art. 11): the office leads it at once, as if dispatched and signed; a grid worker keeps what they found. */
function firstReceived(ticket: Ticket, unit: UnitCode, input: Input<Body>): Ticket {
  const { context, action, actor } = input;
  const at = context.effectiveAt;
  const round = nextRound(ticket, { action: action._id, unit, by: actor, at, basis: GLOSSARY.mark.firstReceived, designated: false });
  const led = startDue({ ...ticket, origin: unit, lead: unit, dispatches: [round] }, 'handle', at, context);
  const taken = takeUp(contactRunsFromDispatch(led) ? startDue(led, 'contact', at, context) : led, context);
  if (input.body.source !== 'gridSelfFound') return taken;
  return { ...taken, assignment: { action: action._id, person: actor, state: 'acknowledged', at, by: actor } };
}

export const register = defineAction({
  kind: 'register',
  category: 'F',
  body,
  audience: 'S',
  right(ticket, { held }) {
    if (ticket !== undefined) return { code: 'exists' };
    return holds(held, 'operator', 'clerk', 'gridWorker', 'system') ? undefined : { code: 'noRight' };
  },
  rightOver(_ticket, { held, body: { source } }) {
    if (source === 'import') return holds(held, 'system') ? undefined : { code: 'noRight' };
    if (holds(held, 'operator', 'system')) return undefined;
    if (source === 'walkIn' && holds(held, 'clerk')) return undefined;
    return source === 'gridSelfFound' && holds(held, 'gridWorker') ? undefined : { code: 'noRight' };
  },
  open: () => undefined,
  reads(_ticket, { body: said, context }) {
    const unit = said.respondent === undefined ? undefined : unitOfRespondent(said.respondent, context);
    const repeatOf = earlierOf({ ...said, complainant: withHash(said.complainant, false, context) }, context);
    return { ...(unit === undefined ? {} : { respondentUnit: unit }), ...(repeatOf.length === 0 ? {} : { repeatOf: [...repeatOf] }) };
  },
  create,
  effect: (ticket) => ticket,
  summary: ({ body: { source, title } }) => `登记（${GLOSSARY.source[source]}）：${title}`,
});
