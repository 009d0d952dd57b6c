/** Every form of the trade that no other scene opens, at the desk of the person who fills it in: articles 9, 11, 12, 14, 15, 20. */
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { enrol, fillAction, launchDesk, openTicket, synced, type ElectronDesk } from '../support/electron-desk.ts';
import { PreparedCity } from '../support/prepared-city.ts';
import { prepareMatters, TITLES } from './article-matters.ts';
import { DESKTOP, NARROW, type Camera } from './camera.ts';
import { papersAndInstructions } from './paper-scenes.ts';
import { closeForm, closePanel, form, online, panel } from './steps.ts';

type Stage = Readonly<{ camera: Camera; city: PreparedCity; hall: ElectronDesk; office: ElectronDesk; helper: ElectronDesk }>;
type Forms = readonly Readonly<{ kind: string; fill?: (desk: ElectronDesk) => Promise<void> }>[];

async function choose({ page }: ElectronDesk, field: string, words: string): Promise<void> {
  const box = page.locator(`#field-${field}`);
  await box.click();
  await box.fill(words);
  await page.keyboard.press('Enter');
}

/** Opens each form of a ticket in turn, and takes its picture. */
async function forms(camera: Camera, desk: ElectronDesk, who: string, title: string, list: Forms, sizes = DESKTOP): Promise<void> {
  // A list is there to choose from only where there is room beside the ticket.
  await desk.page.setViewportSize({ width: 1366, height: 768 });
  await openTicket(desk, title);
  for (const { kind, fill } of list) {
    await form(desk, kind);
    await fill?.(desk);
    await camera.shoot(desk, 'online', `${who}-form-${kind}`, sizes);
    await closeForm(desk);
  }
}

/** At the city, where what an office has in hand is looked at online. */
async function lookedUp({ page }: ElectronDesk, title: string): Promise<void> {
  await page.getByTestId('lookup').click();
  await page.getByTestId('lookup-text').fill(title);
  await page.getByTestId('lookup-search').click();
  await page.getByRole('dialog').getByRole('row', { name: title }).first().click();
  await page.getByTestId('ticket-page').getByRole('heading', { name: title }).waitFor();
}

/** Supervision, seen from both ends. */
async function oversight({ camera, city, hall, office }: Stage): Promise<void> {
  await online(city, hall, 'duban1');
  await lookedUp(hall, TITLES.supervised);
  await camera.shoot(hall, 'online', 'supervisor-supervised');
  for (const kind of ['urge', 'supervise', 'meet', 'refer']) {
    await form(hall, kind);
    await camera.shoot(hall, 'online', `supervisor-form-${kind}`);
    await closeForm(hall);
  }
  await online(city, hall, 'zuoxi1');
  await lookedUp(hall, TITLES.closed);
  await form(hall, 'reopen');
  await camera.shoot(hall, 'online', 'operator-form-reopen');
  await closeForm(hall);
  await openTicket(hall, TITLES.fresh);
  await form(hall, 'withdraw');
  await camera.shoot(hall, 'online', 'operator-form-withdraw');
  await closeForm(hall);
  await online(city, hall, 'paidan1');
  await openTicket(hall, TITLES.provincial);
  await form(hall, 'merge');
  await hall.page.locator('#field-main').fill('LN210102-20261101-000077');
  await camera.shoot(hall, 'online', 'dispatcher-form-merge');
  await closeForm(hall);
  await lookedUp(hall, TITLES.merged);
  await form(hall, 'unmerge');
  await camera.shoot(hall, 'online', 'dispatcher-form-unmerge');
  await closeForm(hall);
  await online(city, office, 'diaodu1');
  await office.page.getByTestId('header-supervised').click();
  await office.page.locator('.row').first().click();
  await office.page.getByTestId('awaited-supervision').waitFor();
  await camera.shoot(office, 'online', 'clerk-supervised');
  await online(city, office, 'lingdao1');
  await camera.shoot(office, 'online', 'leader-supervised-header');
  await forms(camera, office, 'leader', TITLES.supervised, [{ kind: 'superviseReply' }]);
}

