/**
 * PouchDB as any client has it. By `require`, and with the few calls that tests make: its published types bring another `Buffer`
 * into the program.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

export type PouchDoc = { _id: string; _rev: string; _conflicts?: string[]; [field: string]: unknown };
type Wait = Promise<unknown>;

export type Replicated = Readonly<{ ok: boolean; docs_read: number; docs_written: number; doc_write_failures: number; errors: object[] }>;

export interface PouchClient {
  get(id: string, options?: object): Promise<PouchDoc>;
  put(doc: object): Wait;
  getAttachment(id: string, name: string): Promise<Uint8Array>;
  allDocs(options?: object): Promise<{ rows: { id: string; key: string; error?: string; value?: { rev: string }; doc?: PouchDoc }[] }>;
  bulkDocs(docs: object[], options?: object): Wait;
  close(): Wait;
  replicate: {
    to(other: PouchClient, options?: object): Promise<Replicated>;
    from(other: PouchClient, options?: object): Promise<Replicated>;
  };
  sync(other: PouchClient, options: object): { cancel: () => void };
}

type PouchClass = {
  new (name: string, options: object): PouchClient;
  plugin(plugin: unknown): void;
  replicate(source: PouchClient, target: PouchClient, options: object): Wait;
};

const named = (name: string): unknown => {
  const found = load(name) as { default?: unknown };
  return found.default ?? found;
};

export const PouchDB = named('pouchdb-core') as PouchClass;
for (const plugin of ['pouchdb-adapter-http', 'pouchdb-adapter-leveldb', 'pouchdb-replication']) PouchDB.plugin(named(plugin));
