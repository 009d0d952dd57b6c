/** Writing documents [sync X2]: what CouchDB refuses, stubs, the guard of the hub's databases, validation functions. */
import { createHash, randomBytes } from 'node:crypto';
import { badRequest, conflict, CouchError, forbidden, notFound, unauthorized } from './answer.ts';
import { isAdmin, isObject, type User } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import { userToStore } from './credentials.ts';
import type { RootDatabase } from './databases.ts';
import { checkRev } from './documents-read.ts';
import { maybe, pouchStatus, type Attachment, type Doc, type WriteRow } from './pouch.ts';
import { isSecret, needDatabaseAdmin, needRoom, needWritable } from './rights.ts';
import { expanded } from './stored-form.ts';
import { checkDesign, validateWrite } from './validation.ts';

const SPECIAL = new Set(['_id', '_rev', '_deleted', '_attachments', '_revisions']);
/** The replicator's own words in its documents. */
const OF_REPLICATOR = /^_replication_(id|state|state_time|state_reason|stats)$/u;
/** Made by CouchDB at reading; ignored when they come back. */
const READ_ONLY = new Set(['_revs_info', '_conflicts', '_deleted_conflicts', '_local_seq']);
/** CouchDB's `max_document_size`. */
const MAX_DOCUMENT = 8_000_000;

export function newId(): string {
  return randomBytes(16).toString('hex');
}

export function checkId(id: unknown): string {
  if (typeof id !== 'string') throw new CouchError(400, 'illegal_docid', 'Document id must be a string');
  if (id === '') throw new CouchError(400, 'illegal_docid', 'Document id must not be empty');
  if (id.startsWith('_') && !/^_(design|local)\/./u.test(id))
    throw new CouchError(400, 'illegal_docid', 'Only reserved document ids may start with underscore.');
  return id;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

async function checkAttachment(name: string, attachment: Attachment): Promise<Attachment> {
  if (name.startsWith('_')) throw badRequest(`Attachment name '${name}' starts with prohibited character '_'`);
  const { data, encoding, ...rest } = attachment;
  delete rest.follows;
  delete rest.encoded_length;
  if (data === undefined) return rest;
  if (typeof data === 'string' && !BASE64.test(data)) throw badRequest(`Invalid attachment data for ${name}`);
  const bytes = typeof data === 'string' ? new Uint8Array(Buffer.from(data, 'base64')) : data;
  const plain = encoding === 'gzip' ? await expanded(bytes) : Buffer.from(bytes);
  const type = rest.content_type ?? 'application/octet-stream';
  // Length and digest are reckoned anew from the bytes.
  return { content_type: type, ...(rest.revpos === undefined ? {} : { revpos: rest.revpos }), data: plain as unknown as Uint8Array };
}

/** A document as the store takes it, or the refusal CouchDB would give. */
export async function checkedDoc(value: unknown): Promise<Doc> {
  if (!isObject(value)) throw badRequest('Document must be a JSON object');
  const doc: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (READ_ONLY.has(name)) continue;
    if (name.startsWith('_') && !SPECIAL.has(name) && !OF_REPLICATOR.test(name))
      throw new CouchError(400, 'doc_validation', `Bad special document member: ${name}`);
    doc[name] = member;
  }
  doc['_id'] = checkId(doc['_id'] ?? newId());
  if (String(doc['_id']).startsWith('_local/')) {
    // They have neither a history nor bodies beside them.
    delete doc['_revisions'];
    delete doc['_attachments'];
  }
  if (doc['_rev'] === undefined || doc['_rev'] === null) delete doc['_rev'];
  else if (typeof doc['_rev'] !== 'string') throw badRequest('Invalid rev format');
  else if (!String(doc['_id']).startsWith('_local/')) checkRev(doc['_rev']);
  const revisions = doc['_revisions'];
  if (revisions !== undefined) {
    const ok =
      isObject(revisions) &&
      Number.isInteger(revisions['start']) &&
      Array.isArray(revisions['ids']) &&
      revisions['ids'].length > 0 &&
      revisions['ids'].length <= Number(revisions['start']) &&
      revisions['ids'].every((id) => typeof id === 'string' && /^[^\s-]{1,100}$/u.test(id));
    if (!ok) throw new CouchError(400, 'doc_validation', "RevId isn't a string.");
  }
  if (doc['_deleted'] !== undefined && typeof doc['_deleted'] !== 'boolean') doc['_deleted'] = true;
  const attachments = doc['_attachments'];
  if (attachments !== undefined) {
    if (!isObject(attachments)) throw badRequest('Attachments JSON blob must be an object');
    const checked: Record<string, Attachment> = {};
    for (const [name, each] of Object.entries(attachments)) {
      if (!isObject(each)) throw badRequest('Invalid attachment');
      checked[name] = await checkAttachment(name, each as Attachment);
    }
    if (Object.keys(checked).length === 0) delete doc['_attachments'];
    else doc['_attachments'] = checked;
  }
  const { _attachments, ...plain } = doc;
  if (Buffer.byteLength(JSON.stringify(plain)) > MAX_DOCUMENT) throw new CouchError(413, 'document_too_large', String(doc['_id']));
  return doc as Doc;
}

