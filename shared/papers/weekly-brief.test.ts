/** 一周简报 (art. 6; F13): a Monday–Sunday week in Chinese time, one's own unit, nobody ranked. */
import { expect, test } from 'vitest';
import { dayOf } from '../hotline/calendar.ts';
import type { Instant, TicketId, UnitCode } from '../hotline/ids.ts';
import { EVERYBODY, UNITS } from '../hotline/testing/city.ts';
import { assigned, closedTicket, contacted, of, RESULT, signed } from '../hotline/testing/stages.ts';
import { at, step, ticketOf, type Told } from '../hotline/testing/story.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { chineseTime, mondayOf, shortChineseTime, weekday } from './chinese-time.ts';
import type { Block, Paper } from './paper.ts';
import { weeklyBrief } from './weekly-brief.ts';

const SUNDAY_NIGHT = '2026-11-29T13:00:00.000Z' as Instant;
let serial = 0;

/** A ticket of its own out of a story. */
function one(told: Told, more: Partial<Ticket> = {}): Ticket {
  serial += 1;
  return { ...ticketOf(told), _id: `ticket:${String(serial).padStart(26, '0')}` as TicketId, no: `LN-${serial}`, ...more };
}

function brief(tickets: readonly Ticket[], now: Instant = SUNDAY_NIGHT): Paper {
  return weeklyBrief({
    tickets,
    unit: UNITS.streetA as UnitCode,
    unitName: '长白街道办事处',
    person: '制表人',
    monday: mondayOf('2026-11-24T01:00:00.000Z' as Instant),
    at: now,
    dataAsOf: '2026-11-29T12:00:00.000Z' as Instant,
    no: (ticket) => ticket.no ?? '暂',
    categoryName: (code) => `事项${code}`,
    placeName: () => '一网格',
    gridOf: () => 'g1',
  });
}

function figures(paper: Paper): Readonly<Record<string, string>> {
  return Object.fromEntries(paper.blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : [])));
}

function block<K extends Block['kind']>(paper: Paper, kind: K, title: string): Extract<Block, { kind: K }> {
  const found = paper.blocks.find((item) => item.kind === kind && 'title' in item && item.title?.startsWith(title) === true);
  if (found === undefined) throw new Error(`no ${title}`);
  return found as Extract<Block, { kind: K }>;
}

test('F13 a week begins on Monday at midnight in UTC+8, wherever the machine is', () => {
  const day = (instant: string) => mondayOf(instant as Instant);
  expect(day('2026-11-22T16:00:00.000Z')).toBe(dayOf('2026-11-23T00:00:00.000Z'));
  expect(day('2026-11-22T15:59:59.999Z')).toBe(dayOf('2026-11-16T00:00:00.000Z'));
  expect(day('2026-11-29T15:59:00.000Z')).toBe(dayOf('2026-11-23T00:00:00.000Z'));
  expect(day('1969-12-31T00:00:00.000Z')).toBe(dayOf('1969-12-29T00:00:00.000Z'));
  expect([weekday(day('2026-11-24T01:00:00.000Z')), weekday(dayOf('2026-11-29T01:00:00.000Z'))]).toEqual(['星期一', '星期日']);
  expect(chineseTime('2026-11-24T08:05:00.000Z' as Instant)).toBe('2026年11月24日 16时05分');
  expect(shortChineseTime('2026-12-31T16:05:00.000Z' as Instant)).toBe('1月1日 00:05');
});

test('F13 received and closed by the week, what is open by now; the period and the age of the data are said', () => {
  const paper = brief([one(signed()), one(closedTicket()), one(at(signed(), '2026-11-24T02:00:00.000Z'))]);
  expect(figures(paper)).toMatchObject({ 本周收件: '3', 本周办结: '1', 在办: '2' });
  expect(paper.period).toBe('2026年11月23日（星期一）至2026年11月29日（星期日）');
  expect(paper.under).toEqual(['长白街道办事处', '截至 2026年11月29日 21时00分，本周未完']);
  expect(block(paper, 'text', '说明').paragraphs[0]).toContain('数据截至 2026年11月29日 20时00分');
  // The week after received none of them, and they are still open.
  const later = weeklyBriefOf('2026-12-02T01:00:00.000Z', [one(signed())]);
  expect(figures(later)).toMatchObject({ 本周收件: '0', 本周办结: '0', 在办: '1' });
});

function weeklyBriefOf(now: string, tickets: readonly Ticket[]): Paper {
  return weeklyBrief({
    ...{ tickets, unit: UNITS.streetA as UnitCode, unitName: '街道', person: '某', monday: mondayOf(now as Instant), at: now as Instant },
    ...{ no: () => 'LN', categoryName: String, placeName: () => undefined, gridOf: () => undefined },
  });
}

