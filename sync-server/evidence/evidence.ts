/**
 * Photos and files at the hub [sync E1–E3]. A desk pushes them with PouchDB's replicator as documents of at most 256 KB:
 * `chunk:<device>:<hash>:<nnnn>` with the attachment `data`, then `file:<device>:<hash>`. Confirmed means: all chunks on disk, and the hash of
 * the whole recomputed here. A reader must hold the ticket, the entry must name the hash, and the action's own actor must have
 * sent it: a hash is no ticket of entry.
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { createHash } from 'node:crypto';
import { ActionId, DeviceId, PersonId, Sha256, TicketId } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { chunkId, fileId, isOf } from '../../shared/sync/evidence-ids.ts';
import { CHUNK_BYTES } from '../../shared/sync/wire.ts';
import type { Core } from '../core.ts';
import type { Document, WriteResult } from '../store/database.ts';

export const FileDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^file:[0-9A-HJKMNP-TV-Z]{26}:[0-9a-f]{64}$' }),
    _rev: Type.Optional(Type.String()),
    _revisions: Type.Optional(Type.Unknown()),
    schema: Type.Literal(1),
    hash: Sha256,
    size: Type.Integer({ minimum: 1, maximum: 52_428_800 }),
    chunks: Type.Integer({ minimum: 1, maximum: 256 }),
    ticket: TicketId,
    action: ActionId,
    actor: PersonId,
    device: DeviceId,
  },
  { additionalProperties: false },
);
type FileDocument = Static<typeof FileDocument>;

const ChunkDocument = Type.Object(
  {
    _id: Type.String({ pattern: '^chunk:[0-9A-HJKMNP-TV-Z]{26}:[0-9a-f]{64}:[0-9]{4}$' }),
    _rev: Type.Optional(Type.String()),
    _revisions: Type.Optional(Type.Unknown()),
    schema: Type.Literal(1),
    _attachments: Type.Object(
      { data: Type.Object({ data: Type.String() }, { additionalProperties: true }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

export type EvidenceState = 'confirmed' | 'unknown' | 'mismatch' | Readonly<{ have: number; of: number }>;

function chunkBytes(document: Static<typeof ChunkDocument>): number {
  return Math.floor((document._attachments.data.data.length * 3) / 4);
}

export class Evidence {
  readonly #core: Core;
  readonly #confirmed = new Set<string>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** One result a document, in order; what is no chunk and no file of the sender's device is forbidden. */
  async take(documents: readonly unknown[], device: string): Promise<readonly WriteResult[]> {
    const fits = documents.map((raw) => {
      if (Check(ChunkDocument, raw)) return isOf(device, raw._id) && chunkBytes(raw) <= CHUNK_BYTES + 2;
      return Check(FileDocument, raw) && raw.device === device && raw._id === fileId(device, raw.hash);
    });
    const good = documents.filter((_, at) => fits[at]) as Document[];
    const written = await this.#core.store.evidence.writeReplicated(good);
    const results: WriteResult[] = [];
    let next = 0;
    documents.forEach((raw, at) => {
      const id = String((raw as { _id?: unknown } | null)?._id ?? '');
      const result = fits[at] ? written[next++] : undefined;
      results.push(result ?? { ok: false, id, error: 'forbidden' });
    });
    return results;
  }

  /** [sync E2] How far a file has come; recomputes the hash of a whole one once. */
  async state(device: string, hash: string): Promise<EvidenceState> {
    const id = fileId(device, hash);
    if (this.#confirmed.has(id)) return 'confirmed';
    const file = await this.#core.store.evidence.get<FileDocument>(id);
    if (file === undefined) return 'unknown';
    const parts = await this.#chunks(file);
    const have = parts.filter((part) => part !== undefined).length;
    if (have < file.chunks) return { have, of: file.chunks };
    const sum = createHash('sha256');
    for (const part of parts) if (part !== undefined) sum.update(part);
    if (sum.digest('hex') !== hash) return 'mismatch';
    this.#confirmed.add(id);
    return 'confirmed';
  }

  async #chunks(file: FileDocument): Promise<readonly (Uint8Array | undefined)[]> {
    return Promise.all(
      Array.from({ length: file.chunks }, (_, at) => this.#core.store.evidence.attachment(chunkId(file.device, file.hash, at), 'data')),
    );
  }

  /** [sync E1] The bytes, for a reader whose projected copy of the ticket names the hash; nothing for everybody else. */
  async body(ticket: Ticket, hash: string): Promise<Readonly<{ bytes: Uint8Array; type: string }> | undefined> {
    const entry = ticket.evidence.find((one) => one.hash === hash);
    if (entry === undefined) return undefined;
    const file = await this.#core.store.evidence.get<FileDocument>(fileId(entry.device, hash));
    if (file === undefined || file.actor !== entry.by) return undefined;
    if ((await this.state(entry.device, hash)) !== 'confirmed') return undefined;
    const parts = await this.#chunks(file);
    return { bytes: new Uint8Array(Buffer.concat(parts.filter((part) => part !== undefined))), type: entry.type };
  }
}
