/** Makes a demonstration city on a running hub: units, people, rules, catalogue, and matters moved by real signed actions. */
import type { DeviceId, Instant, PersonId, TicketId, UnitCode } from '../../shared/hotline/ids.ts';
import { CHINA_2022_2026 } from '../../shared/hotline/calendars/china-2022-2026.ts';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type { Hub } from '../hub-parts.ts';
import type { Document } from '../store/database.ts';
import { writeOnce } from '../store/write-whole.ts';
import { articleDocuments } from './articles.ts';
import { cardDocuments } from './cards.ts';
import { categoryDocuments, categoryOf } from './catalogue.ts';
import { MATTERS, type Matter } from './matters.ts';
import { CITY, OFFICE_A, OFFICE_B, PEOPLE, personDocuments, personId, unitDocuments } from './people.ts';
import { SigningDesk, newTicketId } from './signing-desk.ts';

export type SeedOptions = Readonly<{ tickets: 'demo' | 'none'; password?: string }>;
export type SeedAnswer = Readonly<{
  password: string;
  people: typeof PEOPLE;
  codes: readonly Readonly<{ label: string; code: string }>[];
  tickets: number;
}>;

export const DEMO_PASSWORD = 'griddesk-2026';

/** Puts documents whose content is fixed; those that are there already are left as they are. */
async function putNew(hub: Hub, documents: readonly object[]): Promise<void> {
  await writeOnce(hub.core.store.hotline, documents as readonly Document[]);
}

/** A device of a unit with the keys of its people, for the seed's own actions. */
async function seedDesk(hub: Hub, unit: UnitCode): Promise<SigningDesk> {
  const enrolled = await hub.accounts.enrol(await hub.accounts.newCode(unit), '演示数据');
  if (enrolled === undefined) throw new Error('a fresh code was refused');
  const desk = new SigningDesk(enrolled.device, hub.core.now);
  for (const person of PEOPLE)
    if (person.unit === unit) await hub.accounts.certify(enrolled.device, personId(person.login), desk.keyOf(personId(person.login)).point);
  return desk;
}

type Cast = Readonly<{ hub: Hub; city: SigningDesk; office: SigningDesk; grid: SigningDesk }>;

async function act(
  cast: Cast,
  desk: SigningDesk,
  login: string,
  ticket: TicketId,
  kind: string,
  body: Record<string, unknown>,
): Promise<string> {
  const action = desk.action(personId(login), ticket, kind, body);
  const [row] = await cast.hub.gate.take([action], {
    person: personId(login) as PersonId,
    device: desk.device as DeviceId,
    expiresAt: '' as Instant,
  });
  if (row === undefined || !('ok' in row)) throw new Error(`the seed's ${kind} was not taken: ${JSON.stringify(row)}`);
  await cast.hub.core.authority.run();
  return action._id;
}

function registration(matter: Matter, at: number): Record<string, unknown> {
  return {
    source: (['phone', 'web', 'wechat', 'app'] as const)[at % 4],
    kind: matter.kind,
    title: matter.title,
    content: matter.content,
    urgency: matter.urgency,
    category: categoryOf(matter.category),
    complainant: { kind: 'natural', name: matter.name, phone: `100${String(10_000_000 + at * 7919).slice(0, 8)}` },
    confidential: matter.kind === 'report' ? 'hideIdentity' : 'none',
    address: { text: matter.place },
    region: { district: '210102', street: OFFICE_A },
  };
}

/** How far a matter has come: each step is what really happens in the trade. */
const STAGES = [
  'registered',
  'dispatched',
  'signed',
  'assigned',
  'reported',
  'escalating',
  'returning',
  'feedback',
  'callback',
  'closed',
] as const;