/** The six questions, and what each opens. */
async function intake({ camera, city, hall }: Stage): Promise<void> {
  const { page } = hall;
  await online(city, hall, 'zuoxi1');
  for (const asked of ['9-1', '9-2', '9-3', '9-4', '9-5', '9-6', 'answer']) {
    await panel(hall, 'register', '登记诉求');
    await page.getByTestId('register-title').fill('老楼外墙瓷砖正在掉落，下面是学校门口');
    await page.getByTestId(`intake-ask-${asked}`).click();
    if (asked === '9-3' || asked === '9-5') {
      await page.locator('#intake-directory').click();
      await page.locator('.ant-select-item-option').nth(3).click();
    }
    if (asked === '9-4') {
      await page.getByRole('dialog').locator('#field-reference').fill('路灯');
      await page.locator('.ant-select-item-option').first().click();
      await page.getByTestId('earlier-progress').waitFor();
    }
    await camera.shoot(hall, 'online', `operator-intake-${asked}`);
    if (asked === '9-1') {
      await page.getByTestId('register-save').click();
      await page.getByTestId('register-problem').waitFor();
      await camera.shoot(hall, 'online', 'operator-intake-9-1-missing');
      await page.getByText('已告知对方自行拨打，不再派单').click();
      await camera.shoot(hall, 'online', 'operator-intake-9-1-told');
    }
    await page.getByTestId('intake-back').click();
    await closePanel(hall);
  }
}

async function atTheCity({ camera, city, hall }: Stage): Promise<void> {
  const { page } = hall;
  await forms(camera, hall, 'operator', TITLES.fresh, [
    { kind: 'directAnswer' },
    { kind: 'notifyEmergency' },
    { kind: 'requestMaterial' },
    { kind: 'guideOut', fill: async () => page.getByText('同一事项无新情况').click() },
    { kind: 'reportAbuse' },
    { kind: 'close', fill: (desk) => choose(desk, 'clause', '14-2') },
  ]);
  await openTicket(hall, TITLES.waiting);
  await camera.shoot(hall, 'online', 'operator-awaiting-material');
  await forms(camera, hall, 'operator', TITLES.waiting, [{ kind: 'materialReceived' }]);
  await online(city, hall, 'paidan1');
  await forms(camera, hall, 'dispatcher', TITLES.provincial, [{ kind: 'handUp' }]);
  await form(hall, 'dispatch');
  await page.getByTestId('form-submit').click();
  await page.getByTestId('form-problem').waitFor();
  await camera.shoot(hall, 'online', 'dispatcher-form-dispatch-kind-missing');
  await closeForm(hall);
  await online(city, hall, 'duban1');
  await forms(camera, hall, 'supervisor', TITLES.fresh, [{ kind: 'void' }, { kind: 'designate' }]);
  await openTicket(hall, TITLES.several);
  await camera.shoot(hall, 'online', 'supervisor-several-proposals');
  await forms(camera, hall, 'supervisor', TITLES.several, [{ kind: 'decideProposal' }]);
}

