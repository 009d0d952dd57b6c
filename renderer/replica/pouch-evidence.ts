/** The evidence queue on PouchDB with `pouchdb-adapter-idb`: attachments replicate by the CouchDB protocol, chunk by chunk. */
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import idbAdapter from 'pouchdb-adapter-idb';
import replication from 'pouchdb-replication';
import type { DeviceId } from '../../shared/hotline/ids.ts';
import { chunkId, fileId } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import type { EvidenceQueue, FileAbout } from './evidence-queue.ts';

PouchDB.plugin(idbAdapter as unknown as PouchDB.Plugin)
  .plugin(httpAdapter as unknown as PouchDB.Plugin)
  .plugin(replication as unknown as PouchDB.Plugin);

/** One chunk on the worst of lines; a request that takes longer hangs on a dead one. */
const PATIENCE_MS = 300_000;

type WithReplicate = PouchDB.Database & { replicate: { to: (target: unknown, options: object) => Promise<unknown> } };

export function pouchEvidence(name: string, hub: string, device: DeviceId, token: () => string | undefined): EvidenceQueue {
  const local = new PouchDB(`${name}-evidence`, { adapter: 'idb', auto_compaction: true, revs_limit: 2 }) as WithReplicate;
  const stopped = new AbortController();
  const options = {
    adapter: 'http',
    skip_setup: true,
    fetch: (url: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${token() ?? ''}`);
      const ends = [stopped.signal, AbortSignal.timeout(PATIENCE_MS), ...(init.signal instanceof AbortSignal ? [init.signal] : [])];
      return fetch(url, { ...init, headers, credentials: 'omit', signal: AbortSignal.any(ends) });
    },
  };
  const remote = new PouchDB(`${hub}/desk/evidence`, options as unknown as PouchDB.Configuration.DatabaseConfiguration);

  async function has(id: string): Promise<boolean> {
    return local.get(id).then(
      () => true,
      () => false,
    );
  }

  return {
    async put(about, bytes) {
      if (await has(fileId(about))) return;
      const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
      for (let at = 0; at < chunks; at += 1) {
        if (await has(chunkId(about, at))) continue;
        const data = new Blob([bytes.slice(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES)], { type: 'application/octet-stream' });
        await local.put({
          _id: chunkId(about, at),
          schema: 1,
          _attachments: { data: { content_type: 'application/octet-stream', data } },
        } as object as PouchDB.Core.PutDocument<object>);
      }
      await local.put({
        _id: fileId(about),
        schema: 1,
        size: bytes.length,
        chunks,
        ...about,
      } as object as PouchDB.Core.PutDocument<object>);
    },
    async list() {
      const found = await local.allDocs<FileAbout>({ startkey: 'file:', endkey: 'file:\uffff', include_docs: true });
      return found.rows.flatMap(({ doc }) => {
        if (doc === undefined) return [];
        const { hash, ticket, action, actor, device: from } = doc;
        return [{ hash, ticket, action, actor, device: from }];
      });
    },
    async drop(file) {
      const name = { ...file, device };
      const first = chunkId(name, 0);
      const found = await local.allDocs({ startkey: first, endkey: `${first.slice(0, -4)}\uffff` });
      for (const id of [...found.rows.map((row) => row.id), fileId(name)]) {
        // Purged by destroy at the next sign-in; a removal here would replicate, so the body goes and a stub stays.
        await local.get(id).then(
          (doc) => local.put({ _id: id, _rev: doc._rev, _deleted: true } as object as PouchDB.Core.PutDocument<object>),
          () => undefined,
        );
      }
    },
    async push() {
      // One chunk a request: a cut costs at most one (measured.md, "Evidence"). Removals stay here.
      await local.replicate.to(remote, { batch_size: 1, batches_limit: 1, filter: (doc: { _deleted?: boolean }) => doc._deleted !== true });
    },
    stop() {
      stopped.abort();
    },
    close: () => local.close(),
    destroy: () => local.destroy(),
  };
}
