/**
 * The evidence queue where there is no IndexedDB: kept in memory, pushed over HTTP as a replicator does, which ticks off what it
 * has pushed and never looks at it again. `onTheWay` may change or lose a document.
 */
import { createHash } from 'node:crypto';
import type { EvidenceQueue, FileAbout, QueuedFile } from '../../renderer/replica/evidence-queue.ts';
import { chunkId, fileId } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';

type Sent = Readonly<{ _id: string; [field: string]: unknown }>;
export type OnTheWay = (document: Sent) => Sent;

export function nodeEvidence(
  hub: string,
  device: string,
  token: () => string | undefined,
  onTheWay: OnTheWay,
  fetching: typeof fetch = fetch,
): EvidenceQueue {
  const files = new Map<string, FileAbout>();
  const toPush: Sent[] = [];
  let revision = 0;

  function add(id: string, content: string | Uint8Array, fields: object): void {
    const hash = createHash('md5').update(content).digest('hex');
    revision += 1;
    toPush.push({ _id: id, _rev: `${revision}-${hash}`, _revisions: { start: revision, ids: [hash] }, schema: 1, ...fields });
  }

  return {
    async put(about, bytes) {
      if (files.has(fileId(about))) return;
      files.set(fileId(about), about);
      const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
      for (let at = 0; at < chunks; at += 1) {
        const part = bytes.slice(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES);
        const data = { content_type: 'application/octet-stream', data: Buffer.from(part).toString('base64') };
        add(chunkId(about, at), part, { _attachments: { data } });
      }
      add(fileId(about), about.action, { ...about, size: bytes.length, chunks });
    },
    list: () => Promise.resolve([...files.values()]),
    async drop(file: QueuedFile) {
      files.delete(fileId({ ...file, device }));
    },
    async push() {
      for (let next = toPush[0]; next !== undefined; next = toPush[0]) {
        const response = await fetching(`${hub}/desk/evidence/_bulk_docs`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token() ?? ''}`, 'content-type': 'application/json' },
          body: JSON.stringify({ docs: [onTheWay(next)], new_edits: false }),
        });
        // What could not be pushed is pushed first the next time.
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        toPush.shift();
      }
    },
    stop: () => undefined,
    close: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
}
