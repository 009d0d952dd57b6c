/** The hub killed (SIGKILL) again and again under load: in mid-write, while it folds, while files come up, while the index is rebuilt. */
import { setTimeout as delay } from 'node:timers/promises';
import { adminPost } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

/** At how many kills something was in the middle; the injected fault must have been hit [proof 8]. */
export type KillReport = Readonly<{
  proof: Proof;
  kills: number;
  duringGate: number;
  duringEvidence: number;
  /** Actions were answered and not yet known to be folded. */
  duringFold: number;
  duringRebuild: number;
  /** Milliseconds from a kill to the hub's being ready, the longest. */
  longestStart: number;
}>;

/** Every so many rounds the index is being rebuilt at the kill, and every so many everything arrives before the next. */
const REBUILT_EVERY = 5;
const SETTLED_EVERY = 10;

export async function kills(options: SceneOptions & Readonly<{ kills: number }>): Promise<KillReport> {
  const city = await CityUnderLoad.open(options);
  const { ledger, hub } = city;
  const hit = { duringGate: 0, duringEvidence: 0, duringFold: 0, duringRebuild: 0 };
  let longestStart = 0;
  try {
    for (let round = 1; round <= options.kills; round += 1) {
      if ((round - 1) % SETTLED_EVERY === 0) {
        await city.keepHead();
        city.work();
      }
      await delay(300 + city.random() * 1500);
      let rebuilt: boolean | undefined;
      if (round % REBUILT_EVERY === 0) {
        adminPost(hub, '/admin/rebuild-index').then(
          () => (rebuilt = true),
          () => (rebuilt ??= false),
        );
        await delay(city.random() * 60);
        if (rebuilt === undefined) hit.duringRebuild += 1;
      } else {
        // Not at a moment of our choosing, but not in a pause either: within some milliseconds of a request's being sent.
        for (let waited = 0; waited < 100 && ledger.onItsWay.gate + ledger.onItsWay.evidence === 0; waited += 1) await delay(5);
        await delay(city.random() * 30);
      }
      hit.duringGate += ledger.onItsWay.gate > 0 ? 1 : 0;
      hit.duringEvidence += ledger.onItsWay.evidence > 0 ? 1 : 0;
      hit.duringFold += ledger.unfolded.size > 0 ? 1 : 0;
      await hub.stop('SIGKILL');
      const killed = Date.now();
      await hub.start();
      longestStart = Math.max(longestStart, Date.now() - killed);
      if (round % SETTLED_EVERY === 0 || round === options.kills) {
        await city.rest();
        await city.settled();
        city.say(
          `kill ${round}: ${ledger.saved.size} saved, ${ledger.ok.size} answered ok, ${ledger.files.length} files ${JSON.stringify(hit)}`,
        );
      }
    }
    return { proof: await proveCity(city), kills: options.kills, ...hit, longestStart };
  } finally {
    await city.close();
  }
}
