/** CouchDB's order of values in views and Mango: null, false, true, numbers, text by ICU, arrays, objects. */
const collator = new Intl.Collator('und', { usage: 'sort' });

function rank(value: unknown): number {
  if (value === null || value === undefined) return 1;
  if (value === false) return 2;
  if (value === true) return 3;
  if (typeof value === 'number') return 4;
  if (typeof value === 'string') return 5;
  return Array.isArray(value) ? 6 : 7;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  // ICU takes U+FFFF for less than anything; to CouchDB's clients it ends a range.
  const [cutA, cutB] = [a.indexOf('\ufff0'), b.indexOf('\ufff0')];
  if (cutA >= 0 && b.startsWith(a.slice(0, cutA)) && cutB !== cutA) return 1;
  if (cutB >= 0 && a.startsWith(b.slice(0, cutB)) && cutA !== cutB) return -1;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = collate(a[at], b[at]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function collate(a: unknown, b: unknown): number {
  if (a === b) return 0;
  const [ranked, other] = [rank(a), rank(b)];
  if (ranked !== other) return ranked - other;
  if (ranked <= 3) return 0;
  if (typeof a === 'number') return a - (b as number);
  if (typeof a === 'string') return compareText(a, b as string);
  if (Array.isArray(a)) return compareLists(a, b as unknown[]);
  return compareLists(Object.entries(a as object), Object.entries(b as object));
}
