/** `encodePosition` by the machine's own base64: a position stands in every row of a page [sync F2]. */
import type { Position } from '../../shared/sync/position.ts';

/** Positions are ASCII, as there. */
export function positionText(position: Position): string {
  return Buffer.from(JSON.stringify(position), 'latin1').toString('base64url');
}
