/** Documents as a page sends them: what stands in their rows whoever asks lies ready in the index, in front of the document's text. */
import { AUDIENCES, type Audience } from '../../shared/hotline/roles.ts';
import type { BodyKey, DocumentEntry, Tables } from './tables.ts';

/** `"id":…,"changes":…`: a row's members that do not depend on the reader. */
export function rowMembers(id: string, rev: string): string {
  return `"id":${JSON.stringify(id)},"changes":[{"rev":"${rev}"}]`;
}

const upToDoc = (id: string, rev: string, tag: string): string => `${rowMembers(id, rev)},"tag":"${tag}","doc":`;

/** A row from behind its `seq` and `in` to its end. */
export function bodyRow(id: string, rev: string, tag: string, text: string): Buffer {
  return Buffer.from(`${upToDoc(id, rev, tag)}${text}}`, 'utf8');
}

/** Tickets are read differently by each audience [sync C1]. */
export function bodyKeys(id: string): readonly BodyKey[] {
  return id.startsWith('ticket:') ? AUDIENCES : ['*'];
}

export function bodyKey(id: string, audience: Audience): BodyKey {
  return bodyKeys(id).includes(audience) ? audience : '*';
}

export function tagFor(entry: Pick<DocumentEntry, 'tags'>, audience: Audience): string {
  return entry.tags[audience] ?? entry.tags['*'] ?? '';
}

/** A document's text for an audience, exactly as hashed into its tag. */
export function bodyText(tables: Tables, id: string, entry: DocumentEntry, audience: Audience): string | undefined {
  const row = tables.bodies.get([id, bodyKey(id, audience)]);
  return row?.toString('utf8', Buffer.byteLength(upToDoc(id, entry.rev, tagFor(entry, audience))), row.length - 1);
}
