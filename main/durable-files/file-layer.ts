/**
 * The few calls on files that durability rests on, as one injectable layer: tests record write → force → answer, and lose on
 * purpose what was not forced [sync D2]. Nothing else in `main` may write a person's data.
 */
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface FileLayer {
  /** Makes it with its parents, and forces the entries of those it made. */
  makeFolder(path: string): Promise<void>;
  /** Creates or overwrites; the bytes are not yet forced. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Forces a file's bytes to the disk. */
  force(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Forces a folder's entries to the disk: without it a renamed file may be gone after a power cut. */
  forceFolder(path: string): Promise<void>;
  /** `undefined` when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Names in a folder, sorted; none when there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function forced(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function forceFolder(path: string): Promise<void> {
  // Windows has no handle to a folder to flush: NTFS journals the rename itself.
  if (process.platform !== 'win32') await forced(path, 'r');
}

export const DISK: FileLayer = {
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = path; made.length >= first.length; made = dirname(made)) await forceFolder(dirname(made));
  },
  async write(path, bytes) {
    const handle = await open(path, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
  },
  // A handle that may write: Windows flushes no other.
  force: (path) => forced(path, 'r+'),
  rename,
  forceFolder,
  async read(path) {
    try {
      return new Uint8Array(await readFile(path));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async list(path) {
    try {
      return (await readdir(path)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  remove: (path) => rm(path, { force: true }),
  removeFolder: (path) => rm(path, { force: true, recursive: true, maxRetries: 3 }),
};
