/** The hub's clock set back an hour under load, and right again: order, ids, limits, sessions and the access log hold [sync A1, A4, L7]. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredAction } from '../../../shared/hotline/action.ts';
import { millis } from '../../../shared/hotline/calendar.ts';
import { SESSION_MS, type Session } from '../../../sync-server/accounts/sessions.ts';
import type { Core } from '../../../sync-server/core.ts';
import { adminPost, freePort, HubProcess, ROOT } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

export type ClockReport = Readonly<{ proof: Proof; faults: readonly string[]; receivedBack: number; sessions: number }>;

const HOUR_MS = 3_600_000;
const SHIFT = join(ROOT, 'test', 'support', 'clock-shift.mjs');

export async function clockBack(options: SceneOptions): Promise<ClockReport> {
  await mkdir(options.dir, { recursive: true });
  const file = join(options.dir, 'clock');
  await writeFile(file, '0');
  const port = await freePort();
  const hub = new HubProcess(join(options.dir, 'hub'), port, ['--import', SHIFT], { CLOCK_SHIFT_FILE: file });
  const city = await CityUnderLoad.open(options, hub);
  const { ledger } = city;
  const faults: string[] = [];
  const set = async (ms: number): Promise<void> => {
    await writeFile(file, String(ms));
    process.kill(hub.pid ?? 0, 'SIGUSR2');
  };
  try {
    city.work();
    await delay(3000);
    await city.keepHead();
    const from = ledger.said.length;
    await set(-HOUR_MS);
    await delay(3000);
    await city.keepHead();
    // Restarted, killed and rebuilt in the wrong hour.
    await hub.stop('SIGTERM');
    await hub.start();
    await delay(2000);
    await hub.stop('SIGKILL');
    await hub.start();
    await adminPost(hub, '/admin/rebuild-index');
    await delay(2000);
    await city.keepHead();
    await set(0);
    await delay(3000);
    await city.rest();
    await city.settled();
    const ended = ledger.said.slice(from).filter(({ status }) => status === 401).length;
    if (ended > 0) faults.push(`${ended} requests were told that their session had ended`);
    let told = { receivedBack: 0, sessions: 0 };
    const proof = await proveCity(city, async (core) => {
      const found = await orderAndSessions(core);
      told = found;
      faults.push(...found.faults);
    });
    if (told.receivedBack === 0) faults.push('nothing was received in the wrong hour: the clock did not move');
    return { proof, faults, receivedBack: told.receivedBack, sessions: told.sessions };
  } finally {
    await city.close();
  }
}

/** What the wrong hour could have spoilt and the ledger does not ask. */
async function orderAndSessions(core: Core): Promise<Readonly<{ faults: string[]; receivedBack: number; sessions: number }>> {
  const faults: string[] = [];
  const actions = await core.store.hotline.withPrefix<StoredAction>('action:');
  const byId = new Map<string, StoredAction>(actions.map((action) => [action._id, action]));
  const ordered = actions.toSorted((a, b) => a.received.counter - b.received.counter);
  const receivedBack = ordered.filter(({ received }, at) => at > 0 && received.at < (ordered[at - 1]?.received.at ?? '')).length;
  const early = actions.filter(({ kind, actor }) => actor === 'system:clock' && (kind === 'archive' || kind === 'close'));
  if (early.length > 0) faults.push(`${early.length} matters were closed or archived by the clock`);
  const tickets = await core.store.hotline.withPrefix<{ history: { id: string }[] }>('ticket:');
  const turned = tickets.filter(({ history }) => {
    const counters = history.flatMap(({ id }) => byId.get(id)?.received.counter ?? []);
    return counters.some((counter, at) => at > 0 && counter <= (counters[at - 1] ?? 0));
  });
  if (turned.length > 0) faults.push(`${turned.length} histories are not in the order of receipt`);
  const sessions = await core.store.accounts.withPrefix<Session>('session:');
  const latest = Math.max(...sessions.map(({ expiresAt }) => millis(expiresAt)));
  if (sessions.length === 0) faults.push('no session is left');
  if (latest > millis(core.now()) + SESSION_MS) faults.push('a session lasts longer than sessions do');
  return { faults, receivedBack, sessions: sessions.length };
}
