/** A browser engine may throw its databases away; what a person did lies in files beside it [sync D2]. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { chunkId } from '../../shared/sync/evidence-ids.ts';
import { openCore } from '../../sync-server/core.ts';
import { enrol, fillAction, launchDesk, openTicket, signIn, synced, tap } from '../support/electron-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';

const MATTER = '社区旁窨井盖松动';

test('[D2] deleting the desk’s IndexedDB folder loses no unsent action and no photo', { timeout: 180_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-reset-'));
  const hub = new HubProcess(join(dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port)]);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  await writeFile(join(dir, 'photo.jpg'), randomBytes(400_000));
  let desk = await launchDesk(join(dir, 'desk'));
  try {
    await enrol(desk, demo.codes[1]?.code ?? '');
    await signIn(desk, 'wangge1', demo.password);
    await synced(desk);
    const title = await desk.page.locator('.row').first().getAttribute('data-title');
    if (title === null) throw new Error('the grid worker has no ticket');
    await hub.stop();
    await openTicket(desk, title);
    await fillAction(desk, 'recordWork', '现场处置记录', { text: { note: MATTER }, file: join(dir, 'photo.jpg') });
    await tap(desk, 'arrive', '到场');
    await desk.app.close();
    const folders = (await readdir(desk.userData)).filter((name) => /^IndexedDB$/u.test(name));
    expect(folders).toEqual(['IndexedDB']);
    await rm(join(desk.userData, 'IndexedDB'), { recursive: true });
    desk = await launchDesk(desk.userData);
    await signIn(desk, 'wangge1', demo.password);
    await desk.page.getByText('未送达 2 件').waitFor();
    await hub.start();
    await synced(desk);
    await openTicket(desk, title);
    await desk.page.locator('[data-testid=timeline-entry-recordWork][data-state=accepted]').getByText(MATTER).waitFor();
    await desk.page.getByTestId('sync-centre').click();
    await desk.page.getByText('0 个').waitFor();
    await desk.app.close();
    await hub.stop();
    const core = await openCore({ dataDir: hub.dataDir });
    const ticket = (await core.store.hotline.withPrefix<Ticket>('ticket:')).find((one) => one.title === title);
    expect(ticket?.history.filter((entry) => entry.summary?.includes(MATTER))).toHaveLength(1);
    const { hash = '', device = '', by: actor = '' } = ticket?.evidence.at(-1) ?? {};
    expect(await core.store.evidence.attachment(chunkId({ device, actor, hash }, 1), 'data')).toBeDefined();
    await core.close();
  } finally {
    await desk.app.close().catch(() => undefined);
    await hub.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});
