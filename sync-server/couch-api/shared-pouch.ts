/** PouchDB behind a lock: all its calls go on together, but for the rare one that needs the database for itself (purging). */
import type { Pouch } from './pouch.ts';

export class SharedPouch implements Pouch {
  #inner: Pouch;
  #running = 0;
  #idle: (() => void) | undefined;
  #alone: Promise<void> | undefined;

  constructor(inner: Pouch) {
    this.#inner = inner;
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
  changes: Pouch['changes'] = (options) => this.#shared((pouch) => pouch.changes(options));
  revsDiff: Pouch['revsDiff'] = (wanted) => this.#shared((pouch) => pouch.revsDiff(wanted));
  bulkGet: Pouch['bulkGet'] = (options) => this.#shared((pouch) => pouch.bulkGet(options));
  put: Pouch['put'] = (doc) => this.#shared((pouch) => pouch.put(doc));
  remove: Pouch['remove'] = (doc) => this.#shared((pouch) => pouch.remove(doc));
  info: Pouch['info'] = () => this.#shared((pouch) => pouch.info());
  compact: Pouch['compact'] = () => this.#shared((pouch) => pouch.compact());
  close: Pouch['close'] = () => this.#shared((pouch) => pouch.close());
}
