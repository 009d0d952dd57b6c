/** What runs inside the desk's own renderer: the clocks of what a person sees, and the peers that pull the same documents. */
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import idbAdapter from 'pouchdb-adapter-idb';
import replication from 'pouchdb-replication';

PouchDB.plugin(idbAdapter as unknown as PouchDB.Plugin)
  .plugin(httpAdapter as unknown as PouchDB.Plugin)
  .plugin(replication as unknown as PouchDB.Plugin);

type Replicating = PouchDB.Database & {
  replicate: { from: (source: string, options: object) => Promise<{ docs_written: number; doc_write_failures: number }> };
};
export type Pulled = Readonly<{ ms: number; documents: number }>;
/** Milliseconds since 1970, the same for every process of the machine. */
type Wall = number;

/** After the frame that shows what the DOM holds now. */
function painted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        resolve(performance.now());
      };
      channel.port2.postMessage(undefined);
    });
  });
}

function wall(now: number): Wall {
  return performance.timeOrigin + now;
}

/** Resolves with the paint in which `holds` came true. */
async function when(holds: () => boolean): Promise<number> {
  if (!holds()) {
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!holds()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }
  return painted();
}

/** The time stamp of the next event of a type: when the browser had it, before any handler ran. */
function next(type: string): Promise<number> {
  return new Promise((resolve) => {
    document.addEventListener(
      type,
      (event) => {
        resolve(event.timeStamp);
      },
      { capture: true, once: true },
    );
  });
}

const QUIET_MS = 400;
/** A letter that leaves the first rows as they are changes nothing that could be timed. */
const UNCHANGED_MS = 2000;

let armed: Promise<number | null> = Promise.resolve(null);

const bench = {
  /** The desk's first pull: from its first request to the feed to the header saying that the digests match. */
  async firstPull(): Promise<Readonly<{ ms: number }>> {
    const to = await when(() => document.querySelector('[data-testid=header-status][data-complete=true]') !== null);
    const feed = performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/desk/_changes'));
    return { ms: to - Math.min(...feed.map((entry) => entry.startTime)) };
  },

  async pouchPull(source: string, name: string, batch: number): Promise<Pulled> {
    const db = new PouchDB(name, { adapter: 'idb' }) as Replicating;
    const started = performance.now();
    const done = await db.replicate.from(source, { batch_size: batch });
    const ms = performance.now() - started;
    await db.destroy();
    if (done.doc_write_failures > 0) throw new Error(`PouchDB could not write ${done.doc_write_failures}`);
    return { ms, documents: done.docs_written };
  },

  /** The floor: parse pages and put them into one object store. */
  async rawPull(source: string, name: string): Promise<Pulled> {
    const open = indexedDB.open(name, 1);
    open.onupgradeneeded = () => open.result.createObjectStore('documents', { keyPath: '_id' });
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => {
        resolve(open.result);
      };
      open.onerror = () => {
        reject(open.error ?? new Error('no database'));
      };
    });
    const started = performance.now();
    let documents = 0;
    for (let page = 0; ; page += 1) {
      const response = await fetch(`${source}/raw/${page}`);
      if (!response.ok) break;
      const rows = (await response.json()) as unknown[];
      const transaction = db.transaction('documents', 'readwrite', { durability: 'strict' });
      for (const row of rows) transaction.objectStore('documents').put(row);
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => {
          resolve();
        };
        transaction.onerror = () => {
          reject(transaction.error ?? new Error('not written'));
        };
      });
      documents += rows.length;
    }
    const ms = performance.now() - started;
    db.close();
    indexedDB.deleteDatabase(name);
    return { ms, documents };
  },

  async shown(selector: string): Promise<Wall> {
    return wall(await when(() => document.querySelector(selector) !== null));
  },

  /** From the next click to the paint in which the selector holds. */
  async clickTo(selector: string): Promise<Readonly<{ ms: number; clickedAt: Wall }>> {
    const clicked = await next('click');
    return { ms: (await when(() => document.querySelector(selector) !== null)) - clicked, clickedAt: wall(clicked) };
  },

  /** Starts `listAfter` and returns once it listens: typed text may overtake a question that the debugger asks. */
  arm(type: string): void {
    armed = bench.listAfter(type);
  },

  armed(): Promise<number | null> {
    return armed;
  },

  /** From the next event to the last paint that changed the list: React may show it in two steps. Nothing where it stays as it is. */
  async listAfter(type: string): Promise<number | null> {
    const list = document.querySelector('[data-testid=inbox-list]');
    if (list === null) throw new Error('no list');
    const at = await next(type);
    let last = 0;
    await new Promise<void>((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(resolve, UNCHANGED_MS);
      const observer = new MutationObserver(() => {
        clearTimeout(timer);
        timer = undefined;
        void painted().then((time) => {
          last = time;
          timer ??= setTimeout(() => {
            observer.disconnect();
            resolve();
          }, QUIET_MS);
        });
      });
      observer.observe(list, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    return last === 0 ? null : last - at;
  },
};

export type InPage = typeof bench;
(globalThis as unknown as { gridDeskBench: InPage }).gridDeskBench = bench;
