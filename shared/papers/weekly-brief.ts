/**
 * 一周简报 (art. 6; F13): what a unit's leader reads on Monday, from the matters that this desk holds. One's own unit and no other,
 * subjects and places, never a person: nobody is ranked (national rule of 2026, hotline.md §6).
 */
import { atMinute, dayOf, millis, type Day } from '../hotline/calendar.ts';
import { clusters, rises, CLUSTER, RISE, type Matter } from '../hotline/early-warning.ts';
import { term } from '../hotline/glossary.ts';
import type { Instant, PersonId, UnitCode } from '../hotline/ids.ts';
import { openInstructions } from '../hotline/instructions.ts';
import { openSupervisions } from '../hotline/oversight.ts';
import { owedOn, redList } from '../hotline/red-list.ts';
import { isOpen } from '../hotline/standing.ts';
import type { Proposal, Ticket } from '../hotline/ticket.ts';
import { shorten } from '../hotline/wording.ts';
import { chineseDay, chineseTime, shortChineseTime, weekday } from './chinese-time.ts';
import type { Block, Cell, Paper } from './paper.ts';

export type BriefInput = Readonly<{
  /** All that the desk holds, as its own acts have left it. */
  tickets: readonly Ticket[];
  unit: UnitCode;
  unitName: string;
  person: string;
  /** The Monday of the week. */
  monday: Day;
  at: Instant;
  /** How old the copy on this desk is; absent before the first sync (F76). */
  dataAsOf?: Instant | undefined;
  no: (ticket: Ticket) => string;
  categoryName: (code: string) => string;
  /** A grid by its code. */
  placeName: (code: string) => string | undefined;
  gridOf: (worker: PersonId) => string | undefined;
}>;

/** A page is read, a book is not. */
const MOST_ROWS = 20;
const MOST_SUBJECTS = 6;
/** Two lines of its column. */
const MOST_TITLE = 28;

type Week = Readonly<{ from: Instant; to: Instant }>;
type Own = BriefInput & Readonly<{ week: Week; led: readonly Ticket[] }>;

function within(at: Instant | undefined, { from, to }: Week): boolean {
  return at !== undefined && at >= from && at < to;
}

/** When the unit got it: by its last dispatch to it, else when it was taken in at its own counter. */
export function takenOn(ticket: Ticket, unit: UnitCode): Instant | undefined {
  const sent = ticket.dispatches.findLast((one) => one.unit === unit);
  return sent?.at ?? (ticket.origin === unit || ticket.lead === unit ? ticket.acceptedAt : undefined);
}

function closedIn({ led, week }: Own): readonly Ticket[] {
  return led.filter((one) => (one.status === 'closed' || one.status === 'archived') && within(one.closing?.at, week));
}

function receivedIn({ tickets, unit, week }: Own): readonly Ticket[] {
  return tickets.filter((one) => one.status !== 'void' && within(takenOn(one, unit), week));
}

