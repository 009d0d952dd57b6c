/** One document and its attachments: GET, HEAD, PUT, DELETE, COPY [sync X2]. */
import { badRequest, conflict, CouchError, json, notFound, onlyAllowed, unchanged, type Answer } from './answer.ts';
import { isObject, jsonBody, parseJson, textOf, type Ask } from './ask.ts';
import type { CouchParts } from './couch-parts.ts';
import type { RootDatabase } from './databases.ts';
import { checkRev, getDocument, readDoc } from './documents-read.ts';
import { checkId, contentTag, writeOne } from './documents-write.ts';
import { boundaryOf, readParts } from './multipart.ts';
import { maybe, type Attachment, type Doc } from './pouch.ts';
import { isCompressible } from './stored-form.ts';

const encoded = (id: string): string => encodeURIComponent(id).replace(/%(3A|40|24|2B|2C|3D|3B)/gu, (part) => decodeURIComponent(part));

export function locationOf(ask: Ask, database: RootDatabase, id: string): { location: string } {
  return { location: `${ask.origin}/${encoded(database.name)}/${encoded(id)}` };
}

function revGiven(ask: Ask, body?: Record<string, unknown>): string | undefined {
  const given = ask.query.get('rev') ?? ask.headers['if-match']?.replace(/^"(.*)"$/u, '$1');
  const own = body?.['_rev'];
  if (given !== undefined && typeof own === 'string' && own !== given)
    throw badRequest('Document rev from request body and query string have different values');
  return given === undefined ? undefined : checkRev(given);
}

/** A document whose attachments come as parts after it. */
function relatedBody(ask: Ask): unknown {
  const boundary = boundaryOf(ask.headers['content-type'] ?? '');
  if (boundary === undefined) throw badRequest('Missing boundary in multipart/related');
  const [first, ...parts] = readParts(ask.body, boundary);
  if (first === undefined) throw badRequest('Invalid multipart body');
  const doc = parseJson(textOf(first.body));
  if (!isObject(doc) || !isObject(doc['_attachments'])) return doc;
  const attachments = doc['_attachments'] as Record<string, Attachment>;
  const following = Object.entries(attachments).filter(([, each]) => each.follows === true);
  const byName = new Map(parts.map((part) => [/filename="([^"]*)"/u.exec(part.headers['content-disposition'] ?? '')?.[1], part]));
  for (const [at, [name, each]] of following.entries()) {
    // By name; a client that names none sends them in the order of the document.
    const part = byName.get(name) ?? parts[at];
    if (part === undefined) throw badRequest(`Missing body of attachment ${name}`);
    const encoding = each.encoding ?? part.headers['content-encoding'];
    attachments[name] = { ...each, ...(encoding === undefined ? {} : { encoding }), data: part.body };
  }
  return doc;
}

async function putDocument(parts: CouchParts, database: RootDatabase, id: string, ask: Ask): Promise<Answer> {
  const related = (ask.headers['content-type'] ?? '').startsWith('multipart/related');
  const body = related ? relatedBody(ask) : jsonBody(ask);
  if (!isObject(body)) throw badRequest('Document must be a JSON object');
  const rev = revGiven(ask, body);
  const replicated = ask.query.get('new_edits') === 'false';
  const doc = { ...body, _id: checkId(id), ...(rev === undefined ? {} : { _rev: rev }) };
  const written = await writeOne(parts, database, doc, { user: ask.user, replicated });
  const headers = locationOf(ask, database, id);
  if (id.startsWith('_local/')) return json(201, written, { ...headers, etag: contentTag([written.rev, body]) });
  if (ask.query.get('batch') === 'ok') return json(202, { ok: true, id });
  return json(201, written, { ...headers, etag: `"${written.rev}"` });
}

async function deleteDocument(parts: CouchParts, database: RootDatabase, id: string, ask: Ask): Promise<Answer> {
  const rev = revGiven(ask);
  // Of a document that is gone the latest is told, as CouchDB tells it.
  await readDoc(database, id, {});
  const written = await writeOne(
    parts,
    database,
    { _id: id, ...(rev === undefined ? {} : { _rev: rev }), _deleted: true },
    { user: ask.user },
  );
  return json(200, written, { etag: `"${written.rev}"` });
}

async function copyDocument(parts: CouchParts, database: RootDatabase, id: string, ask: Ask): Promise<Answer> {
  const [target = '', query = ''] = (ask.headers['destination'] ?? '').split('?');
  if (target === '') throw badRequest('Destination header is mandatory for COPY.');
  const rev = ask.query.get('rev');
  const { _rev, ...doc } = await readDoc(database, id, rev === null ? {} : { rev: checkRev(rev) });
  const over = new URLSearchParams(query).get('rev');
  const whole = await maybe(database.pouch.get(id, { ...(rev === null ? {} : { rev }), attachments: true, binary: true }));
  if (/^https?:/u.test(target)) throw badRequest('Destination URL must be relative.');
  const to = decodeURIComponent(target);
  const copy: Doc = { ...doc, ...(whole?._attachments === undefined ? {} : { _attachments: whole._attachments }), _id: to };
  if (over !== null) copy._rev = over;
  const written = await writeOne(parts, database, copy, { user: ask.user });
  return json(201, written, { ...locationOf(ask, database, to), etag: `"${written.rev}"` });
}

export async function documentRoute(parts: CouchParts, database: RootDatabase, id: string, ask: Ask): Promise<Answer> {
  switch (ask.method) {
    case 'GET':
    case 'HEAD': {
      if (!id.startsWith('_local/')) return getDocument(database, checkId(id), ask);
      const doc = await maybe(database.pouch.get(id));
      if (doc === undefined) throw notFound('missing');
      const { _id, _rev, ...rest } = doc;
      return json(200, doc, { etag: contentTag([_rev, { ...(_id === id ? {} : { _id }), ...rest }]) });
    }
    case 'PUT':
      return putDocument(parts, database, id, ask);
    case 'DELETE':
      return deleteDocument(parts, database, id, ask);
    case 'COPY':
      return copyDocument(parts, database, id, ask);
    default:
      throw onlyAllowed('DELETE,GET,HEAD,POST,PUT,COPY');
  }
}

type WithBytes = Record<string, Attachment & { data?: Buffer }>;

async function getAttachment(database: RootDatabase, id: string, name: string, ask: Ask): Promise<Answer> {
  const rev = ask.query.get('rev');
  await readDoc(database, id, rev === null ? {} : { rev: checkRev(rev) });
  const whole = await database.pouch.get(id, { ...(rev === null ? {} : { rev }), attachments: true, binary: true });
  const found = (whole._attachments as WithBytes | undefined)?.[name];
  if (found?.data === undefined) throw notFound('Document is missing attachment');
  const etag = `"${(found.digest ?? '').replace(/^md5-/u, '')}"`;
  const type = found.content_type ?? 'application/octet-stream';
  const packed = isCompressible(type);
  const base = { ...json(200, 0).headers, etag, 'content-type': type, 'accept-ranges': packed ? 'none' : 'bytes' };
  if (ask.headers['if-none-match'] === etag) return unchanged(etag);
  const bytes = new Uint8Array(found.data);
  const range = packed ? undefined : rangeOf(ask.headers['range'], bytes.length);
  if (range === undefined) return { status: 200, headers: base, body: bytes };
  if (range === 'outside')
    return json(
      416,
      { error: 'requested_range_not_satisfiable', reason: 'Requested range not satisfiable' },
      { 'content-range': `bytes */${bytes.length}` },
    );
  const [from, to] = range;
  return { status: 206, headers: { ...base, 'content-range': `bytes ${from}-${to}/${bytes.length}` }, body: bytes.slice(from, to + 1) };
}

function rangeOf(header: string | undefined, length: number): readonly [number, number] | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/u.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  // All of it is no part of it.
  if (from !== '' && to === '' && start === 0) return undefined;
  return start > end ? 'outside' : [start, end];
}

