/** What the walks say in each act: mostly sense, sometimes nonsense, always from whole numbers that fast-check shrinks. */
import type { ActionKind } from '../actions/index.ts';
import { millis, toInstant } from '../calendar.ts';
import { CLAUSES, DUES, type Clause, type Ticket } from '../ticket.ts';
import { COMMUNITY_A, personId, UNITS, type Who } from './city.ts';
import { ANSWERED, ESCALATION, REGISTER, RESULT, RETURN } from './stages.ts';

export function pick<T>(values: readonly T[], n: number): T {
  const value = values[n % values.length];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const LEADERS_OF_MATTERS = [UNITS.streetA, UNITS.streetB, UNITS.streetC, UNITS.housing, UNITS.alone, UNITS.district, 'dept-nowhere'];
export const WORKERS: readonly Who[] = ['gridA', 'secondGridA', 'gridB', 'gridC', 'clerkA'];
const OVERSEEN = ['sign', 'contact', 'handle', 'rework'];
const TWINS = ['ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAW'];
const PAPER = { hash: 'b'.repeat(64), kind: 'agreement', name: '协议.jpg', type: 'image/jpeg', size: 1000 };
export const PHOTO = { hash: 'a'.repeat(64), kind: 'after', name: '照片.jpg', type: 'image/jpeg', size: 1000 };
const RESPONDENTS = [
  {},
  {},
  {},
  { respondent: { unit: UNITS.streetB } },
  { respondent: { person: personId('gridA') } },
  { respondent: { unit: UNITS.district } },
  { respondent: { person: personId('dispatcher') } },
  { respondent: { name: '某物业' } },
];

const CLAUSE_EVIDENCE: Readonly<Record<Clause, Record<string, unknown>>> = {
  '14-1a': { acceptance: '认可' },
  '14-1b': { parties: '双方', executed: '已履行' },
  '14-1c': { earlier: 'LN1', noNewReason: '相同' },
  '14-2': { procedure: 'suit', caseNo: '1', authority: '法院' },
  '14-3': { record: '来电撤回' },
  '14-4': { heard: '无理由' },
  '14-5': { record: '不实', first: '甲', second: '乙' },
  '14-6': { body: 'police', noticeNo: '1' },
  '14-7': { citation: '第 1 条', why: '相悖' },
  '14-8': {},
  '14-9': { citation: '第 1 条', why: '依法' },
};

/** A proposal of the ticket, or one nobody made. */
function someProposal(ticket: Ticket | undefined, n: number): string {
  return pick([...(ticket?.proposals.map((one) => one.id as string) ?? []), 'action:0000000000000000000000000Z'], n);
}

function resultBody(n: number): Record<string, unknown> {
  const clause = pick(CLAUSES, n);
  return { ...RESULT, clause, clauseEvidence: CLAUSE_EVIDENCE[clause], ...(n % 2 === 0 ? { evidence: [PHOTO, PAPER] } : {}) };
}

export const BODIES: Readonly<Record<ActionKind, (n: number, ticket: Ticket | undefined) => Record<string, unknown>>> = {
  register: (n) => ({
    ...REGISTER,
    source: pick(['phone', 'walkIn', 'gridSelfFound', 'import'], n),
    urgency: pick(['normal', 'emergency', 'livelihood', 'urgent', 'complex'], n >> 2),
    ...(n % 7 === 0 ? { toCity: true } : {}),
    ...(n % 11 === 0 ? { category: { code: 'D1', path: ['住建', '物业'], version: 1 } } : {}),
    ...(n % 13 === 0 ? { confidential: 'hideIdentity' } : {}),
    ...(n % 5 === 0 ? { kind: undefined, region: undefined } : {}),
    ...pick(RESPONDENTS, n >> 3),
  }),
  dispatch: (n) => ({
    unit: pick(LEADERS_OF_MATTERS, n),
    reason: '属地',
    kind: 'help',
    ...(n % 3 === 0 ? {} : { address: { text: '某路' } }),
  }),
  designate: (n) => ({ unit: pick(LEADERS_OF_MATTERS, n), reason: '指定', dispute: n % 2 === 0 }),
  recall: () => ({ reason: '另派' }),
  sign: () => ({}),
  assign: (n) => (n % 4 === 0 ? { community: COMMUNITY_A } : { person: personId(pick(WORKERS, n)) }),
  handOver: (n, ticket) => ({
    of: ticket?.assignment?.action ?? 'action:00000000000000000000000000',
    person: personId(n % 3 === 0 ? 'secondGridA' : n % 3 === 1 ? 'gridB' : 'thirdGridA'),
  }),
  recallAssignment: (n, ticket) => (n % 2 === 0 || ticket?.assignment === undefined ? {} : { of: ticket.assignment.action }),
  acknowledge: () => ({}),
  arrive: () => ({ note: '到场' }),
  contact: (n) => ({
    channel: 'call',
    result: pick(['reached', 'notReached', 'refused', 'notReached'], n),
    ...(n % 9 === 0 ? { justReason: '住院' } : {}),
  }),
  recordWork: (n) => ({ note: '已处置', ...(n % 2 === 0 ? { evidence: [PHOTO] } : {}) }),
  report: () => ({ note: '完成' }),
  cannot: () => ({ reason: '无法处理' }),
  checkReport: (n) => (n % 2 === 0 ? { ok: true } : { ok: false, reason: '重做' }),
  proposeReturn: (n) => ({ ...RETURN, ground: pick(['notOurArea', 'notOurDuty', 'provincialUnit'], n) }),
  proposeEscalation: (n) => ({ ...ESCALATION, target: pick(['city', 'district'], n) }),
  retract: (n, ticket) => ({ of: someProposal(ticket, n), reason: '撤回' }),
  draftResult: () => ({ process: '草稿' }),
  submitResult: (n) => resultBody(n),
  leaderApprove: (n, ticket) => ({ of: someProposal(ticket, n) }),
  leaderReturn: (n, ticket) => ({ of: someProposal(ticket, n), opinion: '修改' }),
  decideProposal: (n, ticket) => ({
    of: someProposal(ticket, n),
    grant: n % 2 === 0,
    reason: '裁定',
    ...(n % 5 === 0 ? { unit: pick(LEADERS_OF_MATTERS, n) } : {}),
  }),
  upperResult: (n) => (n % 2 === 0 ? { next: 'back', result: '已协调' } : { ...upperFinal(n), next: 'final' }),
  auditResult: (n) => (n % 3 === 0 ? { pass: false, reason: '退回' } : { pass: true }),
  callback: (n) => (n % 3 === 0 ? { reached: false } : { ...ANSWERED, solved: pick(['solved', 'notSolved', 'mostly', 'notSolved'], n) }),
  close: (n) => ({
    clause: pick(CLAUSES, n),
    clauseEvidence: n % 5 === 0 ? {} : CLAUSE_EVIDENCE[pick(CLAUSES, n)],
    reason: '办结',
  }),
  comment: () => ({ text: '备注' }),
  instruct: () => ({ text: '请今日内办结' }),
  answerInstruction: (n, ticket) => ({ text: '已落实', ...(n % 2 === 0 ? {} : { of: ticket?.instructions?.at(-1)?.action }) }),
  proposeExtension: (n, ticket) => ({ days: pick(['1', '3', '5'], n), reason: '备料', told: { at: ticket?.acceptedAt, how: '电话' } }),
  proposeSuspension: (n, ticket) => ({
    plan: '列入明年改造',
    responsible: '某科',
    reviewAt: pick(['2027-01-10T01:00:00.000Z', '2027-02-10T01:00:00.000Z', '2020-01-01T00:00:00.000Z'], n),
    explanation: '已解释',
    told: { at: ticket?.acceptedAt, how: '电话' },
  }),
  proposeGuideOut: (n) => ({ article: pick(['9-3', '9-5', '9-6'], n), channel: '某平台', explanation: '说明' }),
  proposeMerge: (n) => ({ main: `LN${n % 3}`, reason: '同一事项' }),
  proposeExemption: (n) => ({ ground: pick(['mediation', 'enforcement'], n), citation: '第 1 条', reason: '调解' }),
  claimUnreasonable: () => ({ citation: '第 1 条', reason: '不合理' }),
  appealAssessment: () => ({ reason: '不应计入' }),
  reportAbuse: () => ({ behaviour: 'hogging', record: '一日来电五十次' }),
  resume: () => ({ reason: '材料已到' }),
  requestCoHandling: (n) => ({ unit: pick(LEADERS_OF_MATTERS, n), ask: '请配合' }),
  coAnswer: () => ({ result: '已配合' }),
  coStageReport: (n, ticket) => ({
    reason: '需进场',
    nextStep: '明日进场',
    due: ticket?.due.handle?.at ?? '2026-11-25T09:00:00.000Z',
    ...(n % 3 === 0 ? { due: '2020-01-01T00:00:00.000Z' } : {}),
  }),
  directAnswer: () => ({ answer: '答复' }),
  guideOut: (n) => ({ article: pick(['9-1', '9-3', '9-4', '9-5', '9-6'], n), channel: '某机关', explanation: '说明', reference: 'LN1' }),
  handUp: () => ({ unit: '某厅', reason: '省级事项' }),
  notifyEmergency: (n, ticket) => ({
    service: 'fire',
    receiver: '值班员',
    at: ticket?.acceptedAt,
    ...(n % 2 === 0 ? {} : { event: 'accident', harmed: '2 人受伤', answer: '已出动' }),
  }),
  requestMaterial: () => ({ list: '身份证明', notice: '电话' }),
  materialReceived: () => ({}),
  void: () => ({ reason: '误登' }),
  urge: (n) => ({
    opinion: '请抓紧办理',
    ...(n % 3 === 0 ? {} : { limit: pick(DUES, n >> 1) }),
    ...(n % 7 === 0 ? { unit: UNITS.housing } : {}),
  }),
  supervise: (n) => ({ level: pick(['1', '2', '3'], n), opinion: '请说明情况', ...(n % 3 === 0 ? {} : { limit: pick(OVERSEEN, n >> 1) }) }),
  superviseReply: (n, ticket) => ({ text: '正在办理', ...(n % 2 === 0 ? {} : { of: ticket?.supervisions.at(-1)?.action }) }),
  meet: (n, ticket) => ({ form: pick(['coordination', 'interview'], n), topic: '专题', heldAt: ticket?.acceptedAt, decision: '限期办结' }),
  refer: (n) => ({ trigger: pick(['overdue', 'supervised', 'returned', 'repeated'], n), receiver: '某机关', material: '材料' }),
  withdraw: (n, ticket) => ({ confirmed: n % 5 !== 0, confirmedAt: ticket?.acceptedAt, how: 'call', record: '来电撤回' }),
  merge: (n) => ({ main: `LN${n % 3}`, reason: '同一事项' }),
  unmerge: () => ({ reason: '不是同一事项' }),
  reopen: () => ({ newFacts: '又有新情况' }),
  markSilent: (n, ticket) => ({ unit: ticket?.coHandlers.at(-1)?.unit ?? pick(LEADERS_OF_MATTERS, n), note: '多次催促无回音' }),
  takeDuplicate: (n) => ({ duplicate: pick(TWINS, n) }),
  dropDuplicate: (n) => ({ duplicate: pick(TWINS, n) }),
  linkMain: (n, ticket) => (ticket?.status === 'merged' ? { named: ticket.links.main, ...(n % 2 === 0 ? { main: TWINS[0] } : {}) } : {}),
  archive: () => ({}),
  lift: () => ({}),
  nominate: () => ({}),
  rate: () => ({ solved: 'mostly', satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' }),
  recalculate: (_n, ticket) => ({ years: [2027], dues: laterDues(ticket), helpers: [], replies: [] }),
};

/** What a calendar with more holidays than weekends would say. */
function laterDues(ticket: Ticket | undefined): readonly Record<string, unknown>[] {
  return DUES.flatMap((limit) => {
    const due = ticket?.due[limit];
    if (due?.provisional !== true) return [];
    const [at, original] = [due.at, due.original].map((one) => toInstant(millis(one) + 86_400_000));
    return [{ limit, at, original }];
  });
}

function upperFinal(n: number): Record<string, unknown> {
  const { process: _process, solved, ...said } = resultBody(n);
  const { unsolvedReason: _why, internalNote: _note, ...rest } = said;
  return { ...rest, solved, result: '已由上级办结' };
}
