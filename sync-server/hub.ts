/** The hub's public door: starts it on a folder and a port, for the command line, the embedded demonstration and the tests. */
import type { FastifyInstance } from 'fastify';
import { toInstant } from '../shared/hotline/calendar.ts';
import { AccessLog } from './accounts/access-log.ts';
import { Accounts } from './accounts/accounts.ts';
import { AdminAttempts } from './accounts/admin-attempts.ts';
import { AdminRecord } from './accounts/admin-record.ts';
import { People } from './accounts/people.ts';
import { Units } from './accounts/units.ts';
import { CityClock } from './clock/city-clock.ts';
import { FORMATS, openCore, type Core, type CoreOptions } from './core.ts';
import { Evidence } from './evidence/evidence.ts';
import { Gate } from './gate/gate.ts';
import { Rulings } from './gate/rulings.ts';
import type { Hub } from './hub-parts.ts';
import { hubRecord } from './hub-record.ts';
import { LIMITS, type Limits } from './http/limits.ts';
import { buildServer, type KnownRoute } from './http/server.ts';
import { Waiting } from './http/waiting.ts';
import { HubMetrics } from './metrics/hub-metrics.ts';
import { HubLog } from './log/hub-log.ts';
import { Publications } from './packs/publications.ts';
import { refuseLaterFolder } from './store/folder-format.ts';
import { importLedger, MAX_LEDGER_BYTES } from './import/import-ledger.ts';

export type HubOptions = CoreOptions &
  Readonly<{
    /** 127.0.0.1 unless told otherwise. */
    host?: string;
    /** 0 takes any free one. */
    port?: number;
    adminPassword?: string;
    /** The address by which desks reach it, where a proxy stands in front: enrolment codes carry it. */
    publicUrl?: string;
    /** `stopped`: the clock acts only when it is told to; for tests that move time themselves. */
    clock?: 'stopped';
    /** Others than those of a city's hub: for tests of what happens beyond them. */
    limits?: Partial<Limits>;
    /** Hosts that the root may replicate with, `host` or `host:port`; none unless named [sync X2]. */
    replicateWith?: readonly string[];
  }>;

export type StartedHub = RunningHub & Readonly<{ passwordMade: boolean }>;
/** `routes`: every way in, as the server has them. */
export type RunningHub = Hub & Readonly<{ address: string; routes: readonly KnownRoute[]; close: () => Promise<void> }>;

/** A request that is on its way when the hub is told to stop has this long to be answered. */
const GRACE_MS = 5000;

/** Long polls end with what they have, the rest is answered, then nothing is open any more. */
async function closeServer(app: FastifyInstance, core: Core): Promise<void> {
  core.feed.release();
  const closing = app.close();
  // A connection that is kept alive becomes idle only after its last answer.
  const idle = setInterval(() => {
    app.server.closeIdleConnections();
  }, 20);
  const limit = setTimeout(() => {
    app.server.closeAllConnections();
  }, GRACE_MS);
  await closing.finally(() => {
    clearInterval(idle);
    clearTimeout(limit);
  });
}

export async function startHub(options: HubOptions): Promise<StartedHub> {
  const now = options.now ?? (() => toInstant(Date.now()));
  // Before the log is begun: what a later version has written is not touched.
  await refuseLaterFolder(options.dataDir, FORMATS);
  const log = new HubLog(options.dataDir, now);
  let metrics: HubMetrics | undefined;
  const onError = (error: unknown): void => {
    log.error(error);
    metrics?.fault();
    options.onError?.(error);
  };
  const core = await openCore({ ...options, now, onError });
  try {
    const limits = { ...LIMITS, ...options.limits };
    const waiting = new Waiting(limits.waiting);
    metrics = new HubMetrics(core, waiting);
    return await openHub(options, core, { log, metrics, onError, limits, waiting });
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** How often what has expired is forgotten: sessions, counts of wrong passwords. */
const FORGET_MS = 3_600_000;

/** How often the clock looks: a limit of ten minutes is told of within the next one. */
const TICK_MS = 60_000;

function tick(clock: CityClock, onError: (error: unknown) => void): NodeJS.Timeout {
  const timer = setInterval(() => {
    clock.run().catch(onError);
  }, TICK_MS);
  timer.unref();
  clock.run().catch(onError);
  return timer;
}

type Watching = Pick<Hub, 'log' | 'metrics' | 'onError' | 'limits' | 'waiting'>;

async function openHub(options: HubOptions, core: Core, watching: Watching): Promise<StartedHub> {
  const { log, metrics, onError, limits } = watching;
  const record = await hubRecord(options.dataDir, options.adminPassword);
  const accounts = new Accounts(core.store.accounts, core.now, onError, limits);
  const attempts = new AdminAttempts(core.store.private, core.now);
  await attempts.load();
  const admin = new AdminRecord(options.dataDir, record.adminPassword, options.adminPassword !== undefined, attempts);
  let address = '';
  const clock = new CityClock(core);
  const gate = new Gate(core, accounts);
  const hub: Hub = {
    hubId: record.hubId,
    core,
    accounts,
    people: new People(core, accounts),
    units: new Units(core),
    publications: new Publications(core, record.hubId),
    gate,
    rulings: new Rulings(core, accounts, gate),
    clock,
    evidence: new Evidence(core.store.evidence, core.now),
    accessLog: new AccessLog(core.store.private),
    admin,
    get adminPassword() {
      return admin.password;
    },
    importLimit: MAX_LEDGER_BYTES,
    replicateWith: options.replicateWith ?? [],
    async enrolmentCode(unit) {
      const secret = await accounts.newCode(unit);
      return `GD1.${Buffer.from(JSON.stringify({ hub: options.publicUrl ?? address, hubId: record.hubId, secret })).toString('base64url')}`;
    },
    importLedger: (bytes, given) => importLedger(core, bytes, given),
    ...watching,
  };
  const { app, routes } = await buildServer(hub);
  address = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  log.say('ready', { hub: record.hubId });
  const forgetting = setInterval(() => {
    accounts.forget().catch(onError);
  }, FORGET_MS);
  forgetting.unref();
  const ticking = options.clock === 'stopped' ? undefined : tick(clock, onError);
  let closed: Promise<void> | undefined;
  return {
    ...hub,
    get adminPassword() {
      return admin.password;
    },
    address,
    routes,
    passwordMade: record.made,
    close() {
      clearInterval(ticking);
      clearInterval(forgetting);
      closed ??= closeServer(app, core)
        .then(() => clock.close())
        .then(() => accounts.close())
        .then(() => core.close())
        .then(() => {
          log.say('stopped');
          log.close();
          metrics.close();
        });
      return closed;
    },
  };
}
