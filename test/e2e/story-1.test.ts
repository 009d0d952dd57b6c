/**
 * The main job end to end: from a ledger into the hub, down to a grid worker without signal, back up, over the office's head to
 * the city, and to its closing; the hub is stopped and a desk is killed on the way.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { openCore } from '../../sync-server/core.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import {
  enrol,
  fillAction,
  kill,
  launchDesk,
  leave,
  offline,
  openTicket,
  saved,
  signIn,
  synced,
  tap,
  type ElectronDesk,
} from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { ledgerBytes, LETTERS } from '../support/ledger.ts';
import { heldIds, hubHolds } from '../support/replica-proof.ts';

const [A, B, C, D] = LETTERS.map((letter) => letter[2]) as [string, string, string, string];
let dir: string;
let hub: HubProcess;
let office: ElectronDesk;
let grid: ElectronDesk;
let city: ElectronDesk;
let password: string;
let photo: Buffer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-story-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await writeFile(join(dir, 'ledger.xlsx'), await ledgerBytes(LETTERS.slice(0, 4)));
  const report = await hubCommand(['import', join(dir, 'ledger.xlsx'), '--data', hub.dataDir, '--kind', 'complaint', '--street', OFFICE_A]);
  expect(report).toContain('新导入 4');
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  password = demo.password;
  photo = randomBytes(700_000);
  await writeFile(join(dir, 'photo.jpg'), photo);
  office = await launchDesk(join(dir, 'office'));
  grid = await launchDesk(join(dir, 'grid'));
  city = await launchDesk(join(dir, 'city'));
  await enrol(office, demo.codes[0]?.code ?? '');
  await enrol(grid, demo.codes[1]?.code ?? '');
  await enrol(city, demo.codes[3]?.code ?? '');
});

afterAll(async () => {
  for (const desk of [office, grid, city]) await desk.app.close().catch(() => undefined);
  await hub.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

const escalation = {
  choose: ['超管理权限', '市级'],
  text: {
    done: '两次到现场，召集三方协调',
    why: '涉及市级资金',
    ask: '请市里明确责任单位',
    interim: '已告知正在提请市里研究',
    citation: '派单目录：市级统筹事项',
  },
};
const called = { choose: ['电话', '已接通'], text: { note: '已说明办理安排' } };

/** Another person sits down at the city's desk. */
async function cityAs(login: string): Promise<void> {
  await leave(city);
  await signIn(city, login, password);
  await synced(city);
}

