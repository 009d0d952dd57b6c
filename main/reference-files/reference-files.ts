/**
 * Signed rule packs and calendars that were brought by hand (F05; docs/adr/0008): `<userData>/<hubId>/reference/`. They are kept as
 * they came; what they are worth is judged by their signature each time they are read.
 */
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HostResult } from '../../shared/host/contract.ts';
import { MAX_REFERENCE_BYTES } from '../../shared/sync/reference-file.ts';
import { ioFailure, isTemporary, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';

/** The system's own dialog; nothing when the person thought better of it. */
export type ChooseFile = () => Promise<string | undefined>;

/** Never more than is allowed, whatever lies under that name on a stick. */
export async function readChosen(choose: ChooseFile): Promise<HostResult<'reference.pick'>> {
  try {
    const path = await choose();
    if (path === undefined) return { ok: false, code: 'cancelled' };
    const handle = await open(path, 'r');
    try {
      const buffer = new Uint8Array(MAX_REFERENCE_BYTES + 1);
      let got = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, got, buffer.length - got, got);
        got += bytesRead;
        if (bytesRead === 0 || got === buffer.length) break;
      }
      if (got > MAX_REFERENCE_BYTES) return { ok: false, code: 'tooLarge' };
      return { ok: true, name: basename(path), text: new TextDecoder().decode(buffer.subarray(0, got)) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return ioFailure(error);
  }
}

function folderOf(hubFolder: string): string {
  return join(hubFolder, 'reference');
}

export async function putReferenceFile(
  layer: FileLayer,
  hubFolder: string,
  name: string,
  text: string,
): Promise<HostResult<'reference.put'>> {
  try {
    await layer.makeFolder(folderOf(hubFolder));
    await writeDurably(layer, folderOf(hubFolder), `${name}.json`, new TextEncoder().encode(text));
    return { ok: true };
  } catch (error) {
    return writeFailure(error);
  }
}

export async function listReferenceFiles(layer: FileLayer, hubFolder: string): Promise<HostResult<'reference.list'>> {
  const files: { name: string; text: string }[] = [];
  for (const name of await layer.list(folderOf(hubFolder))) {
    if (isTemporary(name)) continue;
    const bytes = await layer.read(join(folderOf(hubFolder), name));
    if (bytes !== undefined) files.push({ name: name.replace(/\.json$/u, ''), text: new TextDecoder().decode(bytes) });
  }
  return { files };
}
