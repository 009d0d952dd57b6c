/** The chapter of the book of rules on what has no ticket: suggestions, governance, leaves, duty sheets (docs/adr/0009). */
import { ARTICLES } from '../../shared/hotline/articles.ts';
import { term } from '../../shared/hotline/glossary.ts';
import { headed, matrixTable, reasonLines } from './action-text.ts';
import { MATTER_COLUMNS, matterMatrices, type MatterMatrix } from './matter-matrix.ts';
import { fieldsOfBody } from './reasons.ts';
import { WORDS, type Language } from './words.ts';

const STATES: Readonly<Record<string, string>> = { none: '尚未建立', open: '进行中', done: '已办结', ended: '已销假', kept: '已建立' };

function stateName(prefix: string, state: string, language: Language): string {
  if (language === 'en') return `\`${state}\``;
  return prefix === 'suggestion' && state !== 'none' ? term('suggestionState', state) : (STATES[state] ?? state);
}

function text(prefix: string, { rule, cells, codes }: MatterMatrix, language: Language): string {
  return [
    ...headed({ ...rule, articles: ARTICLES[rule.kind] ?? [], fields: fieldsOfBody(rule.body), level: '####' }, language),
    matrixTable(
      [...cells].map(([state, row]) => [stateName(prefix, state, language), row]),
      MATTER_COLUMNS,
      language,
    ),
    ...(codes.length === 0 ? [] : ['', WORDS[language].guards, '', ...reasonLines(codes, language)]),
  ].join('\n');
}

export function mattersText(language: Language): readonly string[] {
  const words = WORDS[language];
  return [
    `## ${words.matters}`,
    '',
    words.mattersLegend,
    '',
    ...matterMatrices().flatMap(({ prefix, matrices }) => [
      language === 'zh' ? `### ${term('matter', prefix)}（${prefix}）` : `### \`${prefix}\` ${term('matter', prefix)}`,
      '',
      ...matrices.flatMap((matrix) => [text(prefix, matrix, language), '']),
    ]),
  ];
}
