/** Documents of a file as a desk's replicator pushes them [sync E2]. */
import { createHash } from 'node:crypto';
import { chunkId, fileId, type FileName } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';

type Sent = Readonly<{ _id: string; _rev: string; [field: string]: unknown }>;

/** Revisions as PouchDB makes them: from the content. */
function revised(id: string, content: string | Uint8Array, fields: object): Sent {
  const hash = createHash('md5').update(content).digest('hex');
  return { _id: id, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] }, schema: 1, ...fields };
}

export function evidenceOf(photo: () => Buffer) {
  return {
    chunk(name: FileName, at: number, bytes: Buffer = photo()): Sent {
      const part = bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES);
      const data = { content_type: 'application/octet-stream', data: part.toString('base64') };
      return revised(chunkId(name, at), part, { _attachments: { data } });
    },
    file(name: FileName, ticket: string, action: string): Sent {
      const size = photo().length;
      return revised(fileId(name), action, { ...name, size, chunks: Math.ceil(size / CHUNK_BYTES), ticket, action });
    },
  };
}
