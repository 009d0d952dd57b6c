/**
 * The feed as another client of the CouchDB API reads it [sync X1]: the same pages and positions as a desk's, each row with its document;
 * what left the person's channels is a deletion. A position of another index or audience begins anew: a replicator passes over what it has.
 */
import type { Channel } from '../../shared/sync/channels.ts';
import { encodePosition, type Position } from '../../shared/sync/position.ts';
import type { Feed } from '../feed/feed.ts';
import { PageText } from '../feed/page-text.ts';
import type { Reader } from '../http/session-guard.ts';
import { leftRev, tombstone, type ClientDoc } from './client-view.ts';

type Row = Readonly<{ seq: string; id: string; changes: readonly [{ rev: string }]; in: readonly Channel[]; doc?: ClientDoc }>;

function clientRow({ seq, id, changes, in: within, doc }: Row, includeDocs: boolean): object {
  const [{ rev }] = changes;
  if (within.length > 0) return { seq, id, changes, ...(includeDocs ? { doc } : {}) };
  return { seq, id, changes: [{ rev: leftRev(id, rev) }], deleted: true, ...(includeDocs ? { doc: tombstone(id, rev) } : {}) };
}

export function clientPage(feed: Feed, reader: Reader, position: Position, limit: number, includeDocs: boolean): string {
  const found = new PageText();
  found.add('[');
  const page = feed.page({ position, grants: reader.grants, limit, includeDocs, left: true, urgentOnly: false }, found);
  found.add(']');
  const rows = (JSON.parse(found.bytes().toString('utf8')) as readonly Row[]).map((row) => clientRow(row, includeDocs));
  return JSON.stringify({ results: rows, last_seq: encodePosition(page.position), pending: page.pending });
}
