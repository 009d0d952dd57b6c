/** The one way a file comes to be: whole and forced, or not at all [sync D2]. */
import { join } from 'node:path';
import type { FileLayer } from './file-layer.ts';

const TEMPORARY = /^\..*\.tmp$/u;

/** Left by a crash in mid-write: never read, removed at the next start. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Write, force, rename, force the folder. After a throw the name holds what it held before, or the whole new content. */
export async function writeDurably(layer: FileLayer, folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(folder, `.${name}.tmp`);
  try {
    await layer.write(temporary, bytes);
    await layer.force(temporary);
    await layer.rename(temporary, join(folder, name));
  } catch (error) {
    await layer.remove(temporary).catch(() => undefined);
    throw error;
  }
  await layer.forceFolder(folder);
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** `undefined` for what is not JSON in UTF-8: half a file, or another's. */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
