/** Story 2: a ticket is recalled to another office while the first is offline with unsent work on it [sync D4, proof L3]. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { chunkId } from '../../shared/sync/evidence-ids.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { openCore } from '../../sync-server/core.ts';
import { OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import {
  confirmedOn,
  enrol,
  fillAction,
  launchDesk,
  offline,
  openTicket,
  signIn,
  synced,
  tap,
  type ElectronDesk,
} from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { ledgerBytes, LETTERS } from '../support/ledger.ts';
import { filesWith, holding, hubHolds, savedActions, storedPhotos, storedText } from '../support/replica-proof.ts';

const TITLE = LETTERS[0]?.[2] ?? '';
const CONTENT = '晚上接孩子很不安全';
let dir: string;
let hub: HubProcess;
let first: ElectronDesk;
let second: ElectronDesk;
let city: ElectronDesk;
let password: string;
let photo: Buffer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-story2-'));
  hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await writeFile(join(dir, 'ledger.xlsx'), await ledgerBytes(LETTERS.slice(0, 2)));
  await hubCommand(['import', join(dir, 'ledger.xlsx'), '--data', hub.dataDir, '--kind', 'complaint', '--street', OFFICE_A]);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  password = demo.password;
  photo = randomBytes(300_000);
  await writeFile(join(dir, 'photo.jpg'), photo);
  first = await launchDesk(join(dir, 'first'));
  second = await launchDesk(join(dir, 'second'));
  city = await launchDesk(join(dir, 'city'));
  await enrol(first, demo.codes[0]?.code ?? '');
  await enrol(second, demo.codes[2]?.code ?? '');
  await enrol(city, demo.codes[3]?.code ?? '');
});
afterAll(async () => {
  for (const desk of [first, second, city]) await desk.app.close().catch(() => undefined);
  await hub.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Names of photo files that the desk keeps outside the browser engine. */
async function photoFiles(desk: ElectronDesk): Promise<readonly string[]> {
  const all = await readdir(desk.userData, { recursive: true });
  return all.filter((name) => /evidence[/\\][0-9a-f]{64}$/u.test(name));
}

test('Story 2: after the reconnect nothing of it is on the first desk but what its people wrote', { timeout: 300_000 }, async () => {
  await signIn(first, 'diaodu1', password);
  await signIn(second, 'diaodu3', password);
  await signIn(city, 'paidan1', password);
  await Promise.all([first, second, city].map(synced));
  await openTicket(city, TITLE);
  await fillAction(city, 'dispatch', '派单', { select: { unit: OFFICE_A }, text: { reason: '属地办理' } });
  await openTicket(first, TITLE);
  await tap(first, 'sign', '签收');
  await Promise.all([first, city].map(synced));

  await first.app.context().setOffline(true);
  await offline(first);
  await fillAction(first, 'contact', '联系诉求人', {
    choose: ['电话', '已接通'],
    text: { note: '已电话说明，回拨 13900000000' },
    file: join(dir, 'photo.jpg'),
  });
  await fillAction(first, 'proposeEscalation', '申请提级', {
    choose: ['超管理权限', '市级'],
    text: { done: '到过现场', why: '涉及市级资金', ask: '请市里明确责任单位', interim: '已解释', citation: '派单目录' },
  });
  // A form that is being filled in when the ticket goes.
  await first.page.getByTestId('action-recordWork').click();
  await first.page.getByTestId('form-recordWork').locator('#field-note').fill('写了一半的现场记录');
  expect(await photoFiles(first)).toHaveLength(1);

  // The city looks it up, recalls it and sends it elsewhere.
  await city.page.getByTestId('lookup').click();
  await city.page.getByTestId('lookup-text').fill(TITLE);
  await city.page.getByTestId('lookup-search').click();
  await city.page.getByRole('row', { name: TITLE }).click();
  await fillAction(city, 'recall', '收回改派', { text: { reason: '应由南湖街道办理' } });
  await openTicket(city, TITLE);
  await fillAction(city, 'dispatch', '派单', { select: { unit: OFFICE_B }, text: { reason: '改派' } });
  await openTicket(second, TITLE);
  expect(await storedText(first.page, CONTENT)).not.toEqual([]);

  await first.app.context().setOffline(false);
  await synced(first);
  await first.page.getByTestId('ticket-left').getByText('该工单已移出本机').waitFor();
  await first.page.waitForFunction(() => document.querySelectorAll('.row').length === 0);

  await first.page.getByTestId('sync-centre').click();
  await first.page.locator('[data-testid=outbox-proposeEscalation][data-state=refused]').getByText('已改派').waitFor();
  await first.page.locator('[data-testid=outbox-contact][data-state=accepted]').waitFor();
  await first.page.getByRole('tab', { name: /待找回/u }).click();
  const rescued = first.page.getByTestId('rescue-item');
  await rescued.getByText('写了一半的现场记录').waitFor();
  await rescued.getByText('请市里明确责任单位').waitFor();
  await rescued.getByText('回拨 13900000000').waitFor();
  await first.page.keyboard.press('Escape');

  // No document, no draft, and once the hub has confirmed it, no photo: neither in IndexedDB nor in files.
  await expect.poll(() => photoFiles(first), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => storedPhotos(first.page), { timeout: 20_000 }).toBe(0);
  for (const text of [CONTENT, TITLE]) {
    expect(await storedText(first.page, text)).toEqual([]);
    expect(await filesWith(first.userData, text)).toEqual([]);
  }
  // The search finds what is there: the person's own words, in the actions that are kept 35 days.
  expect(await filesWith(first.userData, '回拨 13900000000')).not.toEqual([]);
  // Searched for on the first desk it is not there; the second sees what the first has done.
  await first.page.getByLabel('查找工单').fill(TITLE);
  await first.page.waitForFunction(() => document.querySelectorAll('.row').length === 0);
  await second.page.getByTestId('timeline-entry-contact').waitFor();
  const kept = await storedText(first.page, '写了一半的现场记录');
  expect(kept.every((id) => id.startsWith('rescue:'))).toBe(true);
  const held = await holding(first.page, 'diaodu1');
  await synced(second);
  const heldBySecond = await holding(second.page, 'diaodu3');
  for (const desk of [first, second, city]) await desk.app.close();
  await hub.stop();

  const core = await openCore({ dataDir: hub.dataDir });
  try {
    expect(held).toEqual(hubHolds(core, 'person:diaodu1', 'office'));
    expect(heldBySecond).toEqual(hubHolds(core, 'person:diaodu3', 'office'));
    for (const desk of [first, second, city]) {
      const { unsettled, settled } = await savedActions(desk.userData);
      expect([unsettled, settled.length]).toEqual([[], confirmedOn(desk)]);
      expect(await core.store.hotline.getMany(settled)).not.toContain(undefined);
    }
    const ticket = (await core.store.hotline.withPrefix<Ticket>('ticket:')).find((one) => one.title === TITLE);
    expect(ticket).toMatchObject({ lead: OFFICE_B, status: 'dispatched' });
    expect(ticket?.history.find((entry) => entry.kind === 'contact')).toMatchObject({ actor: 'person:diaodu1', noEffect: 'reassigned' });
    expect(ticket?.proposals).toEqual([]);
    const contact = ticket?.history.find((entry) => entry.kind === 'contact')?.id ?? '';
    const device = (await core.store.hotline.get<StoredAction>(contact))?.device ?? '';
    const hash = createHash('sha256').update(photo).digest('hex');
    expect(await core.store.evidence.attachment(chunkId({ device, actor: 'person:diaodu1', hash }, 0), 'data')).toBeDefined();
    expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  } finally {
    await core.close();
  }
});
