/**
 * A hub restored from an older backup while desks hold newer work [sync R1, R2]: what a desk still holds comes back, once, under the numbers
 * people have seen. What was answered to a desk that is gone for good, after the backup, is in no place any more, and is named.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { adminGet, hubCommand } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

export type RestoreSceneReport = Readonly<{
  proof: Proof;
  faults: readonly string[];
  /** Actions that were answered `ok` after the backup and that desks still hold: all of them come back. */
  sentAgain: number;
  /** Answered `ok` to desks that are gone for good, and not in the backup: what no protocol can bring back. */
  goneWithTheirDesk: number;
}>;

const PASSPHRASE = { GRIDDESK_BACKUP_PASSPHRASE: '演练用的口令，要够长才行' };

/** `lost`: so many desks are destroyed together with the hub's disk. */
export async function olderBackup(options: SceneOptions & Readonly<{ lost: number }>): Promise<RestoreSceneReport> {
  const city = await CityUnderLoad.open(options);
  const { hub, ledger } = city;
  const backups = join(options.dir, 'backups');
  const backup = (): Promise<string> =>
    hubCommand(['backup', '--to', backups, '--hub', hub.address], PASSPHRASE).catch((error: unknown) => {
      throw new Error(`${String(error)}\nthe hub: ${hub.told}`);
    });
  const faults: string[] = [];
  try {
    city.work();
    await delay(4000);
    await backup();
    await delay(2000);
    // Kept before the backup: it must hold in the restored hub too.
    await city.keepHead();
    const before = new Set(ledger.ok.keys());
    await backup();
    await delay(6000);
    await city.rest();
    await city.settled();
    const sinceBackup = [...ledger.ok.keys()].filter((id) => !before.has(id));
    const storeBefore = (await adminGet<{ storeId: string }>(hub, '/admin/access-log/head')).storeId;
    await hub.stop('SIGKILL');
    const gone = city.desks.splice(city.desks.length - options.lost);
    for (const desk of gone) await desk.close();
    city.work();
    await delay(1000);
    await rm(join(options.dir, 'restored'), { recursive: true, force: true });
    await hubCommand(['restore', '--from', backups, '--data', join(options.dir, 'restored')], PASSPHRASE);
    const restored = await city.startAnew(join(options.dir, 'restored'));
    const storeAfter = (await adminGet<{ storeId: string }>(restored, '/admin/access-log/head')).storeId;
    if (storeAfter === storeBefore) faults.push('the restored store has the id of the lost one');
    await delay(2000);
    await city.rest();
    await city.settled();
    const lostDesks = new Set(gone.map(({ at }) => at));
    const proof = await proveCity(city);
    const named = new Set(proof.missing);
    // Only what was answered to a desk that is gone, after the backup was begun, may be missing; everything else is a fault.
    const excused = proof.missing.filter((id) => lostDesks.has(ledger.deskOf(id) ?? -1) && !before.has(id));
    const missing = proof.missing.filter((id) => !excused.includes(id));
    const theirs = new Set(gone.map(({ person }) => person as string));
    const filesMissing = proof.filesMissing.filter((file) => !theirs.has(file.split(' ')[0] ?? ''));
    return {
      proof: { ...proof, missing, filesMissing, saved: proof.saved - excused.length },
      faults,
      sentAgain: sinceBackup.filter((id) => !lostDesks.has(ledger.deskOf(id) ?? -1) && !named.has(id)).length,
      goneWithTheirDesk: excused.length,
    };
  } finally {
    await city.close();
  }
}
