/**
 * A disk of its own, really full [sync G3, G5]: below the floor the hub takes nothing and says why, everything can be read; when another
 * program takes the last byte nothing is half written; when there is room again it goes on, and says so where somebody must start it.
 */
import { execFile } from 'node:child_process';
import { open, mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { adminText, freePort, HubProcess } from '../../support/hub-process.ts';
import { CityUnderLoad, type SceneOptions } from '../city-under-load.ts';
import { proveCity, type Proof } from '../prove-city.ts';

const execute = promisify(execFile);
const MB = 1024 * 1024;
/** The hub's floor is 256 MB. */
const DISK_MB = 420;
const ATTEMPTS = 12;

export type FullReport = Readonly<{
  proof: Proof;
  faults: readonly string[];
  /** Requests that were told there is no room, and in which words. */
  toldFull: number;
  words: readonly string[];
  /** Actions answered `ok` while there was no room: what was on its way when the disk filled. */
  okWhileFull: number;
  /** Milliseconds from room being made until the next `ok`. */
  goesOnAfter: number;
  /** Milliseconds until the next `ok` after the last byte had been taken and given back. */
  goesOnAfterNone: number;
  /** Whether a failed write was met by the store itself. */
  storeFailed: boolean;
}>;

/** Zeros up to `left` bytes of free space; 0: until the disk takes no more. */
async function fill(disk: string, left: number): Promise<void> {
  const file = await open(join(disk, 'ballast'), 'a');
  try {
    for (let block = 4 * MB; block >= 4096;) {
      const { bavail, bsize } = await statfs(disk);
      if (left > 0 && bavail * bsize <= left) return;
      const written = await file.write(new Uint8Array(block)).catch(() => undefined);
      if (written?.bytesWritten !== block) block = Math.floor(block / 4);
    }
  } finally {
    await file.close();
  }
}

const unfill = (disk: string): Promise<void> => rm(join(disk, 'ballast'), { force: true });

/** Resolves with the milliseconds until another action is answered `ok`; nothing within a minute. */
async function goesOn(city: CityUnderLoad): Promise<number | undefined> {
  const [from, known] = [Date.now(), city.ledger.ok.size];
  while (Date.now() - from < 60_000) {
    if (city.ledger.ok.size > known) return Date.now() - from;
    await delay(100);
  }
  return undefined;
}

export async function diskFull(options: SceneOptions): Promise<FullReport> {
  const disk = join(options.dir, 'disk');
  await mkdir(disk, { recursive: true });
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk]);
  try {
    return await onDisk(options, disk);
  } finally {
    await execute('umount', ['-l', disk]);
  }
}

async function onDisk(options: SceneOptions, disk: string): Promise<FullReport> {
  const hub = new HubProcess(join(disk, 'hub'), await freePort());
  const city = await CityUnderLoad.open(options, hub);
  const { ledger } = city;
  const faults: string[] = [];
  const storeFailed = (): boolean => /ENOSPC|No space left|IO error/u.test(hub.told);
  const reads = async (when: string): Promise<void> => {
    if (hub.ended) faults.push(`${when}: the hub ended: ${hub.told.slice(-500)}`);
    const answer = await fetch(new URL('/_up', hub.address)).catch(() => undefined);
    if (answer?.ok !== true) faults.push(`${when}: the hub does not answer`);
    const held = await city.desks.find(({ at }) => at === city.desks.length - 1)?.reads();
    if (held !== true) faults.push(`${when}: a desk cannot read`);
  };
  try {
    city.work();
    await delay(3000);
    city.say(`${ledger.ok.size} answered ok, now below the floor`);
    await fill(disk, 200 * MB);
    await delay(1000);
    const [saidBefore, okBefore] = [ledger.said.length, ledger.ok.size];
    await delay(5000);
    const okWhileFull = ledger.ok.size - okBefore;
    const told = ledger.said.slice(saidBefore).filter(({ status, path }) => status === 503 && path.endsWith('_bulk_docs'));
    if (told.length === 0) faults.push('nobody was told that there is no room');
    if (okWhileFull > 0) faults.push(`${okWhileFull} actions were taken without room`);
    await reads('below the floor');
    await unfill(disk);
    const goesOnAfter = await goesOn(city);
    city.say(`goes on ${goesOnAfter ?? 'NOT'} ms after there is room`);
    if (goesOnAfter === undefined) faults.push('it did not go on when there was room');
    await delay(2000);
    // Another program takes the last byte at once, between the hub's looks: it stands still meanwhile, until a write was met by it.
    for (let attempt = 1; attempt <= ATTEMPTS && !storeFailed(); attempt += 1) {
      await unfill(disk);
      await goesOn(city);
      for (let waited = 0; waited < 200 && ledger.onItsWay.gate + ledger.onItsWay.evidence === 0; waited += 1) await delay(2);
      process.kill(hub.pid ?? 0, 'SIGSTOP');
      await fill(disk, 0);
      process.kill(hub.pid ?? 0, 'SIGCONT');
      await delay(1500);
    }
    const failed = storeFailed();
    if (!failed) faults.push('no write was met by the full disk');
    await delay(6000);
    await reads('not a byte free');
    city.say(`not a byte free: ${ledger.saved.size} saved, ${ledger.ok.size} answered ok`);
    const log = await adminText(hub, '/admin/load').catch((error: unknown) => String(error));
    city.say(`load: ${log}`);
    await unfill(disk);
    const goesOnAfterNone = await goesOn(city);
    city.say(`goes on ${goesOnAfterNone ?? 'NOT'} ms after there is room`);
    if (goesOnAfterNone === undefined) {
      faults.push(`it did not go on after the last byte had been taken: ${hub.told.slice(-800)}`);
      await hub.stop('SIGKILL');
      await hub.start();
    }
    await delay(2000);
    // Killed on a full disk, it says why it cannot start, and starts when there is room.
    await fill(disk, 0);
    await hub.stop('SIGKILL');
    const refused = await hub.start().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    city.say(refused === undefined ? 'starts on a full disk' : `does not start on a full disk: ${refused.slice(0, 300)}`);
    if (refused !== undefined && !refused.includes('磁盘')) faults.push(`its start does not say that the disk is full: ${refused}`);
    await unfill(disk);
    if (refused !== undefined) await hub.start();
    await delay(2000);
    await city.rest();
    await city.settled();
    const words = [...new Set(told.map(({ error, reason }) => `${error}: ${reason}`))];
    const proof = await proveCity(city);
    return {
      proof,
      faults,
      toldFull: told.length,
      words,
      okWhileFull,
      goesOnAfter: goesOnAfter ?? -1,
      goesOnAfterNone: goesOnAfterNone ?? -1,
      storeFailed: failed,
    };
  } finally {
    await city.close();
  }
}
