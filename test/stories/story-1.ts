/**
 * Story 1 of the main job: a ledger goes into the hub, four of its letters down to an office and a grid worker without signal,
 * back up, over the office's head to the city, and one of them to its closing. Real windows, a real hub, a stop and a kill.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { chunkId } from '../../shared/sync/evidence-ids.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { openCore, type Core } from '../../sync-server/core.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import {
  confirmedOn,
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
import { holding, hubHolds, savedActions } from '../support/replica-proof.ts';

/** A is done by the grid worker, B reaches them offline, C is denied by the city, D granted: the letters' titles. */
export type Letters = Readonly<{ a: string; b: string; c: string; d: string }>;
export type Story = Readonly<{ ledger: Uint8Array; letters: Letters; imported: number }>;

type Stage = Letters & {
  readonly dir: string;
  readonly hub: HubProcess;
  readonly office: ElectronDesk;
  grid: ElectronDesk;
  readonly city: ElectronDesk;
  readonly password: string;
  readonly photo: Buffer;
};

const ESCALATION = {
  choose: ['超管理权限', '市级'],
  text: {
    done: '两次到现场，召集三方协调',
    why: '涉及市级资金',
    ask: '请市里明确责任单位',
    interim: '已告知正在提请市里研究',
    citation: '派单目录：市级统筹事项',
  },
};
const CALLED = { choose: ['电话', '已接通'], text: { note: '已说明办理安排' } };

async function everybodySynced({ office, grid, city }: Stage): Promise<void> {
  await Promise.all([office, grid, city].map(synced));
}

/** Another person sits down at the city's desk. */
async function cityAs({ city, password }: Stage, login: string): Promise<void> {
  await leave(city);
  await signIn(city, login, password);
  await synced(city);
}

/** The leader signs on the clerk's PC, with their own password. */
async function leaderSigns({ office, password }: Stage): Promise<void> {
  await office.page.getByTestId('leader-sign').click();
  await office.page.getByTestId('leader-password').fill(password);
  await office.page.getByTestId('leader-sign-approve').click();
  await saved(office, '审核');
}

async function setUp(story: Story): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-story-'));
  const hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await writeFile(join(dir, 'ledger.xlsx'), story.ledger);
  const report = await hubCommand(['import', join(dir, 'ledger.xlsx'), '--data', hub.dataDir, '--kind', 'complaint', '--street', OFFICE_A]);
  expect(report).toContain(`新导入 ${story.imported}`);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  const photo = randomBytes(700_000);
  await writeFile(join(dir, 'photo.jpg'), photo);
  const desks = {
    office: await launchDesk(join(dir, 'office')),
    grid: await launchDesk(join(dir, 'grid')),
    city: await launchDesk(join(dir, 'city')),
  };
  await enrol(desks.office, demo.codes[0]?.code ?? '');
  await enrol(desks.grid, demo.codes[1]?.code ?? '');
  await enrol(desks.city, demo.codes[3]?.code ?? '');
  return { ...story.letters, ...desks, dir, hub, password: demo.password, photo };
}

