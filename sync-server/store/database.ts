/** The CouchDB API as the hub uses it [sync S2]: the same calls on the embedded store and on Apache CouchDB. */
export type Document = Readonly<{ _id: string; _rev?: string; _deleted?: boolean; [field: string]: unknown }>;
export type Stored<T> = T & Readonly<{ _id: string; _rev: string }>;
export type WriteResult = Readonly<{ ok: true; id: string; rev: string } | { ok: false; id: string; error: string }>;
/** `conflicts`: revisions of it that lost, where there are any [sync A5]. */
export type Change = Readonly<{
  id: string;
  rev: string;
  seq: number | string;
  deleted: boolean;
  doc?: Document;
  conflicts?: readonly string[];
}>;

/** `last`: the next page begins behind it; absent at the end. */
export type PrefixPage<T> = Readonly<{ documents: readonly Stored<T>[]; last?: string }>;

export interface Database {
  get<T>(id: string): Promise<Stored<T> | undefined>;
  /** In the order asked; absent where there is none. */
  getMany<T>(ids: readonly string[]): Promise<readonly (Stored<T> | undefined)[]>;
  /** Every document whose id starts with `prefix`, in order of id. */
  withPrefix<T>(prefix: string): Promise<readonly Stored<T>[]>;
  /** At most `limit` of them, behind the id `after`: what may be as many as the city's tickets is never read at once. */
  pageWithPrefix<T>(prefix: string, limit: number, after?: string): Promise<PrefixPage<T>>;
  /** The last id that starts with `prefix`. */
  lastId(prefix: string): Promise<string | undefined>;
  /** One result a document, in order; answers only when the store has forced them to disk [sync G3]. */
  write(documents: readonly Document[]): Promise<readonly WriteResult[]>;
  attachment(id: string, name: string): Promise<Uint8Array | undefined>;
  changes(since: number | string, limit: number): Promise<Readonly<{ changes: readonly Change[]; last: number | string }>>;
  /** A page of changes, each document with every leaf, its ancestry and its attachments: what a backup takes. Empty at the end. */
  leaves(since: number | string, limit: number): Promise<Readonly<{ documents: readonly Document[]; last: number | string }>>;
  /** Every revision of a document that nobody has superseded or deleted: more than one is a conflict [sync A5]. */
  leavesOf<T>(id: string): Promise<readonly Stored<T>[]>;
  /** Revisions of a document's winning line, the newest first; empty where there is none. */
  ancestry(id: string): Promise<readonly string[]>;
  /** Documents as they were elsewhere, under the revisions they had there; on the disk when it resolves. */
  graft(documents: readonly Document[]): Promise<void>;
  /** Calls back after something has changed; returns how to stop. */
  watch(wake: () => void): () => void;
  sequence(): Promise<number | string>;
  close(): Promise<void>;
}
