/**
 * Rows that say a document has left a channel are kept 100 days [sync F1]: a log would otherwise grow by every ticket the city ever had.
 * A desk whose position is older than what was forgotten is answered like one of another epoch, and repairs itself by digest [sync F6].
 */
import type { Channel } from '../../shared/sync/channels.ts';
import type { Position } from '../../shared/sync/position.ts';
import type { DocumentEntry, Tables } from './tables.ts';

const KEPT_DAYS = 100;
/** Rows a transaction: readers wait no longer than for a page. */
const AT_ONCE = 1000;

export function noteLeft(tables: Tables, today: number, channel: Channel, seq: number, id: string): void {
  tables.left.putSync([today, channel, seq], id);
}

/** Without its row in the channel; nothing where it has come back meanwhile, or left again later. */
function withoutRow(entry: DocumentEntry | undefined, channel: Channel, seq: number): DocumentEntry | undefined {
  const row = entry?.rows[channel];
  if (entry === undefined || row?.left !== true || row.seq !== seq) return undefined;
  const { [channel]: _gone, ...rows } = entry.rows;
  return { ...entry, rows };
}

/** One transaction's worth, among those of the tail; true while more is to go. */
export async function forgetLeft(tables: Tables, today: number): Promise<boolean> {
  const end = today - KEPT_DAYS;
  const old = [...tables.left.getRange({ end: [end, '', 0], limit: AT_ONCE })];
  if (old.length === 0) return false;
  await tables.root.childTransaction(() => {
    for (const { key, value } of old) {
      const [, channel, seq] = key;
      tables.left.removeSync(key);
      const without = withoutRow(tables.documents.get(value), channel, seq);
      if (without === undefined) continue;
      tables.documents.putSync(value, without);
      tables.log.removeSync([channel, seq]);
      tables.forgotten.putSync(channel, Math.max(seq, tables.forgotten.get(channel) ?? 0));
    }
  });
  return old.length === AT_ONCE;
}

/** Whether a desk at this position may hold something whose leaving is no longer told. A channel begun at 0 holds nothing yet. */
export function mayHaveMissed(tables: Tables, { channels, begun }: Position): boolean {
  return Object.entries(channels).some(([channel, seq]) => {
    const forgotten = tables.forgotten.get(channel) ?? 0;
    return seq > 0 && seq < forgotten && (begun?.[channel] ?? 0) < forgotten;
  });
}
