/**
 * PouchDB as any client has it. By `require`, and with the few calls that tests make: its published types bring another `Buffer`
 * into the program.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

export type PouchDoc = { _id: string; _rev: string; _conflicts?: string[]; [field: string]: unknown };
type Wait = Promise<unknown>;

export interface PouchClient {
  get(id: string, options?: object): Promise<PouchDoc>;
  put(doc: object): Wait;
  getAttachment(id: string, name: string): Promise<Uint8Array>;
  close(): Wait;
  replicate: { to(other: PouchClient): Wait; from(other: PouchClient): Wait };
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
