/**
 * Rows of a channel's log. One that says a channel holds a document names all channels that do, in one text with the id: a first pull
 * reads thousands of them, and a text is decoded several times faster than an object (docs/performance.md).
 */
import type { Channel } from '../../shared/sync/channels.ts';

/** JSON escapes line ends: the first one stands between the channels and the id. */
const BETWEEN = '\n';

/** The document's channels as JSON, a line end, its id. */
export type HeldRow = string;
/** `spans` are the seqs between which the channel held it: who was there must be told it left [sync F5]. */
export type LeftRow = { id: string; spans: [number, number][] };
export type LogRow = HeldRow | LeftRow;

/** Of `Within`, where the reader is granted none. */
export const NONE = '[]';

export function channelsText(channels: readonly Channel[]): string {
  return JSON.stringify(channels);
}

export function heldRow(id: string, channels: readonly Channel[]): HeldRow {
  return channelsText(channels) + BETWEEN + id;
}

/** Whether it says that the document is gone from the channel. */
export function hasLeft(row: LogRow): row is LeftRow {
  return typeof row !== 'string';
}

export function idOf(row: LogRow): string {
  return hasLeft(row) ? row.id : row.slice(row.indexOf(BETWEEN) + BETWEEN.length);
}

/** As `channelsText` wrote them. */
export function channelsIn(row: HeldRow): string {
  return row.slice(0, row.indexOf(BETWEEN));
}

/** Of a document's channels those that a reader is granted: both as JSON. The same few come again and again, and are looked at once. */
export class Within {
  readonly #grants: ReadonlySet<Channel>;
  readonly #known = new Map<string, string>();

  constructor(grants: readonly Channel[]) {
    this.#grants = new Set(grants);
  }

  of(channels: string): string {
    let within = this.#known.get(channels);
    if (within === undefined) {
      within = channelsText((JSON.parse(channels) as Channel[]).filter((one) => this.#grants.has(one)));
      this.#known.set(channels, within);
    }
    return within;
  }
}