test('Story 1: one ticket goes through the whole job, and nothing is lost on the way', { timeout: 600_000 }, async () => {
  // The leader has signed in once on the clerk's PC, so that the signing key is certified there.
  await signIn(office, 'lingdao1', password);
  await synced(office);
  await leave(office);
  await signIn(office, 'diaodu1', password);
  await signIn(grid, 'wangge1', password);
  await signIn(city, 'paidan1', password);
  await Promise.all([office, grid, city].map(synced));

  for (const title of [A, B, C, D]) {
    await openTicket(city, title);
    await fillAction(city, 'dispatch', '派单', { select: { unit: OFFICE_A }, text: { reason: '属地办理' } });
  }
  for (const title of [A, C, D]) {
    await openTicket(office, title);
    await tap(office, 'sign', '签收');
  }
  await openTicket(office, B);
  expect(await grid.page.locator('.row').count()).toBe(0);

  await openTicket(office, A);
  await fillAction(office, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请今天到现场' } });
  for (const title of [C, D]) {
    await openTicket(office, title);
    await fillAction(office, 'contact', '联系诉求人', called);
    await fillAction(office, 'proposeEscalation', '申请提级', escalation);
  }
  await openTicket(grid, A);
  await Promise.all([office, grid, city].map(synced));

  await hub.stop();
  await Promise.all([office, grid].map(offline));
  await openTicket(office, B);
  await tap(office, 'sign', '签收');
  await fillAction(office, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请核实清运时间' } });
  for (const title of [C, D]) {
    await openTicket(office, title);
    await office.page.getByTestId('leader-sign').click();
    await office.page.getByTestId('leader-password').fill(password);
    await office.page.getByTestId('leader-sign-approve').click();
    await saved(office, '审核');
  }

  await openTicket(grid, A);
  await tap(grid, 'arrive', '到场');
  await fillAction(grid, 'contact', '联系诉求人', called);
  await fillAction(grid, 'recordWork', '现场处置记录', { text: { note: '更换控制箱保险，路灯恢复' }, file: join(dir, 'photo.jpg') });
  await fillAction(grid, 'report', '回报', { text: { note: '路灯已全部恢复' } });
  await kill(grid);
  grid = await launchDesk(grid.userData);
  await signIn(grid, 'wangge1', password);
  await openTicket(grid, A);
  for (const kind of ['arrive', 'contact', 'recordWork', 'report']) {
    expect(await grid.page.locator(`[data-testid=timeline-entry-${kind}][data-state=saved]`).count(), kind).toBe(1);
  }

  await hub.start();
  await Promise.all([office, grid, city].map(synced));
  await openTicket(grid, B);
  await openTicket(office, A);
  await office.page.locator('[data-testid=ticket-page][data-assignment=reported]').waitFor();

  // The city denies C and grants D.
  await cityAs('duban1');
  await openTicket(city, C);
  await fillAction(city, 'decideProposal', '审核裁定', { choose: ['不同意'], text: { reason: '区里可以协调，请继续办理' } });
  await openTicket(city, D);
  await fillAction(city, 'decideProposal', '审核裁定', { choose: ['同意'], text: { reason: '同意提级' } });
  await city.page.locator('[data-testid=ticket-page][data-status=escalated]').waitFor();
  await fillAction(city, 'upperResult', '提级办理结果', {
    choose: ['交回承办单位继续办理'],
    text: { result: '市里明确由住建部门牵头办证' },
  });
  await openTicket(office, C);
  await office.page.locator('[data-testid=ticket-page][data-status=inProgress]').waitFor();
  await office.page.locator('[data-testid=proposal-escalation][data-state=denied]').getByText('区里可以协调').waitFor();
  await openTicket(office, D);
  await office.page.locator('[data-testid=ticket-page][data-status=inProgress]').waitFor();

  // A to its closing.
  await openTicket(office, A);
  await fillAction(office, 'checkReport', '核报', { choose: ['核报通过'] });
  await office.page.getByTestId('action-submitResult').click();
  await office.page.locator('#field-clause').click();
  await office.page.getByText('14-1a 已解决或诉求人认可').click();
  const form = office.page.getByTestId('form-submitResult');
  await form.locator('#field-acceptance').fill('电话回复，诉求人认可');
  await form.getByText('已解决', { exact: true }).click();
  await form.locator('#field-process').fill('网格员到现场更换保险，路灯恢复。');
  await form.locator('#field-publicReply').fill('您反映的路灯已恢复照明。');
  await form.locator('#field-how').fill('电话');
  await form.getByTestId('form-submit').click();
  await saved(office, '报审');
  await office.page.getByTestId('leader-sign').click();
  await office.page.getByTestId('leader-password').fill(password);
  await office.page.getByTestId('leader-sign-approve').click();
  await saved(office, '审核');
  await synced(office);
  await openTicket(city, A);
  await fillAction(city, 'auditResult', '市审核', { choose: ['审核通过'] });
  await synced(city);
  await cityAs('zuoxi1');
  await openTicket(city, A);
  await fillAction(city, 'callback', '回访', {
    pick: { reached: '已接通', solved: '解决', satisfiedResult: '满意', satisfiedProcess: '基本满意', truthful: '真实' },
  });
  await Promise.all([office, grid, city].map(synced));
  await openTicket(office, A);
  await office.page.locator('[data-testid=ticket-page][data-status=closed]').waitFor();
  await grid.page.waitForFunction(() => document.querySelectorAll('.row').length === 1);

  // Each replica holds what the hub says it should, body for body.
  const held = {
    office: await heldIds(office.page, 'diaodu1'),
    grid: await heldIds(grid.page, 'wangge1'),
    city: await heldIds(city.page, 'zuoxi1'),
  };
  for (const desk of [office, grid, city]) await desk.app.close();
  await hub.stop();

  const core = await openCore({ dataDir: hub.dataDir });
  try {
    const tickets = await core.store.hotline.withPrefix<Ticket>('ticket:');
    const a = tickets.find((ticket) => ticket.title === A);
    expect(a).toMatchObject({ status: 'closed', closing: { clause: '14-1a' } });
    const kinds = a?.history.map((entry) => entry.kind);
    expect(kinds).toEqual([
      'register',
      'dispatch',
      'sign',
      'assign',
      'arrive',
      'contact',
      'recordWork',
      'report',
      'checkReport',
      'submitResult',
      'leaderApprove',
      'auditResult',
      'callback',
    ]);
    expect(held.office).toEqual(hubHolds(core, 'person:diaodu1', 'office'));
    expect(held.grid).toEqual(hubHolds(core, 'person:wangge1', 'person'));
    expect(held.city).toEqual(hubHolds(core, 'person:zuoxi1', 'city'));
    const hash = createHash('sha256').update(photo).digest('hex');
    expect(a?.evidence.map((entry) => entry.hash)).toEqual([hash]);
    const parts = await Promise.all([0, 1, 2].map((at) => core.store.evidence.attachment(`chunk:${hash}:000${at}`, 'data')));
    expect(Buffer.concat(parts.map((part) => part ?? new Uint8Array())).equals(photo)).toBe(true);
    expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  } finally {
    await core.close();
  }
});
