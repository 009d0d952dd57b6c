/** 登记: a matter becomes a ticket (articles 2, 3, 9; F01, F03, F04). Born at a street, that unit is its lead (首接). */
import Type from 'typebox';
import { meetDue, startDue } from '../deadlines.ts';
import { defineAction, type Input } from '../rule.ts';
import { closed, oneOf, text, words, long } from '../schema-builders.ts';
import { holds, unitsAs } from '../standing.ts';
import {
  Address,
  CONFIDENTIALITY,
  Category,
  Complainant,
  DOMAINS,
  REQUEST_KINDS,
  Region,
  Respondent,
  SOURCES,
  URGENCIES,
  type Ticket,
} from '../ticket.ts';
import { instantField, labelled } from './fields.ts';

export const RegisterBody = Type.Object(
  {
    source: oneOf(
      SOURCES,
      labelled('受理渠道', ['电话', '网站', '微信', 'APP', '省平台', '110 联动', '领导信箱', '来访', '网格自发现', '导入']),
    ),
    kind: Type.Optional(oneOf(REQUEST_KINDS, labelled('诉求类型', ['咨询', '非紧急求助', '投诉', '举报', '意见建议']))),
    domain: Type.Optional(oneOf(DOMAINS, labelled('领域', ['经济', '市场', '社会', '公共服务', '环境', '其他']))),
    title: words('诉求主题', 300),
    content: words('诉求内容', 20_000, long),
    category: Type.Optional(Category),
    complainant: Complainant,
    respondent: Type.Optional(Respondent),
    confidential: Type.Optional(oneOf(CONFIDENTIALITY, labelled('保密', ['不保密', '隐匿身份', '密件']))),
    occurredAt: Type.Optional(instantField('事发时间')),
    /** Import: when the hotline took it. */
    acceptedAt: Type.Optional(instantField('受理时间')),
    address: Type.Optional(Address),
    region: Type.Optional(Region),
    urgency: Type.Optional(oneOf(URGENCIES, labelled('紧急程度', ['特急', '民生急件', '紧急', '一般', '疑难']))),
    externalNos: Type.Optional(Type.Array(text(60), { maxItems: 10 })),
    /** 转市派单: registered and kept in this unit's channel until dispatched. */
    toCity: Type.Optional(Type.Boolean({ title: '转市派单' })),
  },
  closed,
);

type RegisterInput = Input<Type.Static<typeof RegisterBody>>;

function bornAtUnit(input: RegisterInput) {
  return unitsAs(input.held, 'clerk', 'gridWorker')[0];
}

/** The ticket before any other action; `no` is the hub's, a desk shows 暂G… */
function born(input: RegisterInput): Ticket {
  const { action, body, context } = input;
  const acceptedAt = body.acceptedAt ?? context.effectiveAt;
  return {
    _id: action.ticket,
    schema: 1,
    ...(context.number === undefined ? {} : { no: context.number }),
    externalNos: body.externalNos ?? [],
    source: body.source,
    ...(body.kind === undefined ? {} : { kind: body.kind }),
    ...(body.domain === undefined ? {} : { domain: body.domain }),
    title: body.title,
    content: body.content,
    ...(body.category === undefined ? {} : { category: body.category }),
    complainant: body.complainant,
    ...(body.respondent === undefined ? {} : { respondent: body.respondent }),
    confidential: body.confidential ?? 'none',
    ...(body.occurredAt === undefined ? {} : { occurredAt: body.occurredAt }),
    acceptedAt,
    ...(body.address === undefined ? {} : { address: body.address }),
    ...(body.region === undefined ? {} : { region: body.region }),
    urgency: body.urgency ?? 'normal',
    coHandlers: [],
    dispatches: [],
    pastAssignees: [],
    due: {},
    stops: [],
    proposals: [],
    rulePack: { id: context.pack.id, version: context.pack.version },
    status: 'registered',
    flags: {
      supervised: 0,
      urged: false,
      extensions: 0,
      reworks: 0,
      refusedReturns: 0,
      hard: body.urgency === 'complex',
      repeat: body.complainant.repeat === true,
      emergencyNotified: false,
      satisfactionExempt: false,
      assessmentAppealed: false,
      unreasonableClaim: false,
      referralCandidate: false,
    },
    disposal: { contacts: [] },
    callbacks: [],
    supervisions: [],
    urges: [],
    evidence: [],
    links: { duplicates: [], earlier: body.complainant.earlier ?? [] },
    history: [],
  };
}

export const register = defineAction({
  kind: 'register',
  category: 'F',
  body: RegisterBody,
  audience: 'S',
  creates: true,
  right(_ticket, input) {
    const { body, held } = input;
    if (body.source === 'import') return holds(held, 'system') ? undefined : { code: 'noRight' };
    if (body.source === 'walkIn') return holds(held, 'clerk', 'operator') ? undefined : { code: 'noRight' };
    if (body.source === 'gridSelfFound') return holds(held, 'gridWorker', 'operator') ? undefined : { code: 'noRight' };
    return holds(held, 'operator') ? undefined : { code: 'noRight' };
  },
  guard() {
    // `decide` asks this only when the ticket exists: the same matter twice is not two tickets.
    return { code: 'exists' };
  },
  effect(_ticket, input) {
    const ticket = born(input);
    const unit = bornAtUnit(input);
    const at = input.context.effectiveAt;
    if (unit === undefined) {
      // The dispatch limit starts when the hub has it: an import of old letters is not overdue at birth.
      return startDue(ticket, 'dispatch', input.body.source === 'import' ? input.context.receivedAt : at, input.context);
    }
    if (input.body.toCity === true) return startDue({ ...ticket, origin: unit }, 'dispatch', at, input.context);
    const led: Ticket = {
      ...ticket,
      lead: unit,
      origin: unit,
      status: 'inProgress',
      dispatches: [{ action: input.action._id, round: 1, unit, by: input.action.actor, at, basis: '首接负责', designated: false }],
    };
    const timed = startDue(startDue(led, 'handle', at, input.context), 'contact', at, input.context);
    return meetDue(timed, 'dispatch', at);
  },
  summary: ({ body }) => `登记：${body.title}`,
});
