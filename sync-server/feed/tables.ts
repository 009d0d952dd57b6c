/** The channel index's tables on LMDB [sync F1]. Everything here can be rebuilt from the store and thrown away. */
import { open, type Database, type RootDatabase } from 'lmdb';
import type { Audience } from '../../shared/hotline/roles.ts';
import type { Channel } from '../../shared/sync/channels.ts';
import type { LogRow } from './log-rows.ts';

/** `*` where every audience reads the same. */
export type BodyKey = Audience | '*';
export type DocumentEntry = {
  rev: string;
  channels: Channel[];
  /** Where its one row stands in each channel, held or left. */
  rows: Record<Channel, { seq: number; entered: number; spans: [number, number][]; left?: true }>;
  tags: Partial<Record<BodyKey, string>>;
  /** How many history entries have been seen, for a ticket. */
  settledEntries: number;
  /** When the clock looks at it next [sync A4]. */
  wake?: string;
  /** Whether a limit of it is 暂定. */
  provisional?: true;
  /** Under which keys a later matter of the same caller finds it, when it was accepted, and its number. */
  repeats?: { keys: string[]; at: string; no: string };
  /** Under which units and days its figures stand (hotline.md §8). */
  measured?: [string, number][];
  /** Under whose hash other matters of the same caller find it, and when it was accepted (F27). */
  caller?: { hash: string; at: string };
  /** Whether it was referred, or is a candidate for it (F45). */
  referral?: true;
};
/** Packed by `measure-tables.ts`: bits, supervisions, two moments that still run, and grounds of improper returns. */
export type FactRow = [bits: number, supervisions: number, contactBy: number, overdueFrom: number, ...returns: string[]];
export type Tally = { sums: number[]; grounds: Record<string, number> };
/** By audience. */
export type StoredDigests = Record<Audience, { count: number; sum: string }>;
/** `code` of what is accepted: kept in the history without effect, and why (hotline.md §2). */
export type Settlement = { state: 'accepted'; code?: string } | { state: 'refused'; code: string; reason: string };

export type Tables = Readonly<{
  root: RootDatabase;
  meta: Database<string | number, string>;
  log: Database<LogRow, [Channel, number]>;
  heads: Database<number, Channel>;
  /** Rows of leaving by the day of it (days since 1970, UTC+8): what is to be forgotten next [sync F1]. */
  left: Database<string, [day: number, channel: Channel, seq: number]>;
  /** The highest seq of a channel whose leaving is no longer told. */
  forgotten: Database<number, Channel>;
  documents: Database<DocumentEntry, string>;
  /** Rows of the feed from behind their `seq` and `in`, as they are sent (`body-row.ts`). */
  bodies: Database<Buffer, [string, BodyKey]>;
  digests: Database<StoredDigests, Channel>;
  /** Actions in no history and not refused, in the order of their receipt [sync A3]. */
  waiting: Database<string, [number, string]>;
  settled: Database<Settlement, string>;
  /** Where an action stands in the order of receipt. */
  counters: Database<number, string>;
  /** Tickets and refusals by when the clock looks at them next [sync A2, A4]; the revision that said so. */
  wakes: Database<string, [string, string]>;
  /** Open tickets with limits that are 暂定, the years these run through, and the revision that said so (hotline.md §7). */
  provisional: Database<{ rev: string; years: [number, number][] }, string>;
  /** Tickets of a caller, category and place by the time of acceptance; their numbers (hotline.md §7, 重复诉求). */
  repeats: Database<string, [string, string, string]>;
  /** Tickets of a caller by the time of acceptance (F27). */
  callers: Database<true, [hash: string, at: string, id: string]>;
  /** Tickets that were referred, or are candidates for it (art. 16; F45). */
  referrals: Database<true, string>;
  /** A replica's last action in the log: the head of its chain [sync G7]. */
  chains: Database<{ n: number; id: string }, string>;
  /** What a ticket says of a unit, by unit and day of acceptance (hotline.md §8, F44). */
  facts: Database<FactRow, [string, number, string]>;
  /** The sums of these, a unit and day. */
  tallies: Database<Tally, [string, number]>;
  /** Those of `facts` in which something still runs. */
  running: Database<FactRow, [string, number, string]>;
}>;

/**
 * Entries of its list of free pages that LMDB holds in memory and looks through for room. It checks and sorts all of them at every commit: at
 * its own limits of 50,000 and 75,000 a commit grew from 2 ms to 20 within 40,000 actions (docs/adr/0021).
 */
const FREE_SPACE = { maxFreeSpaceToLoad: 3000, maxFreeSpaceToRetain: 3000 };

export function openTables(path: string): Tables {
  const root = open({ path, maxDbs: 32, noMemInit: true, encoding: 'msgpack', ...FREE_SPACE });
  return {
    root,
    meta: root.openDB({ name: 'meta' }),
    log: root.openDB({ name: 'log' }),
    heads: root.openDB({ name: 'heads' }),
    left: root.openDB({ name: 'left' }),
    forgotten: root.openDB({ name: 'forgotten' }),
    documents: root.openDB({ name: 'documents' }),
    bodies: root.openDB({ name: 'bodies', encoding: 'binary' }),
    digests: root.openDB({ name: 'digests' }),
    waiting: root.openDB({ name: 'waiting' }),
    settled: root.openDB({ name: 'settled' }),
    counters: root.openDB({ name: 'counters' }),
    wakes: root.openDB({ name: 'wakes' }),
    provisional: root.openDB({ name: 'provisional' }),
    repeats: root.openDB({ name: 'repeats' }),
    callers: root.openDB({ name: 'callers' }),
    referrals: root.openDB({ name: 'referrals' }),
    chains: root.openDB({ name: 'chains' }),
    facts: root.openDB({ name: 'facts' }),
    tallies: root.openDB({ name: 'tallies' }),
    running: root.openDB({ name: 'running' }),
  };
}

export function clearTables(tables: Tables): void {
  for (const table of [
    tables.meta,
    tables.log,
    tables.heads,
    tables.left,
    tables.forgotten,
    tables.documents,
    tables.bodies,
    tables.digests,
    tables.waiting,
    tables.settled,
    tables.counters,
    tables.wakes,
    tables.provisional,
    tables.repeats,
    tables.callers,
    tables.referrals,
    tables.chains,
    tables.facts,
    tables.tallies,
    tables.running,
  ]) {
    table.clearSync();
  }
}
