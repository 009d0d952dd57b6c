/** How one action reads in the book of rules: its heading, its table of states and roles, its refusals. */
import { term } from '../../shared/hotline/glossary.ts';
import { refusalText, type RefusalCode } from '../../shared/hotline/refusals.ts';
import { tableText } from './markdown.ts';
import type { Cell } from './matrix.ts';
import type { Field } from './reasons.ts';
import { WORDS, type Language } from './words.ts';

const SIGNS = { yes: '●', some: '○', no: '✕', role: '', state: '·' } as const;

type Row = readonly [state: string, cells: readonly Cell[]];
type Column = Readonly<Record<Language, string>>;

/** Only columns of roles that ever may, and only states in which anybody may. */
export function matrixTable(all: readonly Row[], columns: readonly Column[], language: Language): string {
  const shown = (one: Cell | undefined): boolean => one !== undefined && (one.may === 'yes' || one.may === 'some');
  const kept = columns.flatMap((column, at) => (all.some(([, row]) => shown(row[at])) ? [{ ...column, at }] : []));
  const rows = all.filter(([, row]) => row.some(shown));
  if (rows.length === 0) return WORDS[language].nobody;
  return tableText(
    [WORDS[language].state, ...kept.map((column) => column[language])],
    rows.map(([state, row]) => [state, ...kept.map(({ at }) => SIGNS[row[at]?.may ?? 'role'])]),
    ':-:',
  );
}

export function reasonLines(codes: readonly RefusalCode[], language: Language): readonly string[] {
  return codes.map((code) => (language === 'zh' ? `- ${refusalText(code)}` : `- \`${code}\``));
}

type Headed = Readonly<{
  kind: string;
  category: string;
  articles: readonly string[];
  fields: Readonly<{ must: readonly Field[]; may: readonly Field[] }>;
  level: '###' | '####';
}>;

/** Name, category and articles, fields: up to the table. */
export function headed({ kind, category, articles, fields, level }: Headed, language: Language): readonly string[] {
  const words = WORDS[language];
  const list = (some: readonly Field[]): string =>
    some.length === 0 ? words.none : some.map((one) => (language === 'zh' ? one.label : `\`${one.id}\``)).join(words.comma);
  const title = language === 'zh' ? `${term('action', kind)}（${kind}）` : `\`${kind}\` ${term('action', kind)}`;
  const basis = articles.length === 0 ? words.none : articles.map(words.article).join(words.comma);
  return [
    `${level} ${title}`,
    '',
    `${words.category}: ${language === 'zh' ? term('category', category) : category} · ${words.articles}: ${basis}`,
    '',
    `${words.must}: ${list(fields.must)}${words.stop}${words.may}: ${list(fields.may)}${words.stop}`,
    '',
  ];
}
