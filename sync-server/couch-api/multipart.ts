/** `multipart/related` and `multipart/mixed`, out and in, as replicators send them [sync X2]. */
import { randomBytes } from 'node:crypto';
import { badRequest, type Answer, type Headers } from './answer.ts';
import type { Doc } from './pouch.ts';

const CRLF = '\r\n';
type Part = Readonly<{ headers: Readonly<Record<string, string>>; body: Uint8Array }>;

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}

function whole(boundary: string, parts: readonly Part[]): Uint8Array {
  const pieces: Uint8Array[] = [bytes(`--${boundary}`)];
  for (const { headers, body } of parts) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}${CRLF}`);
    pieces.push(bytes(`${CRLF}${lines.join('')}${CRLF}`), body, bytes(`${CRLF}--${boundary}`));
  }
  pieces.push(bytes('--'));
  return new Uint8Array(Buffer.concat(pieces));
}

/** The document without the bodies, and each body as a part. */
function partsOf(doc: Doc): Part[] {
  const parts: Part[] = [];
  const shown: Record<string, unknown> = {};
  for (const [name, { data, ...rest }] of Object.entries(doc._attachments ?? {})) {
    shown[name] = rest;
    if (!(data instanceof Uint8Array)) continue;
    parts.push({
      headers: {
        'Content-Disposition': `attachment; filename="${name.replace(/["\r\n]/gu, '')}"`,
        'Content-Type': (rest.content_type ?? 'application/octet-stream').replace(/[\r\n]/gu, ''),
        'Content-Length': String(data.length),
        ...(rest.encoding === undefined ? {} : { 'Content-Encoding': rest.encoding }),
      },
      body: data,
    });
  }
  const first = bytes(JSON.stringify(doc._attachments === undefined ? doc : { ...doc, _attachments: shown }));
  return [{ headers: { 'Content-Type': 'application/json' }, body: first }, ...parts];
}

const newBoundary = (): string => randomBytes(16).toString('hex');

export function related(doc: Doc, headers: Headers): Answer {
  const boundary = newBoundary();
  const type = { 'content-type': `multipart/related; boundary="${boundary}"` };
  return { status: 200, headers: { ...headers, ...type }, body: whole(boundary, partsOf(doc)) };
}

/** Open revisions: each a document, or `error="true"` for one that is missing. */
export function mixed(rows: readonly ({ ok: Doc } | { missing: string })[]): Answer {
  const boundary = newBoundary();
  const parts = rows.map((row): Part => {
    if ('missing' in row) return { headers: { 'Content-Type': 'application/json; error="true"' }, body: bytes(JSON.stringify(row)) };
    const inner = partsOf(row.ok);
    if (inner.length === 1) return inner[0] as Part;
    const own = newBoundary();
    return { headers: { 'Content-Type': `multipart/related; boundary="${own}"` }, body: whole(own, inner) };
  });
  const type = { 'content-type': `multipart/mixed; boundary="${boundary}"` };
  return { status: 200, headers: type, body: whole(boundary, parts) };
}

export function boundaryOf(type: string): string | undefined {
  const found = /boundary="?([^";]{1,200})"?/u.exec(type);
  return found?.[1];
}

const MAX_PARTS = 1000;

/** Parts of a body: header names in lower case. */
export function readParts(body: Buffer, boundary: string): readonly Part[] {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(new Uint8Array(mark));
  while (at >= 0) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = body.indexOf(new Uint8Array(Buffer.from(`${CRLF}--${boundary}`)), start);
    const head = body.indexOf(`${CRLF}${CRLF}`, start);
    if (next < 0 || head < 0 || parts.length >= MAX_PARTS) break;
    const headers: Record<string, string> = {};
    const lines = body
      .subarray(start + 2, Math.max(start + 2, head))
      .toString('utf8')
      .split(CRLF);
    for (const line of lines) {
      const colon = line.indexOf(':');
      if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
    parts.push({ headers, body: new Uint8Array(body.subarray(Math.min(head + 4, next), next)) });
    at = next + 2;
  }
  throw badRequest('Invalid multipart body');
}
