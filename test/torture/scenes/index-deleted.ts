/** The index's folder deleted: while the hub is stopped, and while it serves; desks go on in a new epoch [sync F1, F6]. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { adminPost } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

export type IndexReport = Readonly<{ proof: Proof; faults: readonly string[]; deleted: number; epochs: number }>;

export async function indexDeleted(options: SceneOptions & Readonly<{ rounds: number }>): Promise<IndexReport> {
  const city = await CityUnderLoad.open(options);
  const { hub } = city;
  const index = join(hub.dataDir, 'index');
  const epochs = new Set<string>();
  const faults: string[] = [];
  const rebuilt = async (): Promise<void> => {
    epochs.add((await adminPost<{ epoch: string }>(hub, '/admin/rebuild-index')).epoch);
  };
  const gone = (): Promise<void> => rm(index, { recursive: true, force: true });
  try {
    for (let round = 1; round <= options.rounds; round += 1) {
      city.work();
      await delay(1000 + city.random() * 1000);
      // Stopped, or killed.
      await hub.stop(round % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
      await gone();
      await hub.start();
      await delay(500 + city.random() * 1000);
      // While it serves: it goes on with what it has open, may be told to rebuild, and at its next start finds none.
      await gone();
      await delay(city.random() * 500);
      if (round % 2 === 1) await rebuilt();
      await delay(500);
      if (hub.ended) faults.push(`round ${round}: the hub ended: ${hub.told.slice(-300)}`);
      await hub.stop(round % 3 === 0 ? 'SIGTERM' : 'SIGKILL');
      await hub.start();
      // While it serves, and rebuilt at once.
      await gone();
      await rebuilt();
      await city.rest();
      await city.settled();
      city.say(`round ${round}: ${city.ledger.saved.size} saved, ${city.ledger.ok.size} answered ok`);
    }
    return { proof: await proveCity(city), faults, deleted: options.rounds * 3, epochs: epochs.size };
  } finally {
    await city.close();
  }
}