test('F13 the red list: overdue first, with how long; another unit’s ticket is not on it', () => {
  const late = one(contacted());
  const elsewhere = one(contacted(), { lead: UNITS.streetB as UnitCode });
  const paper = weeklyBriefOf('2026-12-04T01:00:00.000Z', [elsewhere, late]);
  expect(block(paper, 'table', '红色清单').rows).toEqual([['LN', late.title, '办理，12月1日 17:00', '超期 3 天']]);
  expect(figures(paper)).toMatchObject({ 超期: '1', 今日到期: '0' });
  expect(paper.stands).toEqual([{ ticket: late._id, field: 'content' }]);
  expect(block(brief([]), 'table', '红色清单').none).toContain('没有超期的工单');
});

test('F13 signed this week and still waiting, with what and since when', () => {
  const waits = step(contacted(), 'submitResult', 'clerkA', RESULT);
  const passed = step(waits, 'leaderApprove', 'leaderA', of('submitResult'));
  const paper = brief([one(waits), one(passed)]);
  expect(block(paper, 'text', '签批').paragraphs).toEqual([
    '本周已签批 1 项：办理结果 1 项。',
    '已上报、等上级裁定或审核 1 项：办理结果 1 项。',
  ]);
  expect(block(paper, 'table', '待签批').rows).toHaveLength(1);
  expect(figures(paper)['待签批']).toBe('1');
});

test('F13 supervised and instructed: what waits, what was answered', () => {
  const supervised = step(assigned(), 'supervise', 'supervisor', { level: '1', opinion: '请说明' });
  const instructed = step(assigned(), 'instruct', 'leaderA', { text: '请今日内办结。' });
  const answered = step(instructed, 'answerInstruction', 'gridA', { text: '已办' });
  const paper = brief([one(supervised), one(instructed), one(answered)], '2026-11-24T09:30:00.000Z' as Instant);
  expect(block(paper, 'table', '督办').rows.map((row) => row.slice(2))).toEqual([['一级督办', '待回复，11月25日 17:00']]);
  expect(block(paper, 'table', '批示').rows.map((row) => row.slice(2))).toEqual([
    ['请今日内办结。', '待落实'],
    ['请今日内办结。', '已回复'],
  ]);
});

test('F13 F52 three of one subject in one grid are named with the place', () => {
  const same = { category: { code: 'A1', path: ['城建', '照明'], version: 1 } };
  const paper = brief([1, 2, 3].map(() => one(assigned(), same)));
  expect(block(paper, 'text', '热点').paragraphs).toEqual(['事项A1：一网格近 7 日 3 件，建议并查原因。']);
  expect(block(paper, 'text', '本周收件的事项').paragraphs).toEqual(['照明 3 件。']);
});

test('F13 nobody is named and no other unit: no person of the city stands on the paper', () => {
  const told = step(step(assigned(), 'instruct', 'leaderA', { text: '请办结' }), 'requestCoHandling', 'clerkA', {
    unit: UNITS.housing,
    ask: '请测温',
  });
  const text = JSON.stringify(brief([one(told), one(step(contacted(), 'submitResult', 'clerkA', RESULT)), one(closedTicket())]));
  for (const who of EVERYBODY) expect(text).not.toContain(who);
  for (const unit of [UNITS.housing, UNITS.streetB, 'housing 单位']) expect(text).not.toContain(unit);
});

test('F13 a long list says how many are left out, and only what is listed stands to be recorded', () => {
  const paper = weeklyBriefOf(
    '2026-12-04T01:00:00.000Z',
    Array.from({ length: 25 }, () => one(contacted())),
  );
  const list = block(paper, 'table', '红色清单');
  expect([list.rows.length, list.more]).toEqual([20, '另有 5 件，见工作台。']);
  expect(paper.stands).toHaveLength(20);
});

test('F13 where the unit only helps, what another unit proposed, or was told by supervisor and leader, is not on its paper', () => {
  const told = step(step(contacted(), 'submitResult', 'clerkA', RESULT), 'supervise', 'supervisor', { level: '1', opinion: '请说明' });
  const theirs = ticketOf(step(told, 'instruct', 'leaderA', { text: '请办结' }));
  const other = UNITS.streetB as UnitCode;
  const moved = <T extends object>(list: readonly T[] = []) => list.map((item) => ({ ...item, unit: other }));
  const paper = brief([
    one(told, {
      ...{ lead: other, dispatches: moved(theirs.dispatches), proposals: moved(theirs.proposals) },
      ...{ supervisions: moved(theirs.supervisions), instructions: moved(theirs.instructions) },
    }),
  ]);
  expect(Object.values(figures(paper))).toEqual(['0', '0', '0', '0', '0', '0', '0']);
  for (const title of ['红色清单', '待签批', '督办', '批示']) expect(block(paper, 'table', title).rows).toEqual([]);
  expect(paper.stands).toEqual([]);
});
