/** The table of docs/couchdb-compatibility.md: which answers differ, where, and why. */
import { readFile } from 'node:fs/promises';

export type CompatibilityRow = Readonly<{ request: string; where: string; reason: string }>;

export async function compatibilityRows(path: string): Promise<readonly CompatibilityRow[]> {
  const text = await readFile(path, 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, names = '', where = '', reason = ''] = /^\| `([^|]+)` \| `([^|]+)` \| ([^|]+) \|$/u.exec(line) ?? [];
    const requests = names === '' ? [] : names.split(/`, `/u);
    return requests.map((request) => ({ request, where, reason: reason.trim() }));
  });
}

/** `body` covers all that lies beneath it. */
export function covers(row: CompatibilityRow, request: string, path: string): boolean {
  return row.request === request && (path === row.where || path.startsWith(`${row.where}.`));
}
