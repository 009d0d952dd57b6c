/** What a desk sends of a file [sync E2]: chunks with the attachment `data`, and a closing document. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { ActionId, DeviceId, PersonId, Sha256, TicketId } from '../../shared/hotline/ids.ts';
import { closed } from '../../shared/hotline/schema-builders.ts';
import { fileId, isOf } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';

const SCOPE = '[0-9A-HJKMNP-TV-Z]{26}:[0-9A-Za-z_-]{1,40}:[0-9a-f]{64}';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

/** As PouchDB's replicator sends every document. */
const replicated = { _rev: Type.String({ maxLength: 80 }), _revisions: Type.Optional(Type.Unknown()), schema: Type.Literal(1) };

const FileSent = Type.Object(
  {
    ...replicated,
    _id: Type.String({ pattern: `^file:${SCOPE}$` }),
    hash: Sha256,
    size: Type.Integer({ minimum: 1, maximum: 52_428_800 }),
    chunks: Type.Integer({ minimum: 1, maximum: 256 }),
    ticket: TicketId,
    action: ActionId,
    actor: PersonId,
    device: DeviceId,
  },
  closed,
);

const ChunkSent = Type.Object(
  {
    ...replicated,
    _id: Type.String({ pattern: `^chunk:${SCOPE}:[0-9]{4}$` }),
    _attachments: Type.Object({ data: Type.Object({ data: Type.String() }, { additionalProperties: true }) }, closed),
  },
  closed,
);

export type FileDocument = Readonly<
  Omit<Static<typeof FileSent>, '_rev' | '_revisions'> & {
    /** The sender's revision, by which its replicator asks what is here; the hub's own belong to its store. */
    sent: string;
    /** Every chunk was forced to disk and the hash of the whole recomputed here; from then on nothing of it changes. */
    confirmed?: string;
  }
>;
export type ChunkDocument = Readonly<{ _id: string; schema: 1; sent: string; _attachments: object }>;

function chunkFits({ _attachments: { data } }: Static<typeof ChunkSent>): boolean {
  return BASE64.test(data.data) && Buffer.byteLength(data.data, 'base64') <= CHUNK_BYTES;
}

/** The document to store; nothing for what is no chunk and no file of the sender's device. */
export function documentOf(raw: unknown, device: string): FileDocument | ChunkDocument | undefined {
  if (Check(ChunkSent, raw)) {
    if (!isOf(device, raw._id) || !chunkFits(raw)) return undefined;
    const data = { content_type: 'application/octet-stream', data: raw._attachments.data.data };
    return { _id: raw._id, schema: 1, sent: raw._rev, _attachments: { data } };
  }
  if (!Check(FileSent, raw) || raw.device !== device || raw._id !== fileId(raw)) return undefined;
  const { _rev, _revisions: _tree, ...file } = raw;
  return file.chunks === Math.ceil(file.size / CHUNK_BYTES) ? { ...file, sent: _rev } : undefined;
}

/** The closing document that a chunk belongs to. */
export function fileOfChunk(id: string): string {
  return id.replace(/^chunk:/u, 'file:').replace(/:[0-9]{4}$/u, '');
}