/** The city dispatches, the office signs, assigns and prepares both escalations. */
async function onlineMorning(stage: Stage): Promise<void> {
  const { office, grid, city, password, a, b, c, d } = stage;
  // The leader has signed in once on the clerk's PC, so that the signing key is certified there.
  await signIn(office, 'lingdao1', password);
  await synced(office);
  await leave(office);
  await signIn(office, 'diaodu1', password);
  await signIn(grid, 'wangge1', password);
  await signIn(city, 'paidan1', password);
  await everybodySynced(stage);
  for (const title of [a, b, c, d]) {
    await openTicket(city, title);
    await fillAction(city, 'dispatch', '派单', { select: { unit: OFFICE_A }, text: { reason: '属地办理' } });
  }
  for (const title of [a, c, d]) {
    await openTicket(office, title);
    await tap(office, 'sign', '签收');
  }
  await openTicket(office, b);
  // The clerk sees all four by now; the grid worker none, neither on the screen nor in what the device holds.
  await synced(grid);
  expect(await grid.page.locator('.row').count()).toBe(0);
  expect((await holding(grid.page, 'wangge1')).ids.filter((id) => id.startsWith('ticket:'))).toEqual([]);
  await openTicket(office, a);
  await fillAction(office, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请今天到现场' } });
  for (const title of [c, d]) {
    await openTicket(office, title);
    await fillAction(office, 'contact', '联系诉求人', CALLED);
    await fillAction(office, 'proposeEscalation', '申请提级', ESCALATION);
  }
  await openTicket(grid, a);
  await everybodySynced(stage);
}

/** The hub is stopped: everybody goes on, and the grid worker's desk is killed right after 已保存. */
async function withoutHub(stage: Stage): Promise<void> {
  const { hub, office, password, a, b, c, d } = stage;
  await hub.stop();
  await Promise.all([office, stage.grid].map(offline));
  await openTicket(office, b);
  await tap(office, 'sign', '签收');
  await fillAction(office, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请核实清运时间' } });
  for (const title of [c, d]) {
    await openTicket(office, title);
    await leaderSigns(stage);
  }
  const { grid } = stage;
  await openTicket(grid, a);
  await tap(grid, 'arrive', '到场');
  await fillAction(grid, 'contact', '联系诉求人', CALLED);
  await fillAction(grid, 'recordWork', '现场处置记录', {
    text: { note: '更换控制箱保险，路灯恢复' },
    file: join(stage.dir, 'photo.jpg'),
  });
  await fillAction(grid, 'report', '回报', { text: { note: '路灯已全部恢复' } });
  await kill(grid);
  stage.grid = await launchDesk(grid.userData);
  await signIn(stage.grid, 'wangge1', password);
  await openTicket(stage.grid, a);
  for (const kind of ['arrive', 'contact', 'recordWork', 'report']) {
    expect(await stage.grid.page.locator(`[data-testid=timeline-entry-${kind}][data-state=saved]`).count(), kind).toBe(1);
  }
}

/** The hub is back: B reaches the grid worker; the city denies C, grants D and answers it. */
async function overTheOfficesHead(stage: Stage): Promise<void> {
  const { hub, office, grid, city, a, b, c, d } = stage;
  await hub.start();
  await everybodySynced(stage);
  await openTicket(grid, b);
  await openTicket(office, a);
  await office.page.locator('[data-testid=ticket-page][data-assignment=reported]').waitFor();
  await cityAs(stage, 'duban1');
  await openTicket(city, c);
  await fillAction(city, 'decideProposal', '审核裁定', { choose: ['不同意'], text: { reason: '区里可以协调，请继续办理' } });
  await openTicket(city, d);
  await fillAction(city, 'decideProposal', '审核裁定', { choose: ['同意'], text: { reason: '同意提级' } });
  await city.page.locator('[data-testid=ticket-page][data-status=escalated]').waitFor();
  await fillAction(city, 'upperResult', '提级办理结果', {
    choose: ['交回承办单位继续办理'],
    text: { result: '市里明确由住建部门牵头办证' },
  });
  await openTicket(office, c);
  await office.page.locator('[data-testid=ticket-page][data-status=inProgress]').waitFor();
  await office.page.locator('[data-testid=proposal-escalation][data-state=denied]').getByText('区里可以协调').waitFor();
  // Denied is not the end: the office goes on with it.
  await fillAction(office, 'contact', '联系诉求人', CALLED);
  await openTicket(office, d);
  await office.page.locator('[data-testid=ticket-page][data-status=inProgress]').waitFor();
  await office.page.getByTestId('timeline-entry-upperResult').getByText('市里明确由住建部门牵头办证').waitFor();
}

async function closingOfA(stage: Stage): Promise<void> {
  const { office, grid, city, a } = stage;
  await openTicket(office, a);
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
  await leaderSigns(stage);
  await synced(office);
  await openTicket(city, a);
  await fillAction(city, 'auditResult', '市审核', { choose: ['审核通过'] });
  await synced(city);
  await cityAs(stage, 'zuoxi1');
  await openTicket(city, a);
  await fillAction(city, 'callback', '回访', {
    pick: { reached: '已接通', solved: '解决', satisfiedResult: '满意', satisfiedProcess: '基本满意', truthful: '真实' },
  });
  await everybodySynced(stage);
  await openTicket(office, a);
  await office.page.locator('[data-testid=ticket-page][data-status=closed]').waitFor();
  await grid.page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
}

const ESCALATED = ['register', 'dispatch', 'sign', 'contact', 'proposeEscalation', 'leaderApprove', 'decideProposal'];
/** Every entry once, in the order in which things were done. */
const IN_ORDER: Readonly<Record<keyof Letters, readonly string[]>> = {
  a: [
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
  ],
  b: ['register', 'dispatch', 'sign', 'assign'],
  c: [...ESCALATED, 'contact'],
  d: [...ESCALATED, 'upperResult'],
};

/** Several people on one PC: each with a folder and a key of their own. */
async function ownKeys(stage: Stage): Promise<void> {
  const files = (await readdir(stage.office.userData, { recursive: true })).filter((name) => name.endsWith('key.json'));
  expect(files.map((file) => file.split(/[/\\]/u).at(-2))).toEqual(expect.arrayContaining(['person-diaodu1', 'person-lingdao1']));
  const keys = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(stage.office.userData, file), 'utf8')) as { publicKey: string }),
  );
  expect(new Set(keys.map((key) => key.publicKey)).size).toBe(files.length);
}