async function atTheOffice({ camera, city, office }: Stage): Promise<void> {
  const { page } = office;
  await online(city, office, 'diaodu1');
  await openTicket(office, TITLES.working);
  await camera.shoot(office, 'online', 'clerk-ticket-working');
  await forms(camera, office, 'clerk', TITLES.working, [
    { kind: 'requestCoHandling' },
    { kind: 'requestMaterial' },
    { kind: 'notifyEmergency' },
    { kind: 'proposeExtension', fill: async () => page.getByText('3 个工作日').click() },
    {
      kind: 'proposeSuspension',
      async fill() {
        await page.locator('#field-reviewAt').click();
        await page.getByText('3 个月后').click();
      },
    },
    { kind: 'proposeGuideOut' },
    {
      kind: 'proposeMerge',
      async fill() {
        await page.locator('#field-main').fill('外墙');
        await page.locator('.ant-select-item-option').getByText(TITLES.several).click();
      },
    },
    { kind: 'proposeExemption' },
    { kind: 'claimUnreasonable' },
    { kind: 'reportAbuse' },
    { kind: 'draftResult' },
  ]);
  await openTicket(office, TITLES.silent);
  for (const clause of ['14-1b', '14-2', '14-5', '14-6', '14-8', '14-9']) {
    await form(office, 'submitResult');
    await choose(office, 'clause', clause);
    await camera.shoot(office, 'online', `clerk-form-result-${clause}`);
    await closeForm(office);
  }
  await openTicket(office, TITLES.asked);
  await camera.shoot(office, 'online', 'clerk-co-handling-asked');
  await forms(camera, office, 'clerk', TITLES.asked, [{ kind: 'markSilent' }]);
  await openTicket(office, TITLES.hung);
  await camera.shoot(office, 'online', 'clerk-suspended');
  await openTicket(office, TITLES.closed);
  await camera.shoot(office, 'online', 'clerk-closed');
  await forms(camera, office, 'clerk', TITLES.closed, [{ kind: 'appealAssessment' }]);
  await panel(office, 'register', '登记诉求');
  await camera.shoot(office, 'online', 'clerk-intake');
  await page.getByTestId('intake-ask-9-5').click();
  await camera.shoot(office, 'online', 'clerk-intake-9-5');
  await page.getByTestId('intake-back').click();
  await closePanel(office);
  await online(city, office, 'lingdao1');
  await forms(camera, office, 'leader', TITLES.hung, [{ kind: 'resume' }]);
}

async function atTheHelper({ camera, city, helper }: Stage): Promise<void> {
  await online(city, helper, 'diaodu3');
  await openTicket(helper, TITLES.asked);
  await camera.shoot(helper, 'online', 'helper-ticket');
  await forms(camera, helper, 'helper', TITLES.asked, [{ kind: 'coAnswer' }, { kind: 'coStageReport' }]);
}

/** The grid worker on the way: an emergency is found, and what a ticket waits for is read in one hand. */
async function inTheGrid({ camera, city, office }: Stage): Promise<void> {
  const all = [...DESKTOP, ...NARROW];
  await online(city, office, 'diaodu1');
  await openTicket(office, TITLES.asked);
  await fillAction(office, 'assign', '下派', { select: { person: '赵小燕' }, text: { opinion: '请今晚到场核实' } });
  await synced(office);
  await online(city, office, 'wangge1');
  await openTicket(office, TITLES.asked);
  await camera.shoot(office, 'online', 'grid-co-handling-asked', all);
  await forms(camera, office, 'grid', TITLES.asked, [{ kind: 'notifyEmergency' }], all);
  await office.page.setViewportSize({ width: 1366, height: 768 });
  await panel(office, 'register', '登记诉求');
  await camera.shoot(office, 'online', 'grid-intake', all);
  await office.page.getByTestId('intake-ask-9-1').click();
  await camera.shoot(office, 'online', 'grid-intake-9-1', all);
  await closePanel(office);
}

const PARTS: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  intake,
  city: atTheCity,
  office: atTheOffice,
  helper: atTheHelper,
  oversight,
  papers: papersAndInstructions,
  grid: inTheGrid,
};

/** All of them, or one part by its name. */
export async function articleScenes(camera: Camera, only?: string): Promise<void> {
  const city = await PreparedCity.open(36);
  const desks: ElectronDesk[] = [];
  try {
    await prepareMatters(city);
    for (const [name, unit] of [
      ['hall', CITY],
      ['office', OFFICE_A],
      ['helper', OFFICE_B],
    ] as const) {
      const desk = await launchDesk(`${city.dir}/${name}`);
      desks.push(desk);
      await enrol(desk, await city.hub.enrolmentCode(unit));
    }
    const [hall, office, helper] = desks as [ElectronDesk, ElectronDesk, ElectronDesk];
    const stage: Stage = { camera, city, hall, office, helper };
    for (const [name, take] of Object.entries(PARTS)) if (only === undefined || only === name) await take(stage);
  } catch (error) {
    await Promise.all(desks.map((desk, at) => camera.failure(desk, 10 + at)));
    throw error;
  } finally {
    for (const desk of desks) await desk.app.close().catch(() => undefined);
    await city.close();
  }
}
