/**
 * Files that are there when we say so [sync D2]: written under another name, forced, renamed, and the folder forced. The layer
 * is injectable so that a test can record write → force → answer, and turn red when the force is taken out.
 */
import { open, rename, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type FileEvent = 'write' | 'forceFile' | 'rename' | 'forceFolder';
export type FileLayer = Readonly<{ trace?: (event: FileEvent, path: string) => void; force?: boolean }>;

const TEMPORARY = '.tmp';

async function forceFolder(path: string, layer: FileLayer): Promise<void> {
  if (layer.force === false) return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
    layer.trace?.('forceFolder', path);
  } finally {
    await folder.close();
  }
}

/** Throws what the file system throws; `ENOSPC` and `EDQUOT` mean no room, and nothing was changed. */
export async function writeForced(path: string, bytes: Uint8Array | string, layer: FileLayer = {}): Promise<void> {
  const temporary = path + TEMPORARY;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    layer.trace?.('write', path);
    if (layer.force !== false) {
      await file.sync();
      layer.trace?.('forceFile', path);
    }
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  layer.trace?.('rename', path);
  await forceFolder(dirname(path), layer);
}

/** A forced move between two folders of the same disk. */
export async function moveForced(from: string, to: string, layer: FileLayer = {}): Promise<void> {
  await rename(from, to);
  await forceFolder(dirname(to), layer);
  await forceFolder(dirname(from), layer);
}

export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Names in a folder, without half-written files; nothing where there is no folder. */
export async function namesIn(path: string): Promise<readonly string[]> {
  const names = await readdir(path).catch(() => [] as string[]);
  return names.filter((name) => !name.endsWith(TEMPORARY)).sort();
}

export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

export function folderOf(base: string, ...parts: readonly string[]): string {
  // Ids are `person:…`, and a colon is no file name on Windows.
  return join(base, ...parts.map((part) => part.replaceAll(':', '_')));
}

export function isNoRoom(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
