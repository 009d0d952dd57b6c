/** 突发事件通报单 (art. 9(1); F24): what is on it, what is left for the pen, and whom it names. */
import { expect, test } from 'vitest';
import type { Instant } from '../hotline/ids.ts';
import type { Ticket } from '../hotline/ticket.ts';
import { registered, signed } from '../hotline/testing/stages.ts';
import { step, ticketOf } from '../hotline/testing/story.ts';
import { emergencyNotice, type NoticeInput } from './emergency-notice.ts';
import type { Block, Paper } from './paper.ts';

const AT = '2026-11-24T08:05:00.000Z' as Instant;
const WALL = {
  title: '老楼外墙瓷砖掉落砸人',
  content: '王女士（13800001234）来电：老楼外墙瓷砖大面积掉落，下面是学校门口，已砸到行人。邻居电话13911112222。',
  urgency: 'emergency',
  complainant: { kind: 'natural', name: '王女士', phone: '13800001234' },
  address: { text: '文化路 12 号楼北侧' },
};
const CALL = { service: 'fire', receiver: '值班员 0317', at: '2026-11-24T01:03:00.000Z' };

function made(ticket: Ticket, more: Partial<NoticeInput> = {}): Paper {
  const made = emergencyNotice({
    ticket,
    no: 'LN210102-20261124-000017',
    unit: '长白街道办事处',
    person: '刘强',
    at: AT,
    unitName: (code) => `单位${code}`,
    personName: () => '李坐席',
    ...more,
  });
  if (!made.ok) throw new Error(made.code);
  return made.paper;
}

function facts(paper: Paper): Readonly<Record<string, string | undefined>> {
  const block = paper.blocks.find((one): one is Extract<Block, { kind: 'facts' }> => one.kind === 'facts');
  return Object.fromEntries(block?.facts ?? []);
}

function rows(paper: Paper): readonly (readonly (string | undefined)[])[] {
  const block = paper.blocks.find((one): one is Extract<Block, { kind: 'table' }> => one.kind === 'table');
  return block?.rows ?? [];
}

function script(paper: Paper): string {
  const block = paper.blocks.find((one): one is Extract<Block, { kind: 'text' }> => one.kind === 'text');
  return block?.paragraphs.join('\n') ?? '';
}

test('F24 what happened, where and when known, in Chinese; what nobody recorded is left for the pen', () => {
  const paper = made(ticketOf(registered(WALL)));
  expect(paper.under).toContain('工单编号：LN210102-20261124-000017');
  expect(facts(paper)).toMatchObject({
    事件: '老楼外墙瓷砖掉落砸人',
    发生地点: '单位210102 单位210102001 文化路 12 号楼北侧',
    获知时间: '2026年11月24日 9时01分（电话）',
    发生时间: undefined,
    伤亡和被困: undefined,
    事件类别: '☐ 自然灾害　☐ 事故灾难　☐ 公共卫生事件　☐ 社会安全事件',
    处置进展: '尚未派单；已受理·待派单',
  });
  // Three services can be told and answer by hand.
  expect(rows(paper)).toHaveLength(3);
  expect(
    rows(paper)
      .flat()
      .every((cell) => cell === undefined),
  ).toBe(true);
});

test('F24 each call with its receiver and the answer, the newest of what is known, and room for one more', () => {
  const once = step(registered(WALL), 'notifyEmergency', 'operator', { ...CALL, event: 'accident', harmed: '1 人受伤' });
  const twice = step(once, 'notifyEmergency', 'operator', {
    ...CALL,
    service: 'health',
    receiver: '急救 09',
    answer: '两车已出动',
    harmed: '2 人受伤',
  });
  const paper = made(ticketOf(twice));
  expect(facts(paper)).toMatchObject({ 伤亡和被困: '2 人受伤', 事件类别: '☐ 自然灾害　☑ 事故灾难　☐ 公共卫生事件　☐ 社会安全事件' });
  expect(rows(paper)).toEqual([
    ['消防救援机构', '11月24日 09:03', '值班员 0317', undefined, '李坐席'],
    ['卫生健康部门', '11月24日 09:03', '急救 09', '两车已出动', '李坐席'],
    [undefined, undefined, undefined, undefined, undefined],
  ]);
  const many = ['fire', 'health', 'police', 'emergency'].reduce(
    (told, service) => step(told, 'notifyEmergency', 'operator', { ...CALL, service }),
    registered(WALL),
  );
  expect(rows(made(ticketOf(many)))).toHaveLength(5);
});

test('F24 the script names place, matter and people, and asks who is at the other end', () => {
  const paper = made(ticketOf(step(signed(WALL), 'notifyEmergency', 'clerkA', { ...CALL, harmed: '2 人受伤' })));
  expect(script(paper)).toMatch(/^您好，这里是长白街道办事处，我是刘强/u);
  for (const words of ['文化路 12 号楼北侧', '老楼外墙瓷砖掉落砸人', '2 人受伤', '姓名或工号']) expect(script(paper)).toContain(words);
  expect(script(made(ticketOf(registered({ ...WALL, address: undefined, region: undefined }))))).toContain('请先问清地点');
});

test('F24 F51 the reporter is masked, also in the words of the matter; the paper stands for the matter alone', () => {
  const ticket = ticketOf(registered(WALL));
  const paper = made(ticket);
  expect(facts(paper)['报告人']).toBe('王**，138****1234（需要时由通报单位联络）');
  expect(JSON.stringify(paper)).not.toMatch(/王女士|13800001234|13911112222/u);
  expect(paper.stands).toEqual([{ ticket: ticket._id, field: 'content' }]);
});

test('F24 F51 in full only when asked for, and then each identifier stands to be recorded', () => {
  const ticket = ticketOf(registered(WALL));
  const paper = made(ticket, { withReporter: true });
  expect(facts(paper)['报告人']).toBe('王女士，电话 13800001234');
  expect(script(paper)).toContain('现场联系人：王女士，电话 13800001234');
  expect(JSON.stringify(paper)).not.toContain('13911112222');
  expect(paper.stands.map((one) => one.field)).toEqual(['content', 'name', 'phone']);
});

test('F24 §9 one who is hidden, and who reports an offence, is on no paper; a sealed matter has no paper', () => {
  for (const hidden of [{ confidential: 'hideIdentity' }, { kind: 'report' }]) {
    const paper = made(ticketOf(registered({ ...WALL, ...hidden })), { withReporter: true });
    expect(facts(paper)['报告人']).toBe('身份已隐匿，依法不予提供');
    expect(JSON.stringify(paper)).not.toMatch(/王女士|王\*|1234/u);
    expect(paper.stands.map((one) => one.field)).toEqual(['content']);
  }
  const sealed: Ticket = { ...ticketOf(registered(WALL)), confidential: 'sealed' };
  const answer = emergencyNotice({ ticket: sealed, no: 'x', unit: '', person: '', at: AT, unitName: String, personName: String });
  expect(answer).toMatchObject({ ok: false, code: 'sealedPaper', message: expect.stringContaining('密件不能打印') });
});

test('F24 a long matter is cut, so that the paper stays one page', () => {
  const paper = made(ticketOf(registered({ ...WALL, content: '外墙掉落'.repeat(1700) })));
  expect(facts(paper)['简要情况']?.length).toBeLessThanOrEqual(240);
});
