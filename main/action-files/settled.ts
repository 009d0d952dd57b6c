/** What the hub has settled stays 35 days, longer than the hub keeps backups, so that a restored hub gets it again [sync R1]. */
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { SettledRecord } from '../../shared/host/contract.ts';
import { isTemporary, jsonBytes, parsedJson, type FileLayer } from '../durable-files/index.ts';
import { fileName, linkOf } from './file-name.ts';

export const SETTLED_FOLDER = 'settled';
const KEPT_MS = 35 * 24 * 3_600_000;

export function settledFile(record: SettledRecord): Uint8Array {
  return jsonBytes({ schema: 1, record });
}

export type ReadSettled = Readonly<{ records: readonly SettledRecord[]; removed: readonly string[]; damaged: readonly string[] }>;

/** The whole text of what was too large is nowhere but here: the hub has only its stub [sync G5, proof L1]. */
function mayGo(record: SettledRecord, now: number): boolean {
  return record.code !== 'tooLarge' && now - Date.parse(record.settledAt) > KEPT_MS;
}

export async function readSettled(layer: FileLayer, folder: string, now: number, headN: number): Promise<ReadSettled> {
  const records: SettledRecord[] = [];
  const removed: string[] = [];
  const damaged: string[] = [];
  for (const name of await layer.list(folder)) {
    const link = linkOf(name);
    if (isTemporary(name)) await layer.remove(join(folder, name));
    if (link === undefined) continue;
    const bytes = await layer.read(join(folder, name));
    const content = bytes === undefined ? undefined : (parsedJson(bytes) as { record?: unknown } | null | undefined);
    const record = content?.record;
    if (!Check(SettledRecord, record) || fileName(record.action) !== name) damaged.push(name);
    else if (link.n !== headN && mayGo(record, now)) {
      await layer.remove(join(folder, name));
      removed.push(name);
    } else records.push(record);
  }
  return { records, removed, damaged };
}
