/**
 * A hub that is killed in the middle of writes by several desks [proof 7]. The ledger [proof 1] holds what each desk confirmed
 * to its user (已保存) and what the gate answered `ok`; at the end each of them must be found where L1 says.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredAction } from '../../shared/hotline/action.ts';
import type { TicketId } from '../../shared/hotline/ids.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import { verifyCore, type Verified } from '../../sync-server/authority/verify.ts';
import { openCore } from '../../sync-server/core.ts';
import { Quarantine } from '../../sync-server/gate/quarantine.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { freePort, hubCommand, HubProcess } from '../support/hub-process.ts';
import { enrolNodeDesk, openPerson, synced } from '../support/node-desk.ts';
import { seeded } from './random.ts';

export type HubTorture = Readonly<{ dir: string; rounds: number; actionsARound: number; seed: number; say: (line: string) => void }>;

export type HubReport = Readonly<{
  rounds: number;
  /** Kills that came while a request to the gate was on its way. */
  inFlight: number;
  lostAnswers: number;
  saved: number;
  answeredOk: number;
  /** Confirmed to a person or answered `ok`, and found nowhere [proof L1]. */
  missing: readonly string[];
  quarantined: number;
  /** Ids that the log or a history holds more than once. */
  twice: readonly string[];
  /** Channels in which a desk's digest is not the hub's [proof L2]. */
  unequalDesks: readonly string[];
  verified: Verified;
}>;

/** Who writes: an office, another office, the city; with the place of their enrolment code in the seed. */
const WRITERS = [
  { person: 'person:diaodu1', code: 0, source: 'walkIn' },
  { person: 'person:diaodu3', code: 2, source: 'walkIn' },
  { person: 'person:zuoxi1', code: 3, source: 'phone' },
] as const;

type Ledger = {
  saved: Set<string>;
  ok: Set<string>;
  inFlight: number;
  requests: number;
  lostAnswers: number;
  onRequest: (() => void) | undefined;
};

/** Every so many answers of the gate are lost on their way: the hub has it, the desk does not know. */
const LOST_EVERY = 3;

/** Real HTTP; listens to what goes by, and loses some answers. */
function listening(ledger: Ledger): typeof fetch {
  return async (input, init) => {
    const gate = String(input instanceof Request ? input.url : input).endsWith('/desk/_bulk_docs');
    if (!gate) return fetch(input, init);
    ledger.inFlight += 1;
    try {
      const answer = fetch(input, init);
      ledger.onRequest?.();
      const response = await answer;
      ledger.requests += 1;
      if (ledger.requests % LOST_EVERY === 0) {
        await response.arrayBuffer();
        ledger.lostAnswers += 1;
        throw new TypeError('the answer was lost');
      }
      const rows = (await response.clone().json()) as readonly { ok?: true; id: string }[];
      if (response.ok) for (const row of rows) if (row.ok === true) ledger.ok.add(row.id);
      return response;
    } finally {
      ledger.inFlight -= 1;
    }
  };
}

async function writeSome(replica: LocalReplica, source: string, count: number, ledger: Ledger): Promise<void> {
  let ticket: TicketId = newTicketId();
  for (let at = 0; at < count; at += 1) {
    // The city's operator registers; offices also write on what they registered.
    const born = at % 8 === 0 || source === 'phone';
    if (born) ticket = newTicketId();
    const body = born
      ? { source, kind: 'help', title: `来访事项 ${at}`, content: '楼道灯不亮', complainant: { kind: 'natural' } }
      : { text: `补充情况 ${at}` };
    const done = await replica.act({ ticket, kind: born ? 'register' : 'comment', body });
    if (!done.ok) throw new Error(`${replica.me.id}: ${done.code} ${done.message}`);
    ledger.saved.add(done.action._id);
  }
}

/** Resolves when the next request to the gate is on its way. */
function nextRequest(ledger: Ledger): Promise<void> {
  return new Promise((resolve) => {
    ledger.onRequest = () => {
      ledger.onRequest = undefined;
      resolve();
    };
  });
}

