/**
 * Photos and files at the hub [sync E1–E3]. A desk pushes them with PouchDB's replicator; confirmed means: all chunks on disk, and
 * the hash of the whole recomputed here. A reader must hold the ticket, the entry must name the hash, and the action's own actor
 * must have sent it whole: a hash is no ticket of entry.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { chunkId, fileId, type FileName } from '../../shared/sync/evidence-ids.ts';
import type { EvidenceState } from '../../shared/sync/wire.ts';
import type { Database, Document, Stored, WriteResult } from '../store/database.ts';
import { documentOf, fileOfChunk, type ChunkDocument, type FileDocument } from './documents.ts';

type Assembled = Readonly<{ hash: string; parts: readonly Uint8Array[] }>;

/** A key with a line break slips by the schema of a record: its value may be anything. */
function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((each) => (typeof each === 'string' ? each : '')) : [];
}

export class Evidence {
  readonly #db: Database;
  readonly #now: () => Instant;

  constructor(db: Database, now: () => Instant) {
    this.#db = db;
    this.#now = now;
  }

  /** One result a document, in order; what is no chunk and no file of the sender's device is forbidden. */
  async take(documents: readonly unknown[], device: string): Promise<readonly WriteResult[]> {
    const results: WriteResult[] = [];
    for (const raw of documents) {
      const given = (raw as { _id?: unknown } | null)?._id;
      const id = typeof given === 'string' ? given.slice(0, 200) : '';
      const document = documentOf(raw, device);
      results.push(document === undefined ? { ok: false, id, error: 'forbidden' } : await this.#put(document));
    }
    return results;
  }

  /** What is confirmed is never written again: nobody exchanges a photo afterwards, not even who sent it. */
  async #put(document: FileDocument | ChunkDocument): Promise<WriteResult> {
    const [file, known] = await this.#db.getMany<FileDocument>([fileOfChunk(document._id), document._id]);
    if (file?.confirmed !== undefined) return { ok: true, id: document._id, rev: document.sent };
    const [result] = await this.#db.write([{ ...document, ...(known === undefined ? {} : { _rev: known._rev }) } as Document]);
    return result ?? { ok: false, id: document._id, error: 'unknown_error' };
  }

  /** Which of the sender's revisions are not here. */
  async missing(asked: Readonly<Record<string, readonly string[]>>, mine: (id: string) => boolean): Promise<Record<string, object>> {
    const ids = Object.keys(asked);
    const own = ids.filter(mine);
    const found = new Map((await this.#db.getMany<FileDocument>(own)).map((document, at) => [own[at], document?.sent]));
    const lacking = ids.map((id) => [id, { missing: listOf(asked[id]).filter((rev) => found.get(id) !== rev) }] as const);
    return Object.fromEntries(lacking.filter(([, { missing }]) => missing.length > 0));
  }

  /**
   * [sync E2] How far a file has come; recomputes the hash of a whole one once. One whose bytes are not what its name says is
   * thrown away, so that its desk, which has them, can send it again.
   */
  async state(name: FileName): Promise<EvidenceState> {
    const file = await this.#db.get<FileDocument>(fileId(name));
    if (file === undefined) return 'unknown';
    if (file.confirmed !== undefined) return 'confirmed';
    const chunks = await this.#db.getMany<ChunkDocument>(chunkIds(file));
    const have = chunks.filter((chunk) => chunk !== undefined).length;
    if (have < file.chunks) return { have, of: file.chunks };
    const whole = await this.#assemble(file);
    if (whole?.hash !== file.hash) {
      await this.#db.write(
        [file, ...chunks].flatMap((one) => (one === undefined ? [] : [{ _id: one._id, _rev: one._rev, _deleted: true }])),
      );
      return 'mismatch';
    }
    const [result] = await this.#db.write([{ ...file, confirmed: this.#now() } as unknown as Document]);
    return result?.ok === true ? 'confirmed' : { have, of: file.chunks };
  }

  /** Chunk by chunk, so that many questions at once do not take many files' memory. */
  async #assemble(file: Stored<FileDocument>): Promise<Assembled | undefined> {
    const sum = createHash('sha256');
    const parts: Uint8Array[] = [];
    for (const id of chunkIds(file)) {
      const part = await this.#db.attachment(id, 'data');
      if (part === undefined) return undefined;
      sum.update(part);
      parts.push(part);
    }
    return { hash: sum.digest('hex'), parts };
  }

  /** [sync E1] The bytes, for a reader whose projected copy of the ticket names the hash; nothing for everybody else. */
  async body(ticket: Ticket, hash: string): Promise<Readonly<{ bytes: Uint8Array; type: string }> | undefined> {
    // Two people may have sent the same file: either's is as good.
    for (const { device, by, type } of ticket.evidence.filter((one) => one.hash === hash)) {
      const name = { device, actor: by, hash };
      if ((await this.state(name)) !== 'confirmed') continue;
      const file = await this.#db.get<FileDocument>(fileId(name));
      const whole = file === undefined ? undefined : await this.#assemble(file);
      if (whole?.hash === hash) return { bytes: new Uint8Array(Buffer.concat(whole.parts)), type };
    }
    return undefined;
  }
}

function chunkIds(file: FileDocument): readonly string[] {
  return Array.from({ length: file.chunks }, (_, at) => chunkId(file, at));
}
