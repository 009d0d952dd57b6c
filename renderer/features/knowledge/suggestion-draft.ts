/** What is typed in a suggestion, and the action's body that it becomes; drafts are kept under the entry it is about (F60). */
import type { MatterId } from '../../../shared/hotline/ids.ts';
import {
  aboutWhat,
  type ArticleContent,
  type CardContent,
  type CategoryContent,
  type Suggestion,
} from '../../../shared/hotline/matters/suggestion/document.ts';
import { withoutIdentifiers } from '../../../shared/hotline/matters/suggestion/identifiers.ts';
import type { ArticleDocument } from '../../../shared/hotline/reference/article.ts';
import type { CardDocument } from '../../../shared/hotline/reference/card.ts';
import type { CategoryDocument } from '../../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Values } from '../../ui/form-body.ts';

export type Entry = ArticleDocument | CategoryDocument | CardDocument;
export type Asked = Readonly<{ target: Suggestion['target']; about?: Entry; from?: Ticket }>;

/** Before it is saved it has no id of its own. */
export function draftKey({ target, about, from }: Asked): MatterId {
  return `suggestion:${target}-${about?.code ?? from?._id.slice('ticket:'.length) ?? 'new'}` as MatterId;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** 顿号, commas, spaces and new lines all part keywords. */
export function keywordsOf(text: string): string[] {
  return [...new Set(text.split(/[、，,；;\s]+/u).filter((one) => one !== ''))].slice(0, 30);
}

function articleValues({ title, body, source, keywords, validTo }: ArticleContent): Values {
  return { title, body, source, keywords: keywords.join('、'), ...(validTo === undefined ? {} : { validTo }) };
}

function articleOf(values: Values): ArticleContent {
  const validTo = words(values['validTo']);
  return {
    title: words(values['title']),
    body: words(values['body']),
    source: words(values['source']),
    keywords: keywordsOf(words(values['keywords'])),
    ...(validTo === '' ? {} : { validTo: validTo as NonNullable<ArticleContent['validTo']> }),
  };
}

function categoryValues({ path, units, departmentOnly }: CategoryContent): Values {
  return { first: path[0], second: path[1], third: path[2], units: [...units], departmentOnly: departmentOnly === true };
}

export function categoryOf(values: Values): CategoryContent {
  return {
    path: [words(values['first']), words(values['second']), words(values['third'])],
    units: [...((values['units'] ?? []) as CategoryContent['units'])],
    ...(values['departmentOnly'] === true ? { departmentOnly: true } : {}),
  };
}

/** A line a step: blank lines say nothing. */
function linesOf(value: unknown): string[] {
  return words(value)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function cardValues({ title, categories, steps, basis, evidence, reply }: CardContent): Values {
  return { title, categories: [...categories], steps: steps.join('\n'), basis: basis.join('\n'), evidence: evidence.join('\n'), reply };
}

function cardOf(values: Values): CardContent {
  return {
    title: words(values['title']),
    categories: [...((values['categories'] ?? []) as string[])],
    steps: linesOf(values['steps']),
    basis: linesOf(values['basis']),
    evidence: linesOf(values['evidence']),
    reply: words(values['reply']),
  };
}

/** How long a line may be, and how many there may be, as in the card's own schema. */
const LINES = { steps: ['步骤', 300], basis: ['依据', 200], evidence: ['须留的证据', 120] } as const;
const MOST_LINES = 12;

function cardFaults(values: Values): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const [name, [label, longest]] of Object.entries(LINES)) {
    const lines = linesOf(values[name]);
    if (lines.length > MOST_LINES) faults[name] = `${label}最多 ${MOST_LINES} 行`;
    else if (lines.some((one) => one.length > longest)) faults[name] = `${label}每行最多 ${longest} 字`;
  }
  if (words(values['title']) === '') faults['title'] = '请填写名称';
  if (linesOf(values['steps']).length === 0) faults['steps'] = '请填写步骤';
  if (words(values['reply']) === '') faults['reply'] = '请填写答复参考';
  return faults;
}

/** The content of an entry by what it is, out of the fields of its form; and what is missing in it. */
export const CONTENT = {
  category: { of: categoryOf, faults: categoryFaults },
  article: { of: articleOf, faults: articleFaults },
  card: { of: cardOf, faults: cardFaults },
} as const;

/** The fields of the form, out of an entry or of what is proposed for it. */
export function valuesOf(entry: ArticleContent | CategoryContent | CardContent): Values {
  if ('body' in entry) return articleValues(entry);
  return 'steps' in entry ? cardValues(entry) : categoryValues(entry);
}

/** What the form begins with: the entry as it is, or a solved ticket's answer without those whom it names (F48). */
export function firstValues({ target, about, from }: Asked): Values {
  if (about !== undefined) return valuesOf(about as ArticleContent | CategoryContent | CardContent);
  if (target !== 'newArticle' || from === undefined) return {};
  const clean = (text: string): string => withoutIdentifiers(text, from);
  return {
    title: clean(from.title).slice(0, 120),
    body: clean(from.disposal.publicReply ?? '').slice(0, 8000),
    keywords: from.category?.path.at(-1) ?? '',
  };
}

export function asksProblem(target: Suggestion['target']): target is 'articleChange' | 'categoryChange' {
  return target === 'articleChange' || target === 'categoryChange';
}

/** Of an error report the author may leave the new text to the city; of all else it is the suggestion. */
export function writesContent(target: Suggestion['target'], values: Values): boolean {
  return target !== 'articleChange' || values['rewrites'] === true;
}

/** Fields that are still missing, by name. */
export function faultsOf(target: Suggestion['target'], values: Values): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  const need = (name: string, text: string): void => {
    if (words(values[name]) === '') faults[name] = text;
  };
  if (asksProblem(target)) need('problem', '请选择问题');
  need('reason', '请写明说明');
  if (target === 'articleChange') need('citation', '请写明正确的说法和出处');
  return writesContent(target, values) ? { ...faults, ...CONTENT[aboutWhat({ target })].faults(values) } : faults;
}

function articleFaults(values: Values): Record<string, string> {
  const faults: Record<string, string> = {};
  if (words(values['title']) === '') faults['title'] = '请填写标题';
  if (words(values['body']) === '') faults['body'] = '请填写正文';
  if (words(values['source']) === '') faults['source'] = '请填写出处';
  return faults;
}

function categoryFaults(values: Values): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const level of ['first', 'second', 'third']) if (words(values[level]) === '') faults[level] = '请填写名称';
  return faults;
}

export function suggestionBody({ target, about, from }: Asked, values: Values): Record<string, unknown> {
  const citation = words(values['citation']);
  const what = aboutWhat({ target });
  return {
    target,
    ...(about === undefined ? {} : { about: { code: about.code, version: about.version } }),
    ...(values['problem'] === undefined || !asksProblem(target) ? {} : { problem: values['problem'] }),
    reason: words(values['reason']),
    ...(citation === '' ? {} : { citation }),
    ...(writesContent(target, values) ? { [what]: CONTENT[what].of(values) } : {}),
    ...(from === undefined ? {} : { from: from._id }),
  };
}
