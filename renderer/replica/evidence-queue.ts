/** Files on their way to the hub [sync E2]: chunks and a closing document, pushed resumably. */
import type { Sha256 } from '../../shared/hotline/ids.ts';

export type FileAbout = Readonly<{ hash: Sha256; ticket: string; action: string; actor: string; device: string }>;
/** Two people on one device may name the same file: each sends it, and it is one file only on the disk. */
export type QueuedFile = Pick<FileAbout, 'actor' | 'hash'>;

export type EvidenceQueue = Readonly<{
  /** Queues once; a file queued already is left alone. */
  put: (about: FileAbout, bytes: Uint8Array) => Promise<void>;
  list: () => Promise<readonly FileAbout[]>;
  drop: (file: QueuedFile) => Promise<void>;
  /** Pushes what is not there yet; rejects when the network fails, and goes on where it stopped at the next call. */
  push: () => Promise<void>;
  /** Ends what is on its way; it goes on where it stopped at the next start. */
  stop: () => void;
  close: () => Promise<void>;
  /** Everything queued here goes, confirmed or not: only on a revoked device [sync D4]. */
  destroy: () => Promise<void>;
}>;
