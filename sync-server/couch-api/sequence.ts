/** Sequences at the root are opaque: the store's number and whose it is, so that one of an earlier database of this name begins anew. */
import { badRequest } from './answer.ts';
import type { RootDatabase } from './databases.ts';

export function sequenceText(database: RootDatabase, sequence: number): string {
  return `${sequence}-${database.tag}`;
}

export function sequenceNumber(database: RootDatabase, text: string, current: number): number {
  if (text === 'now') return current;
  const plain = text.replace(/^"(.*)"$/u, '$1');
  const [, number, tag] = /^([0-9]{1,15})(?:-(.+))?$/u.exec(plain) ?? [];
  if (number === undefined) throw badRequest("Malformed sequence supplied in 'since' parameter.");
  return tag === undefined || tag === database.tag ? Number(number) : 0;
}