function counted(names: readonly string[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const one of names) counts.set(one, (counts.get(one) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const rest = sorted.slice(most).reduce((sum, [, n]) => sum + n, 0);
  return [...sorted.slice(0, most).map(([name, n]) => `${name} ${n} 件`), ...(rest === 0 ? [] : [`其他 ${rest} 件`])];
}

function table(
  title: string,
  columns: readonly (readonly [head: string, width: number])[],
  rows: readonly (readonly Cell[])[],
  none: string,
): Block {
  const left = rows.length - MOST_ROWS;
  return {
    kind: 'table',
    title,
    head: columns.map(([head]) => head),
    widths: columns.map(([, width]) => width),
    rows: rows.slice(0, MOST_ROWS),
    none,
    ...(left > 0 ? { more: `另有 ${left} 件，见工作台。` } : {}),
  };
}

const MATTER = [
  ['工单编号', 29],
  ['事项', 33],
] as const;

function matter(ticket: Ticket, { no }: Own): readonly [string, string] {
  return [no(ticket), shorten(ticket.title, MOST_TITLE)];
}

/** Rounded as on the screen, so that both say the same. */
function late(at: Instant, now: Instant): string {
  const hours = Math.round((millis(now) - millis(at)) / 3_600_000);
  return hours < 48 ? `超期 ${Math.max(1, hours)} 小时` : `超期 ${Math.round((millis(now) - millis(at)) / 86_400_000)} 天`;
}

function red(own: Own): Readonly<{ block: Block; tickets: readonly Ticket[]; overdue: number; today: number }> {
  const found = redList(
    own.tickets.map((ticket) => ({ ticket, owed: owedOn(ticket) })),
    own.unit,
    own.at,
  );
  const rows = found.map(({ of: { ticket }, owed, overdue }): readonly Cell[] => [
    ...matter(ticket, own),
    `${owed.what === 'supervision' ? '督办回复' : term('due', owed.what)}，${shortChineseTime(owed.at)}`,
    overdue ? late(owed.at, own.at) : '今日到期',
  ]);
  const overdue = found.filter((one) => one.overdue).length;
  return {
    block: table('红色清单（超期和今日到期）', [...MATTER, ['到期', 23], ['情况', 16]], rows, '没有超期的工单，今日也没有到期的。'),
    tickets: found.slice(0, MOST_ROWS).map((one) => one.of.ticket),
    overdue,
    today: found.length - overdue,
  };
}

type Asked = Readonly<{ ticket: Ticket; proposal: Proposal }>;

function proposals({ tickets, unit }: Own, holds: (proposal: Proposal) => boolean): readonly Asked[] {
  return tickets.flatMap((ticket) =>
    ticket.proposals.filter((one) => one.unit === unit && holds(one)).map((proposal) => ({ ticket, proposal })),
  );
}

function kinds(asked: readonly Asked[]): string {
  const words = counted(
    asked.map(({ proposal }) => term('proposalKind', proposal.kind)),
    99,
  );
  return words.length === 0 ? '' : `：${words.map((one) => one.replace(' 件', ' 项')).join('、')}`;
}

function signing(own: Own): Readonly<{ blocks: readonly Block[]; tickets: readonly Ticket[]; signed: number; waiting: number }> {
  const signed = proposals(own, (one) => within(one.signedAt, own.week));
  const toSign = proposals(own, (one) => one.state === 'leaderReview').toSorted((a, b) => (a.proposal.at < b.proposal.at ? -1 : 1));
  const above = proposals(own, (one) => one.state === 'waiting');
  const rows = toSign.map(({ ticket, proposal }): readonly Cell[] => [
    ...matter(ticket, own),
    term('proposalKind', proposal.kind),
    shortChineseTime(proposal.at),
  ]);
  return {
    blocks: [
      {
        kind: 'text',
        title: '签批',
        paragraphs: [`本周已签批 ${signed.length} 项${kinds(signed)}。`, `已上报、等上级裁定或审核 ${above.length} 项${kinds(above)}。`],
      },
      table('待签批', [...MATTER, ['申请', 19], ['提交时间', 20]], rows, '没有等签批的事项。'),
    ],
    tickets: toSign.slice(0, MOST_ROWS).map((one) => one.ticket),
    signed: signed.length,
    waiting: toSign.length,
  };
}

/** Of this week, or from before and still without a reply. */
function supervised(own: Own): Readonly<{ block: Block; tickets: readonly Ticket[]; open: number }> {
  const { unit, week, at } = own;
  const found = own.tickets.flatMap((ticket) => {
    const owed = openSupervisions(ticket).map((one) => one.action);
    return ticket.supervisions
      .filter((one) => one.unit === unit && one.lifted === undefined && (within(one.at, week) || owed.includes(one.action)))
      .map((one) => ({ ticket, one, owed: owed.includes(one.action) }));
  });
  const rows = found.map(({ ticket, one, owed }): readonly Cell[] => [
    ...matter(ticket, own),
    (term('supervisionLevel', String(one.level)).split('，')[0] ?? '').concat('督办'),
    one.reply !== undefined ? '已回复' : owed ? `待回复，${shortChineseTime(one.due)}${one.due < at ? '（已过）' : ''}` : '已结束',
  ]);
  return {
    block: table('督办', [...MATTER, ['级别', 12], ['回复', 27]], rows, '没有督办。'),
    tickets: found.slice(0, MOST_ROWS).map((one) => one.ticket),
    open: found.filter((one) => one.owed).length,
  };
}

function instructed(own: Own): Readonly<{ block: Block; tickets: readonly Ticket[] }> {
  const found = own.tickets.flatMap((ticket) => {
    const open = openInstructions(ticket).map((one) => one.action);
    return (ticket.instructions ?? [])
      .filter((one) => one.unit === own.unit && (within(one.at, own.week) || open.includes(one.action)))
      .map((one) => ({ ticket, one, open: open.includes(one.action) }));
  });
  const rows = found.map(({ ticket, one, open }): readonly Cell[] => [
    ...matter(ticket, own),
    shorten(one.text, 40),
    open ? '待落实' : one.reply === undefined ? '已结束' : '已回复',
  ]);
  return {
    block: table('批示', [...MATTER, ['批示', 26], ['落实', 13]], rows, '没有批示。'),
    tickets: found.slice(0, MOST_ROWS).map((one) => one.ticket),
  };
}

/** At the end of the week, or now while it runs. */
function hotSpots(own: Own): Block {
  const at = own.week.to < own.at ? own.week.to : own.at;
  const matters = own.led.flatMap((ticket): Matter[] => {
    const { category, region, assignment } = ticket;
    if (category === undefined || ticket.acceptedAt >= at) return [];
    const place = region?.grid ?? (assignment?.person === undefined ? undefined : own.gridOf(assignment.person));
    return [{ id: ticket._id, category: category.code, place, acceptedAt: ticket.acceptedAt }];
  });
  const paragraphs = [
    ...clusters(matters, at).map(
      ({ category, place, tickets }) =>
        `${own.categoryName(category)}：${own.placeName(place) ?? '同一网格'}近 ${CLUSTER.days} 日 ${tickets.length} 件，建议并查原因。`,
    ),
    ...rises(matters, at).map(
      ({ category, now, expected }) =>
        `${own.categoryName(category)}：近 ${RISE.days} 日 ${now} 件，此前每周约 ${Math.round(expected * 10) / 10} 件，明显上升。`,
    ),
  ];
  return { kind: 'text', title: '热点预警', paragraphs: paragraphs.length === 0 ? ['没有集中或明显上升的事项。'] : paragraphs };
}

function subjects(own: Own): Block {
  const names = receivedIn(own).map((one) => one.category?.path.at(-1) ?? '尚未分类');
  const words = counted(names, MOST_SUBJECTS);
  return { kind: 'text', title: '本周收件的事项', paragraphs: [words.length === 0 ? '本周没有收件。' : `${words.join('，')}。`] };
}

export function weeklyBrief(input: BriefInput): Paper {
  const { monday, tickets, unit, unitName, person, at, dataAsOf } = input;
  const week = { from: atMinute(monday, 0), to: atMinute(monday + 7, 0) };
  const own: Own = { ...input, week, led: tickets.filter((one) => one.lead === unit) };
  const reds = red(own);
  const signs = signing(own);
  const oversight = supervised(own);
  const said = instructed(own);
  const listed = [...reds.tickets, ...signs.tickets, ...oversight.tickets, ...said.tickets];
  const sunday = monday + 6;
  return {
    title: '一周简报',
    period: `${chineseDay(monday)}（${weekday(monday)}）至${chineseDay(sunday)}（${weekday(sunday)}）`,
    under: [unitName, `截至 ${chineseTime(at)}${dayOf(at) > sunday ? '' : '，本周未完'}`],
    blocks: [
      {
        kind: 'figures',
        title: '概况',
        figures: [
          ['本周收件', String(receivedIn(own).length)],
          ['本周办结', String(closedIn(own).length)],
          ['在办', String(own.led.filter((one) => isOpen(one)).length)],
          ['超期', String(reds.overdue)],
          ['今日到期', String(reds.today)],
          ['待签批', String(signs.waiting)],
          ['督办待回复', String(oversight.open)],
        ],
      },
      reds.block,
      subjects(own),
      hotSpots(own),
      ...signs.blocks,
      oversight.block,
      said.block,
      {
        kind: 'text',
        title: '说明',
        paragraphs: [
          `只含本单位，按本机所持工单统计（在办的和近 60 日办结的）${dataAsOf === undefined ? '，本机尚未与市级同步' : `，数据截至 ${chineseTime(dataAsOf)}`}。收件、办结和已签批按本周计，其余为截至制表时的情况。不涉及人员排名。`,
        ],
      },
    ],
    made: `${unitName} ${person} 于 ${chineseTime(at)} 制`,
    name: `一周简报 ${unitName} ${chineseDay(monday)}`,
    stands: [...new Set(listed.map((one) => one._id))].map((ticket) => ({ ticket, field: 'content' })),
  };
}
