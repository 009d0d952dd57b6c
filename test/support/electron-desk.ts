/** A real desk in a real window, driven by Playwright; its own user-data folder, its own process, which can be killed. */
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronDist } from '../../scripts/electron-runtime.mjs';

export const ROOT = join(import.meta.dirname, '..', '..');
const WAIT = { timeout: 30_000 };

export type ElectronDesk = { app: ElectronApplication; page: Page; userData: string };

export async function launchDesk(userData: string, env: Record<string, string> = {}): Promise<ElectronDesk> {
  // A bundled program (bench, torture) is told where the runtime is.
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? electronDist();
  if (dist === undefined) throw new Error('no Electron runtime: run npm run setup');
  const app = await _electron.launch({
    executablePath: join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron'),
    args: [ROOT],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), DBUS_SESSION_BUS_ADDRESS: 'disabled:', GRIDDESK_USER_DATA: userData, ...env },
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(30_000);
  return { app, page, userData };
}

export async function enrol({ page }: ElectronDesk, code: string): Promise<void> {
  await page.getByTestId('enrol-code').fill(code);
  await page.getByTestId('enrol').click();
  await page.getByTestId('sign-in').waitFor(WAIT);
}

export async function signIn({ page }: ElectronDesk, login: string, password: string): Promise<void> {
  await page.getByTestId(`sign-in-person:${login}`).click();
  await page.getByTestId('password').fill(password);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('header-status').waitFor(WAIT);
}

export async function leave({ page }: ElectronDesk): Promise<void> {
  await page.getByTestId('leave').click();
  await page.getByTestId('sign-in').waitFor(WAIT);
}

/** Longer than the longest wait between two tries [sync D5]. */
const RECONNECT = { timeout: 90_000 };

/** Online, complete by digest, and nothing unsent. */
export async function synced({ page }: ElectronDesk): Promise<void> {
  try {
    await page.locator('[data-testid=header-status][data-link=online][data-complete=true]').waitFor(RECONNECT);
    await page.getByTestId('header-unsent').getByText('未送达 0 件').waitFor(RECONNECT);
  } catch (error) {
    throw new Error(`not synced: ${await page.locator('header').innerText()}`, { cause: error });
  }
}

export async function offline({ page }: ElectronDesk): Promise<void> {
  await page.locator('[data-testid=header-status][data-link=offline]').waitFor(WAIT);
}

export async function openTicket({ page }: ElectronDesk, title: string): Promise<void> {
  await page.getByTestId('lane-all').click();
  await page.getByLabel('查找工单').fill(title);
  await page.locator(`[data-title="${title}"]`).first().click();
  await page.getByTestId('ticket-page').getByRole('heading', { name: title }).waitFor(WAIT);
}

/** How many actions a desk has called 已保存 to its user, by its folder: over kills and new starts. */
const confirmed = new Map<string, number>();

export function confirmedOn({ userData }: ElectronDesk): number {
  return confirmed.get(userData) ?? 0;
}

/** A picture for whoever looks: into the folder that GRIDDESK_LOOK names, else none. */
export async function look({ page }: ElectronDesk, name: string): Promise<void> {
  const folder = process.env['GRIDDESK_LOOK'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Of each page, by the words: the number of the last toast that answered for them. */
const answered = new WeakMap<Page, Map<string, number>>();

/**
 * The words that say an action is safe on this disk, on a toast that has not answered for them before: a toast stands for seconds, and
 * must not speak for the next act. One toast may name two acts, and answers once for each.
 */
export async function saved({ page, userData }: ElectronDesk, what: string, wait = WAIT): Promise<void> {
  const words = `${what}：已保存`;
  const ofPage = answered.get(page) ?? new Map<string, number>();
  answered.set(page, ofPage);
  const found = await page
    .waitForFunction(
      ([text, after]) =>
        [...document.querySelectorAll<HTMLElement>('[data-testid=toast]')]
          .filter((toast) => toast.checkVisibility() && toast.innerText.includes(text))
          .map((toast) => Number(toast.dataset['said']))
          .find((number) => number > after),
      [words, ofPage.get(words) ?? 0] as const,
      wait,
    )
    .catch(async (error: unknown) => {
      // What stands there instead: a refusal, a field's fault, or nothing that was pressed.
      throw new Error(`${String(error)}, no toast ${words}: ${await page.locator('body').innerText()}`, { cause: error });
    });
  ofPage.set(words, Number(await found.jsonValue()));
  confirmed.set(userData, (confirmed.get(userData) ?? 0) + 1);
}

export async function tap(desk: ElectronDesk, kind: string, name: string): Promise<void> {
  await desk.page.getByTestId(`action-${kind}`).click();
  await saved(desk, name);
}

type Field = Readonly<{
  pick?: Record<string, string>;
  text?: Record<string, string>;
  choose?: readonly string[];
  select?: Record<string, string>;
  file?: string;
}>;

/** Opens an action's form, fills it as a person does, and saves. */
export async function fillAction(desk: ElectronDesk, kind: string, name: string, field: Field): Promise<void> {
  const { page } = desk;
  await page.getByTestId(`action-${kind}`).click();
  const form = page.getByTestId(`form-${kind}`);
  await form.waitFor(WAIT);
  for (const [id, value] of Object.entries(field.select ?? {})) {
    const box = form.locator(`#field-${id}`);
    await box.click();
    await box.fill(value);
    await page.keyboard.press('Enter');
  }
  for (const [id, label] of Object.entries(field.pick ?? {})) await form.locator(`#field-${id}`).getByText(label, { exact: true }).click();
  for (const label of field.choose ?? []) await form.getByText(label, { exact: true }).click();
  for (const [id, value] of Object.entries(field.text ?? {})) await form.locator(`#field-${id}`).fill(value);
  if (field.file !== undefined) {
    await form.getByTestId('photo-input').setInputFiles(field.file);
    await form.getByText('移除').waitFor(WAIT);
  }
  await form.getByTestId('form-submit').click();
  await saved(desk, name);
}

/** As a crash does: no goodbye, no flush. */
export async function kill(desk: ElectronDesk): Promise<void> {
  const child = desk.app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