/** A stub says "as it was": its digest comes from the revision before, or for a replicator from one of its ancestors. */
async function withStubs(database: RootDatabase, doc: Doc, replicated: boolean): Promise<Doc> {
  const stubs = Object.entries(doc._attachments ?? {}).filter(([, { data }]) => data === undefined);
  if (stubs.length === 0) return doc;
  const { start = 0, ids = [] } = doc._revisions ?? {};
  const ancestors = replicated ? ids.slice(1).map((id, at) => `${start - 1 - at}-${id}`) : [];
  const revs = [...(doc._rev === undefined ? [] : [doc._rev]), ...ancestors];
  const kept = { ...doc._attachments };
  for (const [name] of stubs) {
    let found: Attachment | undefined;
    for (const rev of revs) {
      found = (await maybe(database.pouch.get(doc._id, { rev })))?._attachments?.[name];
      if (found !== undefined) break;
    }
    if (found === undefined) throw new CouchError(412, 'missing_stub', `Invalid attachment stub in ${doc._id} for ${name}`);
    kept[name] = { ...found, stub: true };
  }
  return { ...doc, _attachments: kept };
}

export type Written = Readonly<{ ok: true; id: string; rev: string }>;
export type RowError = Readonly<{ id: string; error: string; reason: string; status: number }>;

function rowError(id: string, row: WriteRow): RowError {
  const status = row.status ?? 500;
  const refused = status === 409 ? conflict() : new CouchError(status, row.name ?? 'unknown_error', row.reason ?? row.message ?? '');
  return { id, error: refused.error, reason: refused.reason, status };
}

const asRow = (id: string, { error, reason, status }: CouchError): RowError => ({ id, error, reason, status });

/** One result a document, in order; forced to disk before this answers [sync G3]. */
export async function writeDocs(
  parts: CouchParts,
  database: RootDatabase,
  values: readonly unknown[],
  { user, replicated = false }: Readonly<{ user: User; replicated?: boolean }>,
): Promise<readonly (Written | RowError)[]> {
  await needRoom(parts.hub);
  const docs = await Promise.all(values.map(checkedDoc));
  if (replicated && docs.some(({ _rev, _revisions }) => _rev === undefined && _revisions === undefined))
    throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified');
  const local = docs.every(({ _id }) => _id.startsWith('_local/'));
  if (!local) await needWritable(parts.databases, database, replicated);
  if (docs.some(({ _id }) => isSecret(database, _id)) && !replicated) throw forbidden('This document is the hub’s own.');
  const results: (Written | RowError | undefined)[] = docs.map(() => undefined);
  const ready: { at: number; doc: Doc }[] = [];
  for (const [at, doc] of docs.entries()) {
    const refused = await prepared(parts, database, doc, user, replicated);
    if (refused instanceof CouchError) {
      if (refused.status === 412) throw refused;
      results[at] = asRow(doc._id, refused);
    } else ready.push({ at, doc: refused });
  }
  for (const { at, doc } of ready.filter(({ doc: { _id } }) => _id.startsWith('_local/'))) results[at] = await writeLocal(database, doc);
  const rest = ready.filter(({ doc: { _id } }) => !_id.startsWith('_local/'));
  if (rest.length > 0) await writeReady(database, rest, results, replicated);
  if (docs.some(({ _id }) => _id.startsWith('_design/'))) parts.designs.forget(database);
  return results as (Written | RowError)[];
}

