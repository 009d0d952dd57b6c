/** What is typed in a suggestion, and the action's body that it becomes; drafts are kept under the entry it is about (F60). */
import type { MatterId } from '../../../shared/hotline/ids.ts';
import type { ArticleContent, CategoryContent, Suggestion } from '../../../shared/hotline/matters/suggestion/document.ts';
import { withoutIdentifiers } from '../../../shared/hotline/matters/suggestion/identifiers.ts';
import type { ArticleDocument } from '../../../shared/hotline/reference/article.ts';
import type { CategoryDocument } from '../../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../../shared/hotline/ticket.ts';
import type { Values } from '../../ui/form-body.ts';

export type Entry = ArticleDocument | CategoryDocument;
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

export function articleValues({ title, body, source, keywords, validTo }: ArticleContent): Values {
  return { title, body, source, keywords: keywords.join('、'), ...(validTo === undefined ? {} : { validTo }) };
}

export function articleOf(values: Values): ArticleContent {
  const validTo = words(values['validTo']);
  return {
    title: words(values['title']),
    body: words(values['body']),
    source: words(values['source']),
    keywords: keywordsOf(words(values['keywords'])),
    ...(validTo === '' ? {} : { validTo: validTo as NonNullable<ArticleContent['validTo']> }),
  };
}

export function categoryValues({ path, units, departmentOnly }: CategoryContent): Values {
  return { first: path[0], second: path[1], third: path[2], units: [...units], departmentOnly: departmentOnly === true };
}

export function categoryOf(values: Values): CategoryContent {
  return {
    path: [words(values['first']), words(values['second']), words(values['third'])],
    units: [...((values['units'] ?? []) as CategoryContent['units'])],
    ...(values['departmentOnly'] === true ? { departmentOnly: true } : {}),
  };
}

/** What the form begins with: the entry as it is, or a solved ticket's answer without those whom it names (F48). */
export function firstValues({ target, about, from }: Asked): Values {
  if (about !== undefined && 'body' in about) return articleValues(about);
  if (about !== undefined) return categoryValues(about as CategoryContent);
  if (target !== 'newArticle' || from === undefined) return {};
  const clean = (text: string): string => withoutIdentifiers(text, from);
  return {
    title: clean(from.title).slice(0, 120),
    body: clean(from.disposal.publicReply ?? '').slice(0, 8000),
    keywords: from.category?.path.at(-1) ?? '',
  };
}

/** Fields that are still missing, by name; `rewrites`: of an error report, whether the author writes the entry anew. */
export function faultsOf(target: Suggestion['target'], values: Values): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  const need = (name: string, text: string): void => {
    if (words(values[name]) === '') faults[name] = text;
  };
  if (target === 'articleChange' || target === 'categoryChange') need('problem', '请选择问题');
  need('reason', '请写明说明');
  if (target === 'articleChange') need('citation', '请写明正确的说法和出处');
  if (target === 'newArticle' || (target === 'articleChange' && values['rewrites'] === true)) articleFaults(values, faults);
  if (target === 'newCategory' || target === 'categoryChange') categoryFaults(values, faults);
  return faults;
}

export function articleFaults(values: Values, faults: Record<string, string> = {}): Record<string, string> {
  if (words(values['title']) === '') faults['title'] = '请填写标题';
  if (words(values['body']) === '') faults['body'] = '请填写正文';
  if (words(values['source']) === '') faults['source'] = '请填写出处';
  return faults;
}

export function categoryFaults(values: Values, faults: Record<string, string> = {}): Record<string, string> {
  for (const level of ['first', 'second', 'third']) if (words(values[level]) === '') faults[level] = '请填写名称';
  return faults;
}

export function suggestionBody({ target, about, from }: Asked, values: Values): Record<string, unknown> {
  const citation = words(values['citation']);
  const article = target === 'newArticle' || (target === 'articleChange' && values['rewrites'] === true);
  return {
    target,
    ...(about === undefined ? {} : { about: { code: about.code, version: about.version } }),
    ...(values['problem'] === undefined || target === 'newArticle' ? {} : { problem: values['problem'] }),
    reason: words(values['reason']),
    ...(citation === '' ? {} : { citation }),
    ...(article ? { article: articleOf(values) } : {}),
    ...(target === 'newCategory' || target === 'categoryChange' ? { category: categoryOf(values) } : {}),
    ...(from === undefined ? {} : { from: from._id }),
  };
}
