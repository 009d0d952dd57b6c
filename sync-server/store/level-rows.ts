/** Rows of LevelDB one after the other; whoever stops early lets go of the iterator. */
import type { Level } from './forced-level.ts';

/** `value` is empty where the range asks for keys only. */
export type LevelRow = Readonly<{ key: string; value: string }>;
export type LevelRange = Readonly<{ gt?: string; gte?: string; lt?: string; lte?: string; values?: boolean; highWaterMark?: number }>;

export async function* levelRows(level: Level, range: LevelRange): AsyncIterable<LevelRow> {
  const iterator = level.iterator({ ...range, keyAsBuffer: false, valueAsBuffer: false });
  try {
    for (;;) {
      const row = await new Promise<LevelRow | undefined>((resolve, reject) => {
        iterator.next((error, key, value) => {
          if (error !== null && error !== undefined) reject(error);
          else resolve(key === undefined ? undefined : { key, value: value ?? '' });
        });
      });
      if (row === undefined) return;
      yield row;
    }
  } finally {
    await new Promise<void>((resolve) => {
      iterator.end(() => {
        resolve();
      });
    });
  }
}
