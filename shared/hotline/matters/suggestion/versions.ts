/**
 * Versions of catalogue rows and articles (F18, F48): each its own document, made once and never changed. The first has the
 * code for its id, the next ones `<code>@<version>`; the highest is in force.
 */
import type { ArticleDocument } from '../../reference/article.ts';
import type { CategoryDocument } from '../../reference/documents.ts';

export function versionId(of: 'category' | 'article' | 'card', code: string, version: number): string {
  return version === 1 ? `${of}:${code}` : `${of}:${code}@${version}`;
}

/** Whether one document replaces another of the same code. */
export function isNewer(one: Readonly<{ version: number }>, than: Readonly<{ version: number }> | undefined): boolean {
  return than === undefined || one.version >= than.version;
}

const TWO = /^[0-9]{2}/u;

/** The pair of digits of a name on its level, or the next free one. */
function pair(codes: readonly Readonly<{ name: string; digits: string }>[], name: string): string {
  const known = codes.find((one) => one.name === name);
  if (known !== undefined) return known.digits;
  const highest = Math.max(0, ...codes.map((one) => Number(one.digits)));
  return String(highest + 1).padStart(2, '0');
}

/** The code of a new row by its path: two digits a level, those of its neighbours where they have them (F18). */
export function mintCategoryCode(path: readonly string[], rows: Iterable<Pick<CategoryDocument, 'code' | 'path'>>): string {
  const all = [...rows].filter((row) => /^[0-9]{6}$/u.test(row.code));
  let code = '';
  path.forEach((name, level) => {
    const within = all.filter((row) => row.code.startsWith(code) && row.path[level] !== undefined);
    const codes = within.map((row) => ({ name: row.path[level] ?? '', digits: TWO.exec(row.code.slice(level * 2))?.[0] ?? '00' }));
    // A third level is a row of its own: the same path twice is the same row, and not minted.
    code += pair(codes, name);
  });
  return code;
}

/** The next free number of the knowledge base: `ZS-0013`. */
export function mintArticleCode(articles: Iterable<Pick<ArticleDocument, 'code'>>): string {
  const numbers = [...articles].flatMap(({ code }) => {
    const found = /^ZS-([0-9]{4,6})$/u.exec(code);
    return found === null ? [] : [Number(found[1])];
  });
  return `ZS-${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}`;
}
