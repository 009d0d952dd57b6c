/** What the replica needs of its surroundings, handed in: the same code runs in Electron, a browser and a test in Node. */
import type { RxStorage } from 'rxdb';
import type { DeviceId } from '../../shared/hotline/ids.ts';
import type { Host } from '../../shared/host/contract.ts';
import type { EvidenceQueue } from './evidence-queue.ts';

export type Platform = Readonly<{
  host: Host;
  fetch: typeof fetch;
  storage: RxStorage<unknown, unknown>;
  /** Milliseconds of the device's clock. */
  now: () => number;
  random: () => number;
  ulid: () => string;
  /** Calls back on network or wake-up; returns how to stop. */
  onWake: (wake: () => void) => () => void;
  evidence: (name: string, hub: string, device: DeviceId, token: () => string | undefined) => EvidenceQueue;
  log: (line: string) => void;
}>;
