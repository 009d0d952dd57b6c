/** The small files beside a folder's data: written whole and on the disk, read and checked. */
import { open, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';

/** Whole or not at all, and on the disk. */
export async function writeFileForced(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(join(path, '..'), 'r');
  await folder.sync().finally(() => folder.close());
}

/** Nothing where there is none; throws on one that is not of the schema. */
export async function readFolderFile<T extends TSchema>(path: string, schema: T): Promise<Static<T> | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (!Check(schema, value)) throw new Error(`${basename(path)} is damaged`);
  return value as Static<T>;
}
