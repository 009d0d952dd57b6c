/** Files on their way to the hub [sync E2]: chunks and a closing document, pushed resumably. */
import type { Sha256 } from '../../shared/hotline/ids.ts';

export type FileAbout = Readonly<{ hash: Sha256; ticket: string; action: string; actor: string; device: string }>;

export type EvidenceQueue = Readonly<{
  /** Queues once; a hash queued already is left alone. */
  put: (about: FileAbout, bytes: Uint8Array) => Promise<void>;
  /** Hashes queued here. */
  list: () => Promise<readonly string[]>;
  drop: (hash: string) => Promise<void>;
  /** Pushes what is not there yet; rejects when the network fails, and goes on where it stopped at the next call. */
  push: () => Promise<void>;
  /** Ends what is on its way; it goes on where it stopped at the next start. */
  stop: () => void;
  close: () => Promise<void>;
  /** Everything queued here goes, confirmed or not: only on a revoked device [sync D4]. */
  destroy: () => Promise<void>;
}>;
