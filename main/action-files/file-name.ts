/**
 * An action's file carries its number and hash in its name, so that the chain's head outlives a damaged content
 * [sync G7], and a content that is not what was signed is seen.
 */
import type { Action } from '../../shared/hotline/action.ts';
import type { Sha256 } from '../../shared/hotline/ids.ts';
import { actionHash } from '../../shared/sync/canonical.ts';

const NAME = /^([0-9]{10})-([0-9a-f]{64})\.json$/u;

export type Link = Readonly<{ n: number; hash: Sha256 }>;

export function fileName(action: Action): string {
  return `${String(action.n).padStart(10, '0')}-${actionHash(action)}.json`;
}

export function linkOf(name: string): Link | undefined {
  const found = NAME.exec(name);
  return found === null ? undefined : { n: Number(found[1]), hash: found[2] as Sha256 };
}

/** Names sort by number. */
export function headOf(names: Iterable<string>): Link | undefined {
  let head: string | undefined;
  for (const name of names) if (linkOf(name) !== undefined && (head === undefined || name > head)) head = name;
  return head === undefined ? undefined : linkOf(head);
}
