/**
 * Whether a row is JSON that can be signed, stored and folded at all [sync S4, G0]: safe integers only, no key that means something
 * to an engine, and not nested beyond what a form can say. Without recursion: what it is asked about may be built to overflow.
 */
const MAX_DEPTH = 32;
const ENGINE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Half a character: RFC 8785 has no form for it, so it can be neither signed nor hashed. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function isPlain(row: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: row, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return false;
    if (typeof value === 'string' && HALF.test(value)) return false;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH || Object.getOwnPropertyNames(value).some((key) => ENGINE_KEYS.has(key) || HALF.test(key))) return false;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return true;
}

/** What the quarantine can keep of a row [sync G4]: itself, else its text, as far as it has one. */
export function keepable(row: unknown): unknown {
  if (isPlain(row)) return row;
  try {
    return { text: JSON.stringify(row) };
  } catch {
    // Nested beyond the engine's own stack: no desk of ours can have signed it.
    return { text: '' };
  }
}
