/** The book of rules in two languages, made from the code: `docs/热线规则.md` for those who run a hotline, `docs/hotline.md` for developers. */
import type { ActionKind } from '../../shared/hotline/actions/index.ts';
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { ARTICLES } from '../../shared/hotline/articles.ts';
import { term } from '../../shared/hotline/glossary.ts';
import { refusalText, type RefusalCode } from '../../shared/hotline/refusals.ts';
import { clausesText, limitsText } from './limits-and-clauses.ts';
import { tableText } from './markdown.ts';
import { COLUMNS, matrices, type ActionMatrix, type Cell } from './matrix.ts';
import { fieldsOf, reasonsByWalking } from './reasons.ts';
import { WORDS, type Language } from './words.ts';

const SIGNS = { yes: '●', some: '○', no: '✕', role: '', state: '·' } as const;

/** Only columns of roles that ever may, and only states in which anybody may. */
function matrixText({ cells }: ActionMatrix, language: Language): string {
  const shown = (one: Cell | undefined): boolean => one !== undefined && (one.may === 'yes' || one.may === 'some');
  const columns = COLUMNS.flatMap((column, at) => ([...cells.values()].some((row) => shown(row[at])) ? [{ ...column, at }] : []));
  const rows = [...cells].filter(([, row]) => row.some(shown));
  if (rows.length === 0) return WORDS[language].nobody;
  const names = columns.map((column) => column[language]);
  return tableText(
    [WORDS[language].state, ...names],
    rows.map(([status, row]) => [
      language === 'zh' ? term('status', status) : `\`${status}\``,
      ...columns.map(({ at }) => SIGNS[row[at]?.may ?? 'role']),
    ]),
    ':-:',
  );
}

function reasonLines(codes: readonly RefusalCode[], language: Language): readonly string[] {
  return codes.map((code) => (language === 'zh' ? `- ${refusalText(code)}` : `- \`${code}\``));
}

function actionText(matrix: ActionMatrix, walked: readonly RefusalCode[], language: Language): string {
  const { kind, category } = matrix.rule;
  const words = WORDS[language];
  const inMatrix = [...matrix.cells.values()].flat().flatMap((one) => one.codes);
  const codes = [...new Set([...inMatrix, ...walked])].sort();
  const { must, may } = fieldsOf(kind as ActionKind);
  const list = (fields: typeof must): string =>
    fields.length === 0 ? words.none : fields.map((one) => (language === 'zh' ? one.label : `\`${one.id}\``)).join(words.comma);
  const title = language === 'zh' ? `${term('action', kind)}（${kind}）` : `\`${kind}\` ${term('action', kind)}`;
  const articles = ARTICLES[kind] ?? [];
  return [
    `### ${title}`,
    '',
    `${words.category}: ${language === 'zh' ? term('category', category) : category} · ${words.articles}: ${articles.length === 0 ? words.none : articles.map(words.article).join(words.comma)}`,
    '',
    `${words.must}: ${list(must)}${words.stop}${words.may}: ${list(may)}${words.stop}`,
    '',
    matrixText(matrix, language),
    ...(codes.length === 0 ? [] : ['', words.guards, '', ...reasonLines(codes, language)]),
  ].join('\n');
}

/** The whole page of one language. */
export function ruleBook(language: Language): string {
  const words = WORDS[language];
  const walked = reasonsByWalking();
  const register = actionRule('register');
  const { must, may } = fieldsOf('register');
  const names = (fields: typeof must): string => fields.map((one) => (language === 'zh' ? one.label : `\`${one.id}\``)).join(words.comma);
  return [
    words.head,
    '',
    `## ${words.actions}`,
    '',
    words.legend,
    '',
    `### ${language === 'zh' ? '登记（register）' : '`register` 登记'}`,
    '',
    `${words.category}: ${register?.category ?? ''} · ${words.articles}: ${(ARTICLES['register'] ?? []).map(words.article).join(words.comma)}`,
    '',
    `${words.must}: ${names(must)}${words.stop}${words.may}: ${names(may)}${words.stop}`,
    '',
    words.register,
    '',
    ...matrices().flatMap((matrix) => [actionText(matrix, walked.get(matrix.rule.kind) ?? [], language), '']),
    `## ${words.limits}`,
    '',
    limitsText(language),
    '',
    `## ${words.clauses}`,
    '',
    clausesText(language),
    '',
  ].join('\n');
}
