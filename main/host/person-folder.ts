/** Where a person's data lies: `<userData>/<hubId>/<personId>/` (architecture.md, "Running"). */
import { join } from 'node:path';
import type { PersonId } from '../../shared/hotline/ids.ts';
import { hashHex } from '../../shared/sync/canonical.ts';

const SAFE = /^[0-9A-Za-z][0-9A-Za-z_-]*$/u;

/** Ids become names: no colon for Windows, no way out of the folder. */
function named(id: string): string {
  const name = id.replaceAll(':', '-');
  if (!SAFE.test(name)) throw new TypeError('not an id');
  return name;
}

export function hubFolder(userData: string, hubId: string): string {
  return join(userData, named(hubId));
}

/** Two ids that differ only in case must not share a folder on Windows: their hash tells them apart. */
export function personFolder(userData: string, hubId: string, person: PersonId): string {
  const name = named(person);
  const apart = name === name.toLowerCase() ? name : `${name}-${hashHex(new TextEncoder().encode(person)).slice(0, 8)}`;
  return join(hubFolder(userData, hubId), apart);
}
