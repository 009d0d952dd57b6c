/** PouchDB behind a lock: all its calls go on together, but for the rare one that needs the database for itself (purging). */
import type { Level } from '../store/forced-level.ts';
import { documentOf, documentText, winnersAfter, type Winner } from '../store/level-read.ts';
import type { ChangeRow, Doc, Pouch } from './pouch.ts';

type ChangesOptions = {
  since?: number;
  limit?: number;
  style?: string;
  descending?: boolean;
  attachments?: boolean;
  conflicts?: boolean;
  include_docs?: boolean;
  as_text?: boolean;
};

/** What is asked for mostly, a page forwards with the winning revisions, is read under PouchDB: it asks LevelDB for every document alone. */
function isPlainPage(options: ChangesOptions): options is ChangesOptions & { limit: number } {
  const { limit, style, descending, attachments, conflicts } = options;
  return limit !== undefined && style === 'main_only' && descending !== true && attachments !== true && conflicts !== true;
}

function bodyOf(winner: Winner, { include_docs, as_text }: ChangesOptions): Pick<ChangeRow, 'doc' | 'text'> {
  if (include_docs !== true) return {};
  const text = as_text === true ? documentText(winner) : undefined;
  if (text !== undefined) return { text };
  const doc = documentOf(winner);
  return doc === undefined ? {} : { doc: doc as unknown as Doc };
}

async function plainPage(level: Level, options: ChangesOptions & { limit: number }): ReturnType<Pouch['changes']> {
  const { winners, last } = await winnersAfter(level, options.since ?? 0, options.limit);
  const results = winners.map((winner): ChangeRow => {
    const { id, seq, rev, deleted } = winner;
    return { id, seq, changes: [{ rev }], ...(deleted ? { deleted } : {}), ...bodyOf(winner, options) };
  });
  return { results, last_seq: last };
}

export class SharedPouch implements Pouch {
  #inner: Pouch;
  #running = 0;
  #idle: (() => void) | undefined;
  #alone: Promise<void> | undefined;

  readonly #level: () => Level | undefined;

  constructor(inner: Pouch, level: () => Level | undefined) {
    this.#inner = inner;
    this.#level = level;
  }

  async #shared<T>(call: (pouch: Pouch) => Promise<T>): Promise<T> {
    while (this.#alone !== undefined) await this.#alone;
    this.#running += 1;
    try {
      return await call(this.#inner);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#idle?.();
    }
  }

  /** Waits until no call is on its way, and lets none begin before it has ended; goes on with the PouchDB that it returns. */
  async exclusive(call: (pouch: Pouch) => Promise<Pouch>): Promise<void> {
    while (this.#alone !== undefined) await this.#alone;
    let free = (): void => undefined;
    this.#alone = new Promise((resolve) => {
      free = resolve;
    });
    try {
      if (this.#running > 0)
        await new Promise<void>((resolve) => {
          this.#idle = resolve;
        });
      this.#idle = undefined;
      this.#inner = await call(this.#inner);
    } finally {
      this.#alone = undefined;
      free();
    }
  }

  get: Pouch['get'] = (id, options) => this.#shared((pouch) => pouch.get(id, options));
  bulkDocs: Pouch['bulkDocs'] = (docs, options) => this.#shared((pouch) => pouch.bulkDocs(docs, options));
  allDocs: Pouch['allDocs'] = (options) => this.#shared((pouch) => pouch.allDocs(options));
  changes: Pouch['changes'] = (options) =>
    this.#shared((pouch) => {
      const level = this.#level();
      return level !== undefined && isPlainPage(options) ? plainPage(level, options) : pouch.changes(options);
    });
  revsDiff: Pouch['revsDiff'] = (wanted) => this.#shared((pouch) => pouch.revsDiff(wanted));
  bulkGet: Pouch['bulkGet'] = (options) => this.#shared((pouch) => pouch.bulkGet(options));
  put: Pouch['put'] = (doc) => this.#shared((pouch) => pouch.put(doc));
  remove: Pouch['remove'] = (doc) => this.#shared((pouch) => pouch.remove(doc));
  info: Pouch['info'] = () => this.#shared((pouch) => pouch.info());
  compact: Pouch['compact'] = () => this.#shared((pouch) => pouch.compact());
  close: Pouch['close'] = () => this.#shared((pouch) => pouch.close());
}
