/**
 * The store's process restarted under load. Embedded, that is the hub told to stop (SIGTERM): it answers what is on its way and ends by
 * itself. With a CouchDB, a command kills and starts it under the running hub, which goes on without being touched.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dropDatabases, preparedUrl } from '../../support/hub.ts';
import { freePort, HubProcess } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

export type RestartReport = Readonly<{ proof: Proof; faults: readonly string[]; restarts: number; longestStop: number }>;

/** A hub that is told to stop ends within this: five seconds for answers, and what the store needs to close. */
const MOST_STOP_MS = 10_000;

export async function storeRestart(options: SceneOptions & Readonly<{ restarts: number }>): Promise<RestartReport> {
  const city = await CityUnderLoad.open(options);
  const faults: string[] = [];
  let longestStop = 0;
  try {
    city.work();
    for (let round = 1; round <= options.restarts; round += 1) {
      await delay(500 + city.random() * 1500);
      await city.keepHead();
      const told = Date.now();
      const code = await city.hub.stop('SIGTERM');
      const took = Date.now() - told;
      longestStop = Math.max(longestStop, took);
      if (code !== 0) faults.push(`stop ${round}: the hub ended with ${code ?? 'a signal'}: ${city.hub.told.slice(-300)}`);
      if (took > MOST_STOP_MS) faults.push(`stop ${round}: took ${took} ms`);
      await city.hub.start();
    }
    await city.rest();
    await city.settled();
    return { proof: await proveCity(city), faults, restarts: options.restarts, longestStop };
  } finally {
    await city.close();
  }
}

function run(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code ?? 'a signal'}`));
    });
  });
}

export type CouchdbOptions = SceneOptions & Readonly<{ restarts: number; admin: string; kill: string; start: string }>;

/** `admin`: an administrator's address; `kill` and `start`: commands for that CouchDB's process. */
export async function couchdbRestart(options: CouchdbOptions): Promise<RestartReport> {
  const url = await preparedUrl(options.admin, randomBytes(6).toString('hex'));
  const hub = new HubProcess(join(options.dir, 'hub'), await freePort(), [], { COUCHDB_URL: url });
  const city = await CityUnderLoad.open(options, hub);
  const faults: string[] = [];
  let longestStop = 0;
  try {
    city.work();
    for (let round = 1; round <= options.restarts; round += 1) {
      await delay(1000 + city.random() * 2000);
      const killed = Date.now();
      await run(options.kill);
      await delay(city.random() * 3000);
      await run(options.start);
      const answered = city.ledger.ok.size;
      for (let waited = 0; waited < 300 && city.ledger.ok.size === answered; waited += 1) await delay(200);
      longestStop = Math.max(longestStop, Date.now() - killed);
      if (city.ledger.ok.size === answered) faults.push(`restart ${round}: nothing was answered for a minute after it`);
      if (hub.ended) faults.push(`restart ${round}: the hub ended: ${hub.told.slice(-300)}`);
      city.say(`restart ${round}: ${city.ledger.saved.size} saved, ${city.ledger.ok.size} answered ok`);
    }
    await city.rest();
    await city.settled();
    return { proof: await proveCity(city), faults, restarts: options.restarts, longestStop };
  } finally {
    await city.close();
    await dropDatabases(options.admin, url).catch(() => undefined);
  }
}
