/** A real desk without a window: the app's replica and host on real files, with RxDB in memory in place of IndexedDB. */
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { ulid } from 'ulid';
import { createHost } from '../../main/host/index.ts';
import type { FileLayer } from '../../main/durable-files/index.ts';
import type { PersonId } from '../../shared/hotline/ids.ts';
import type { DeviceRecord, Host } from '../../shared/host/contract.ts';
import type { EvidenceQueue } from '../../renderer/replica/evidence-queue.ts';
import type { Platform } from '../../renderer/replica/platform.ts';
import type { LocalReplica } from '../../renderer/replica/replica.ts';
import { enrolDevice, signIn } from '../../renderer/replica/session.ts';
import type { SyncStatus } from '../../renderer/replica/door.ts';

export const NO_FILES: EvidenceQueue = {
  put: () => Promise.resolve(),
  list: () => Promise.resolve([]),
  drop: () => Promise.resolve(),
  push: () => Promise.resolve(),
  stop: () => undefined,
  close: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
};

export type NodeDesk = {
  host: Host;
  platform: Platform;
  device: DeviceRecord;
  /** Set to fail every request: the network is cut. */
  network: { up: boolean };
};

/** `chooseFile`: what the person picks in the system's dialog. */
type NodeOptions = Readonly<{ layer?: FileLayer; fetch?: typeof fetch; chooseFile?: () => Promise<string | undefined> }>;

export function nodePlatform(userData: string, options: NodeOptions = {}): Omit<NodeDesk, 'device'> {
  const host = createHost({
    userData,
    version: 'test',
    ...(options.layer === undefined ? {} : { layer: options.layer }),
    ...(options.chooseFile === undefined ? {} : { chooseFile: options.chooseFile }),
  });
  const network = { up: true };
  const wakers = new Set<() => void>();
  const real = options.fetch ?? fetch;
  const platform: Platform = {
    host,
    fetch: (input, init) => (network.up ? real(input, init) : Promise.reject(new TypeError('network is cut'))),
    storage: getRxStorageMemory() as unknown as Platform['storage'],
    now: Date.now,
    random: Math.random,
    ulid: () => ulid(),
    onWake: (wake) => {
      wakers.add(wake);
      return () => wakers.delete(wake);
    },
    evidence: () => NO_FILES,
    log: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
  return { host, platform, network };
}

export async function enrolNodeDesk(userData: string, code: string, options: NodeOptions = {}): Promise<NodeDesk> {
  const parts = nodePlatform(userData, options);
  const enrolled = await enrolDevice(parts.platform, code, '测试设备');
  if (!enrolled.ok) throw new Error(enrolled.message);
  return { ...parts, device: enrolled.device };
}

/** `own`: what the person chooses in place of a password that an administrator has set. */
export async function openPerson(desk: NodeDesk, person: string, password: string, own?: string): Promise<LocalReplica> {
  const opened = await signIn(desk.platform, desk.device, person as PersonId, password, own);
  if (!opened.ok) throw new Error(opened.message);
  return opened.replica;
}

/** Resolves when the replica says what is asked of it; fails loudly after `ms`. */
export function until(replica: LocalReplica, holds: (status: SyncStatus) => boolean, ms = 20_000): Promise<SyncStatus> {
  return firstValueFrom(replica.status.pipe(filter(holds), timeout(ms))).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(replica.status.value)}`);
  });
}

export function synced(replica: LocalReplica): Promise<SyncStatus> {
  return until(replica, (status) => status.link === 'online' && status.complete && status.unsent === 0 && status.sent === 0);
}