async function moveOn(cast: Cast, ticket: TicketId, stage: number, at: number, matter: Matter): Promise<void> {
  const { city, office, grid } = cast;
  const now = cast.hub.core.now;
  const reached = (name: (typeof STAGES)[number]): boolean => stage >= STAGES.indexOf(name);
  if (!reached('dispatched')) return;
  await act(cast, city, 'paidan1', ticket, 'dispatch', { unit: OFFICE_A, basis: `目录事项：${matter.category}` });
  if (!reached('signed')) return;
  await act(cast, office, 'diaodu1', ticket, 'sign', {});
  if (!reached('assigned')) return;
  const worker = `wangge${(at % 2) + 1}`;
  await act(cast, office, 'diaodu1', ticket, 'assign', { person: personId(worker), opinion: '请今天到现场核实，并与诉求人联系。' });
  if (!reached('reported')) return;
  await act(cast, grid, worker, ticket, 'contact', {
    at: now(),
    channel: 'call',
    result: 'reached',
    cooperates: true,
    note: '已说明办理安排',
  });
  await act(cast, grid, worker, ticket, 'recordWork', { note: '到现场查看，情况属实，已拍照并通知责任单位。' });
  await act(cast, grid, worker, ticket, 'report', { note: '已协调责任单位当日处理，诉求人表示认可。' });
  if (stage === STAGES.indexOf('escalating')) {
    const of = await act(cast, office, 'diaodu1', ticket, 'proposeEscalation', {
      ground: 'overAuthority',
      target: 'city',
      done: '已两次到现场并召集三方协调',
      why: '涉及市级资金安排，街道无权决定',
      ask: '请市里明确责任单位与付款时间',
      interim: '已告知诉求人正在提请市里研究',
      citation: '派单目录：市级统筹事项',
    });
    await act(cast, office, 'lingdao1', ticket, 'leaderApprove', { of, opinion: '同意提级' });
    return;
  }
  if (stage === STAGES.indexOf('returning')) {
    await act(cast, office, 'diaodu1', ticket, 'proposeReturn', {
      ground: 'notOurDuty',
      citation: '派单目录：由专业部门办理',
      reason: '现场核实属专业管网维护范围',
      suggestedUnit: 'dept-heating',
    });
    return;
  }
  if (!reached('feedback')) return;
  await act(cast, office, 'diaodu1', ticket, 'checkReport', { ok: true });
  const of = await act(cast, office, 'diaodu1', ticket, 'submitResult', {
    clause: '14-1a',
    clauseEvidence: { acceptance: '电话回复，诉求人表示认可' },
    verified: true,
    solved: true,
    process: '网格员当日到场核实，协调责任单位完成处理。',
    publicReply: '您反映的问题已处理完毕，感谢您的监督。',
    told: { at: now(), how: '电话' },
  });
  await act(cast, office, 'lingdao1', ticket, 'leaderApprove', { of, opinion: '同意上报' });
  if (!reached('callback')) return;
  await act(cast, city, 'duban1', ticket, 'auditResult', { pass: true });
  if (!reached('closed')) return;
  await act(cast, city, 'zuoxi1', ticket, 'callback', {
    reached: true,
    solved: 'solved',
    satisfiedResult: 'satisfied',
    satisfiedProcess: 'satisfied',
    truthful: true,
  });
}

async function seedTickets(hub: Hub): Promise<number> {
  const cast: Cast = { hub, city: await seedDesk(hub, CITY), office: await seedDesk(hub, OFFICE_A), grid: await seedDesk(hub, OFFICE_A) };
  for (const [at, matter] of MATTERS.entries()) {
    const ticket = newTicketId();
    await act(cast, cast.city, 'zuoxi1', ticket, 'register', registration(matter, at));
    await moveOn(cast, ticket, (at * 3 + 1) % STAGES.length, at, matter);
  }
  return MATTERS.length;
}

export async function seedCity(hub: Hub, options: SeedOptions): Promise<SeedAnswer> {
  const password = options.password ?? DEMO_PASSWORD;
  const book = [...categoryDocuments(), ...articleDocuments(), ...cardDocuments()];
  await putNew(hub, [...unitDocuments(), ...personDocuments(), ...book, LN_DEFAULT, CHINA_2022_2026]);
  await hub.core.feed.catchUp();
  await hub.accounts.setAccounts(
    PEOPLE.map(({ login }) => ({ login, person: personId(login) })),
    password,
  );
  const tickets = options.tickets === 'demo' ? await seedTickets(hub) : 0;
  const labels: readonly (readonly [string, UnitCode])[] = [
    ['街道办公电脑（长白街道）', OFFICE_A],
    ['网格员笔记本（长白街道）', OFFICE_A],
    ['街道办公电脑（南湖街道）', OFFICE_B],
    ['市热线电脑', CITY],
    ['和平区督办电脑', '210102' as UnitCode],
  ];
  const codes: { label: string; code: string }[] = [];
  for (const [label, unit] of labels) codes.push({ label, code: await hub.enrolmentCode(unit) });
  return { password, people: PEOPLE, codes, tickets };
}