/** A revision that is not there cannot be written upon. */
async function heldDoc(database: RootDatabase, id: string, rev: string): Promise<Doc> {
  try {
    return await readDoc(database, id, { rev });
  } catch (error) {
    throw error instanceof CouchError && error.status === 404 ? new CouchError(409, 'not_found', 'missing_rev') : error;
  }
}

async function writeAttachment(parts: CouchParts, database: RootDatabase, id: string, name: string, ask: Ask): Promise<Answer> {
  const rev = revGiven(ask);
  const current = rev === undefined ? undefined : await heldDoc(database, checkId(id), rev);
  const attachments: Record<string, Attachment> = { ...current?._attachments };
  if (ask.method === 'DELETE') {
    if (current === undefined) {
      await readDoc(database, id, {});
      throw conflict();
    }
    if (attachments[name] === undefined) throw notFound('Document is missing attachment');
    delete attachments[name];
  } else {
    const encoding = ask.headers['content-encoding'];
    const content_type = ask.headers['content-type'] ?? 'application/octet-stream';
    attachments[name] = { content_type, data: new Uint8Array(ask.body), ...(encoding === 'gzip' ? { encoding } : {}) };
  }
  const doc = { ...current, _id: id, ...(rev === undefined ? {} : { _rev: rev }), _attachments: attachments };
  const written = await writeOne(parts, database, doc, { user: ask.user });
  if (ask.method === 'DELETE') return json(200, written);
  const { location } = locationOf(ask, database, id);
  return json(201, written, { location: `${location}/${name.split('/').map(encoded).join('/')}` });
}

export async function attachmentRoute(parts: CouchParts, database: RootDatabase, id: string, name: string, ask: Ask): Promise<Answer> {
  if (id.startsWith('_local/')) throw badRequest('_local documents do not accept attachments.');
  if (ask.method === 'GET' || ask.method === 'HEAD') return getAttachment(database, id, name, ask);
  if (ask.method === 'PUT' || ask.method === 'DELETE') return writeAttachment(parts, database, id, name, ask);
  throw onlyAllowed('GET,HEAD,PUT,DELETE');
}