async function writeReady(
  database: RootDatabase,
  ready: readonly { at: number; doc: Doc }[],
  results: (Written | RowError | undefined)[],
  replicated: boolean,
): Promise<void> {
  const rows = await database.pouch.bulkDocs(
    ready.map(({ doc }) => doc),
    { new_edits: !replicated },
  );
  database.changed();
  // PouchDB names only what failed of a replicator's documents.
  const failures = new Map(rows.filter(({ ok }) => ok !== true).map((row) => [row.id, row]));
  for (const [n, { at, doc }] of ready.entries()) {
    const row = replicated ? failures.get(doc._id) : rows[n];
    const rev = replicated ? doc._rev : row?.rev;
    const failed = row !== undefined && row.ok !== true;
    results[at] = failed || rev === undefined ? rowError(doc._id, row ?? {}) : { ok: true, id: doc._id, rev };
  }
}

async function prepared(parts: CouchParts, database: RootDatabase, doc: Doc, user: User, replicated: boolean): Promise<Doc | CouchError> {
  try {
    if (doc._id.startsWith('_local/')) return doc;
    if (doc._id.startsWith('_design/')) {
      needDatabaseAdmin(user);
      await checkDesign(parts, doc);
    }
    const kept = database.name === '_users' && !replicated && !doc._id.startsWith('_') ? await userToStore(doc) : doc;
    if (database.name === '_replicator' && !replicated && doc._deleted !== true && !doc._id.startsWith('_')) checkReplication(parts, doc);
    if (!isAdmin(user) && database.name.startsWith('_')) throw forbidden('You are not allowed to access this db.');
    // PouchDB takes any revision where the document is deleted.
    if (!replicated && kept._rev !== undefined && (await maybe(database.pouch.get(kept._id, { rev: kept._rev }))) === undefined)
      return conflict();
    await validateWrite(parts, database, kept, user);
    const whole = await withStubs(database, kept, replicated);
    if (replicated && whole._rev === undefined && whole._revisions !== undefined)
      whole._rev = `${whole._revisions.start}-${whole._revisions.ids[0] ?? ''}`;
    return whole;
  } catch (error) {
    if (error instanceof CouchError) return error;
    throw error;
  }
}

/** A document that asks for what is not offered is refused when it is written, not when somebody looks for its state. */
function checkReplication({ replication }: CouchParts, doc: Doc): void {
  try {
    replication.replicator.read(doc);
  } catch (error) {
    throw error instanceof CouchError ? forbidden(error.reason) : error;
  }
}

async function writeLocal(database: RootDatabase, doc: Doc): Promise<Written | RowError> {
  try {
    const { rev } = await (doc._deleted === true ? database.pouch.remove(doc) : database.pouch.put(doc));
    return { ok: true, id: doc._id, rev };
  } catch (error) {
    if (pouchStatus(error) === 409) return asRow(doc._id, conflict());
    if (pouchStatus(error) === 404) return asRow(doc._id, notFound('missing'));
    if (pouchStatus(error) === 400) return asRow(doc._id, badRequest('Invalid rev format'));
    throw error;
  }
}

/** One document: its refusal is the answer's. */
export async function writeOne(
  parts: CouchParts,
  database: RootDatabase,
  value: unknown,
  options: Readonly<{ user: User; replicated?: boolean }>,
): Promise<Written> {
  const [result] = await writeDocs(parts, database, [value], options);
  if (result === undefined) throw badRequest('no document');
  if ('ok' in result) return result;
  throw result.status === 401 ? unauthorized(result.reason) : new CouchError(result.status, result.error, result.reason);
}

/** CouchDB's `_local` documents have no revision of their bodies; their tag is one of their content. */
export function contentTag(value: unknown): string {
  return `"${createHash('md5')
    .update(JSON.stringify(value))
    .digest('base64url')
    .toUpperCase()
    .replace(/[^A-Z0-9]/gu, '0')}"`;
}
