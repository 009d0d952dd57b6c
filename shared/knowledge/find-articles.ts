/**
 * Search of the knowledge base on the desk, without a network (article 17; F22, F47). A question in a person's own words finds
 * an entry by the pairs of characters both have, rare ones first, so that nobody has to guess its title.
 */
import type { Instant } from '../hotline/ids.ts';
import type { ArticleDocument } from '../hotline/reference/article.ts';
import { gramsOf } from '../suggestion/grams.ts';

export type FoundArticle = Readonly<{ article: ArticleDocument; expired: boolean }>;

/** A pair in the title or the keywords says more than one in the text. */
const TITLE = 3;
const BODY = 1;
/** Of the best entry's points: below that it was found by everyday words. */
const LEAST = 0.25;

export function isExpired(article: ArticleDocument, now: Instant): boolean {
  return article.validTo !== undefined && article.validTo < now;
}

/** What an answer cites. */
export function citationOf({ title, code, source }: ArticleDocument): string {
  return `《${title}》（${code}，${source}）`.slice(0, 200);
}

type Indexed = Readonly<{ article: ArticleDocument; head: ReadonlySet<number>; body: ReadonlySet<number> }>;

function indexed(article: ArticleDocument): Indexed {
  return { article, head: gramsOf([article.title, article.code, ...article.keywords].join('\n')), body: gramsOf(article.body) };
}

/** A code finds its own entry. Else by points, expired ones last; without a question all of them, by title. */
export function findArticles(question: string, articles: Iterable<ArticleDocument>, now: Instant): readonly FoundArticle[] {
  const all = [...articles];
  const named = all.find((one) => one.code.toLowerCase() === question.trim().toLowerCase());
  if (named !== undefined) return [{ article: named, expired: isExpired(named, now) }];
  const asked = gramsOf(question);
  const answer = (article: ArticleDocument): FoundArticle => ({ article, expired: isExpired(article, now) });
  if (asked.size === 0)
    return all.sort((a, b) => Number(isExpired(a, now)) - Number(isExpired(b, now)) || (a.code < b.code ? -1 : 1)).map(answer);
  const entries = all.map(indexed);
  const rarity = new Map(
    [...asked].map((gram) => {
      const holding = entries.filter(({ head, body }) => head.has(gram) || body.has(gram)).length;
      return [gram, holding === 0 ? 0 : Math.log(1 + entries.length / holding)];
    }),
  );
  const points = (one: Indexed): number =>
    [...rarity].reduce((sum, [gram, rare]) => sum + rare * (one.head.has(gram) ? TITLE : one.body.has(gram) ? BODY : 0), 0);
  const ranked = entries.map((one) => ({ ...answer(one.article), points: points(one) })).filter((one) => one.points > 0);
  const best = Math.max(0, ...ranked.map((one) => one.points));
  return ranked
    .filter((one) => one.points >= best * LEAST)
    .sort((a, b) => Number(a.expired) - Number(b.expired) || b.points - a.points || (a.article.code < b.article.code ? -1 : 1))
    .map(({ article, expired }) => ({ article, expired }));
}
