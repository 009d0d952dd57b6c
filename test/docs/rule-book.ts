/** The book of rules in two languages, made from the code: `docs/热线规则.md` for those who run a hotline, `docs/hotline.md` for developers. */
import { actionRule } from '../../shared/hotline/actions/index.ts';
import { ARTICLES } from '../../shared/hotline/articles.ts';
import { term } from '../../shared/hotline/glossary.ts';
import type { RefusalCode } from '../../shared/hotline/refusals.ts';
import { headed, matrixTable, reasonLines } from './action-text.ts';
import { clausesText, limitsText } from './limits-and-clauses.ts';
import { mattersText } from './matter-text.ts';
import { COLUMNS, matrices, type ActionMatrix } from './matrix.ts';
import { fieldsOfBody, reasonsByWalking } from './reasons.ts';
import { WORDS, type Language } from './words.ts';

function actionText(matrix: ActionMatrix, walked: readonly RefusalCode[], language: Language): string {
  const { rule, cells } = matrix;
  const inMatrix = [...cells.values()].flat().flatMap((one) => one.codes);
  const codes = [...new Set([...inMatrix, ...walked])].sort();
  return [
    ...headed({ ...rule, articles: ARTICLES[rule.kind] ?? [], fields: fieldsOfBody(rule.body), level: '###' }, language),
    matrixTable(
      [...cells].map(([status, row]) => [language === 'zh' ? term('status', status) : `\`${status}\``, row]),
      COLUMNS,
      language,
    ),
    ...(codes.length === 0 ? [] : ['', WORDS[language].guards, '', ...reasonLines(codes, language)]),
  ].join('\n');
}

/** The whole page of one language. */
export function ruleBook(language: Language): string {
  const words = WORDS[language];
  const walked = reasonsByWalking();
  const register = actionRule('register');
  return [
    words.head,
    '',
    `## ${words.actions}`,
    '',
    words.legend,
    '',
    ...(register === undefined
      ? []
      : headed({ ...register, articles: ARTICLES['register'] ?? [], fields: fieldsOfBody(register.body), level: '###' }, language)),
    words.register,
    '',
    ...matrices().flatMap((matrix) => [actionText(matrix, walked.get(matrix.rule.kind) ?? [], language), '']),
    ...mattersText(language),
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
