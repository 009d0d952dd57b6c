/** Rows of LevelDB one after the other; whoever stops early lets go of the iterator. */
import type { Level } from './forced-level.ts';

/** `value` is empty where the range asks for keys only. */
export type LevelRow = Readonly<{ key: string; value: string }>;
export type LevelRange = Readonly<{ gt?: string; gte?: string; lt?: string; lte?: string; values?: boolean; highWaterMark?: number }>;

/** Reads on and on; `end` lets go of the snapshot, and must be called. */
export class LevelReader {
  readonly #iterator: ReturnType<Level['iterator']>;

  constructor(level: Level, range: LevelRange) {
    this.#iterator = level.iterator({ ...range, keyAsBuffer: false, valueAsBuffer: false });
  }

  /** The next rows, fewer than `most` only at the end: one promise for all of them. */
  take(most: number): Promise<readonly LevelRow[]> {
    return new Promise((resolve, reject) => {
      const rows: LevelRow[] = [];
      const next = (): void => {
        if (rows.length >= most) {
          resolve(rows);
          return;
        }
        this.#iterator.next((error, key, value) => {
          if (error !== null && error !== undefined) reject(error);
          else if (key === undefined) resolve(rows);
          else {
            rows.push({ key, value: value ?? '' });
            next();
          }
        });
      };
      next();
    });
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#iterator.end(() => {
        resolve();
      });
    });
  }
}

/** Rows taken together: what is read in a loop does not wait for each. */
const TOGETHER = 64;

export async function* levelRows(level: Level, range: LevelRange): AsyncIterable<LevelRow> {
  const reader = new LevelReader(level, range);
  try {
    for (;;) {
      const rows = await reader.take(TOGETHER);
      yield* rows;
      if (rows.length < TOGETHER) return;
    }
  } finally {
    await reader.end();
  }
}
