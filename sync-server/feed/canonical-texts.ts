/** The canonical texts of copies of one document [sync F1]: what the copies share, which is most of each, is written once. */
import { canonicalText } from '../../shared/sync/canonical.ts';

type Written = Map<object, string>;

function written(value: unknown, known: Written, inner: (value: object) => string): string {
  if (typeof value !== 'object' || value === null) return canonicalText(value);
  const before = known.get(value);
  if (before !== undefined) return before;
  const text = inner(value);
  known.set(value, text);
  return text;
}

function listText(list: readonly unknown[], known: Written): string {
  return `[${list.map((item) => written(item ?? null, known, canonicalText)).join(',')}]`;
}

function fieldText(value: unknown, known: Written): string {
  return written(value, known, (field) => (Array.isArray(field) ? listText(field, known) : canonicalText(field)));
}

/** Each is what `canonicalText` says of it. */
export function canonicalTexts(copies: readonly object[]): readonly string[] {
  const known: Written = new Map();
  return copies.map((copy) => {
    const fields = Object.entries(copy)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}:${fieldText(value, known)}`);
    return `{${fields.join(',')}}`;
  });
}