/** Everything that was called 已保存 is on its desk's disk, settled, and in the hub's log [proof L1]. */
async function nothingLost(core: Core, desks: readonly ElectronDesk[]): Promise<void> {
  for (const desk of desks) {
    const { unsettled, settled } = await savedActions(desk.userData);
    expect(unsettled).toEqual([]);
    expect(settled).toHaveLength(confirmedOn(desk));
    const logged = await core.store.hotline.getMany(settled);
    expect(settled.filter((_id, at) => logged[at] === undefined)).toEqual([]);
  }
}

/** Everything is there once and in order; each replica holds what the hub says it should, body for body [proof L2]. */
async function proof(stage: Stage): Promise<void> {
  const { hub, office, grid, city, photo, password } = stage;
  await Promise.all([office, grid, city].map(synced));
  const clerk = await holding(office.page, 'diaodu1');
  const worker = await holding(grid.page, 'wangge1');
  const operator = await holding(city.page, 'zuoxi1');
  await leave(office);
  await signIn(office, 'lingdao1', password);
  await synced(office);
  const leader = await holding(office.page, 'lingdao1');
  const desks = [office, grid, city];
  for (const desk of desks) await desk.app.close();
  await hub.stop();
  await ownKeys(stage);
  const core = await openCore({ dataDir: hub.dataDir });
  try {
    const tickets = await core.store.hotline.withPrefix<Ticket>('ticket:');
    for (const letter of ['a', 'b', 'c', 'd'] as const) {
      const ticket = tickets.find((one) => one.title === stage[letter]);
      expect(
        ticket?.history.map((entry) => entry.kind),
        letter,
      ).toEqual(IN_ORDER[letter]);
    }
    const ticket = tickets.find((one) => one.title === stage.a);
    expect(ticket).toMatchObject({ status: 'closed', closing: { clause: '14-1a' } });
    expect(clerk).toEqual(hubHolds(core, 'person:diaodu1', 'office'));
    expect(leader).toEqual(hubHolds(core, 'person:lingdao1', 'office'));
    expect(worker).toEqual(hubHolds(core, 'person:wangge1', 'person'));
    expect(operator).toEqual(hubHolds(core, 'person:zuoxi1', 'city'));
    await nothingLost(core, desks);
    const hash = createHash('sha256').update(photo).digest('hex');
    expect(ticket?.evidence.map((entry) => entry.hash)).toEqual([hash]);
    const { device = '', by: actor = '' } = ticket?.evidence[0] ?? {};
    const parts = await Promise.all([0, 1, 2].map((at) => core.store.evidence.attachment(chunkId({ device, actor, hash }, at), 'data')));
    expect(Buffer.concat(parts.map((part) => part ?? new Uint8Array())).equals(photo)).toBe(true);
    expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  } finally {
    await core.close();
  }
}

export async function playStory1(story: Story): Promise<void> {
  const stage = await setUp(story);
  try {
    await onlineMorning(stage);
    await withoutHub(stage);
    await overTheOfficesHead(stage);
    await closingOfA(stage);
    await proof(stage);
  } finally {
    for (const desk of [stage.office, stage.grid, stage.city]) await desk.app.close().catch(() => undefined);
    await stage.hub.stop();
    await rm(stage.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