/** Everything is at the hub; asks at once instead of after the back-off, as a person with 立即同步 does. */
async function arrived(replicas: readonly LocalReplica[]): Promise<void> {
  const asking = setInterval(() => {
    for (const replica of replicas) if (replica.status.value.link !== 'online') replica.syncNow();
  }, 100);
  try {
    await Promise.all(replicas.map(synced));
  } finally {
    clearInterval(asking);
  }
}

export async function tortureHub(options: HubTorture): Promise<HubReport> {
  const random = seeded(options.seed);
  const ledger: Ledger = { saved: new Set(), ok: new Set(), inFlight: 0, requests: 0, lostAnswers: 0, onRequest: undefined };
  const hub = new HubProcess(join(options.dir, 'hub'), await freePort());
  await hubCommand(['seed', '--data', hub.dataDir, '--port', String(hub.port), '--tickets', 'none']);
  await hub.start();
  const demo = JSON.parse(await readFile(join(hub.dataDir, 'demo.json'), 'utf8')) as { codes: { code: string }[]; password: string };
  const replicas: LocalReplica[] = [];
  let inFlight = 0;
  try {
    for (const { person, code } of WRITERS) {
      const desk = await enrolNodeDesk(join(options.dir, `desk-${code}`), demo.codes[code]?.code ?? '', { fetch: listening(ledger) });
      replicas.push(await openPerson(desk, person, demo.password));
    }
    await Promise.all(replicas.map(synced));
    for (let round = 1; round <= options.rounds; round += 1) {
      const asked = nextRequest(ledger);
      const writing = Promise.all(replicas.map((one, at) => writeSome(one, WRITERS[at]?.source ?? '', options.actionsARound, ledger)));
      // Its failure is this run's, when it is awaited below.
      writing.catch(() => undefined);
      await asked;
      await delay(random() * 40);
      inFlight += ledger.inFlight > 0 ? 1 : 0;
      await hub.stop('SIGKILL');
      await hub.start();
      await writing;
      // Every second round everything arrives; in the others work piles up behind the next kill.
      if (round % 2 === 0) await arrived(replicas);
      options.say(`round ${round}: ${ledger.saved.size} saved, ${ledger.ok.size} answered ok, killed in flight ${inFlight}`);
    }
    await arrived(replicas);
    await hub.stop();
    return { rounds: options.rounds, inFlight, lostAnswers: ledger.lostAnswers, ...(await prove(hub.dataDir, ledger, replicas)) };
  } finally {
    for (const replica of replicas) await replica.close();
    await hub.stop();
  }
}

async function prove(
  dataDir: string,
  ledger: Ledger,
  replicas: readonly LocalReplica[],
): Promise<Omit<HubReport, 'rounds' | 'inFlight' | 'lostAnswers'>> {
  const core = await openCore({ dataDir });
  try {
    const unequalDesks = replicas.flatMap((replica) => {
      const channels = [...new Set([...replica.holding.entries()].flatMap(([, holding]) => [...holding.in]))];
      return replica.holding.mismatches(core.feed.digests(channels, replica.me.audience)).map((channel) => `${replica.me.id} ${channel}`);
    });
    const logged = (await core.store.hotline.withPrefix<StoredAction>('action:')).map((action) => action._id as string);
    const histories = (await core.store.hotline.withPrefix<{ history: { id: string }[] }>('ticket:')).flatMap((ticket) =>
      ticket.history.map((entry) => entry.id),
    );
    const quarantined = (await new Quarantine(core.store.private).all()).map((item) => item.action);
    const found = new Set([...logged, ...quarantined]);
    return {
      saved: ledger.saved.size,
      answeredOk: ledger.ok.size,
      missing: [...new Set([...ledger.saved, ...ledger.ok])].filter((id) => !found.has(id)),
      quarantined: quarantined.length,
      twice: histories.filter((id, at) => histories.indexOf(id) !== at),
      unequalDesks,
      verified: await verifyCore(core),
    };
  } finally {
    await core.close();
  }
}
