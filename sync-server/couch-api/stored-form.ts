/** Attachments as CouchDB shows them: a stub, the whole body, or beside the document; what compresses well is sent compressed. */
import { gunzip, gzip, type ZlibOptions } from 'node:zlib';
import { promisify } from 'node:util';
import { badRequest } from './answer.ts';
import type { RootDatabase } from './databases.ts';
import type { ReadOptions } from './read-options.ts';
import type { Attachment, Doc } from './pouch.ts';

const squeeze = promisify(gzip as (data: Uint8Array, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void);
const expand = promisify(gunzip as (data: Uint8Array, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void);

/** CouchDB's `attachments/compressible_types`, and its level. */
const COMPRESSIBLE = /^(text\/|application\/(javascript|json|xml)\b)/u;

export function isCompressible(type: string | undefined): boolean {
  return COMPRESSIBLE.test(type ?? '');
}

export const compressed = (bytes: Uint8Array): Promise<Buffer> => squeeze(bytes, { level: 8 });

/** A small body that expands beyond this is a bomb. */
const MAX_EXPANDED = 64 * 1024 * 1024;

export function expanded(bytes: Uint8Array): Promise<Buffer> {
  return expand(bytes, { maxOutputLength: MAX_EXPANDED }).catch(() => {
    throw badRequest('Invalid compressed attachment');
  });
}

type WithBytes = { _attachments?: Record<string, Attachment & { data?: Buffer }> };

async function bodies(database: RootDatabase, doc: Doc): Promise<WithBytes['_attachments']> {
  const whole = await database.pouch.get(doc._id, { rev: doc._rev, attachments: true, binary: true });
  return (whole as unknown as WithBytes)._attachments;
}

/** The newest generation that the asker already holds. */
function generationHeld(doc: Doc, since: readonly string[] | undefined): number {
  return Math.max(
    0,
    ...(since ?? []).map((rev) => Number(rev.split('-')[0])).filter((gen) => gen <= Number((doc._rev ?? '0').split('-')[0])),
  );
}

export async function showAttachments(database: RootDatabase, doc: Doc, options: ReadOptions): Promise<Doc> {
  const names = Object.keys(doc._attachments ?? {});
  if (names.length === 0) {
    delete doc._attachments;
    return doc;
  }
  const needBodies = options.attachments === true || options.encodingInfo === true;
  const whole = needBodies ? await bodies(database, doc) : undefined;
  const held = generationHeld(doc, options.attsSince);
  const shown: Record<string, Attachment> = {};
  for (const name of names) {
    const { content_type, revpos, digest, length } = doc._attachments?.[name] ?? {};
    const base: Attachment = { content_type, revpos, digest } as Attachment;
    const body = whole?.[name]?.data;
    // Beside the document they go as they are: our digest is of these bytes, and CouchDB's replicator checks what it takes by it.
    const encodes = body !== undefined && isCompressible(content_type) && options.encodingInfo === true && options.follows !== true;
    const packed = encodes ? await compressed(new Uint8Array(body)) : undefined;
    const encoding = packed === undefined ? {} : { encoding: 'gzip', encoded_length: packed.length };
    const wanted = options.attachments === true && (revpos ?? 0) > held && body !== undefined;
    const size = length ?? body?.length ?? 0;
    if (!wanted) shown[name] = { ...base, length: size, stub: true, ...encoding };
    else if (options.follows === true) shown[name] = { ...base, length: size, follows: true, data: new Uint8Array(body) };
    else shown[name] = { ...base, data: body.toString('base64'), ...encoding };
  }
  return { ...doc, _attachments: shown };
}
