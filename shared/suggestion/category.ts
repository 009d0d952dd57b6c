/**
 * 事项分类建议 (art. 8(2), F18): which catalogue rows a new matter may belong to, ranked, each with its reasons. Computed on the
 * desk from what it holds: the catalogue, and the tickets that were filed before. It proposes; a person chooses.
 */
import type { CategoryDocument } from '../hotline/reference/documents.ts';
import { PathEvidence, saidIn, type PathWeights, type Said, type Translated } from './path-evidence.ts';
import type { Near, TextIndex } from './text-index.ts';

/** Why a row is proposed. */
export type CategoryReason =
  | Readonly<{ kind: 'pathWords'; words: readonly string[] }>
  | Readonly<{ kind: 'everydayWords'; words: readonly Translated[] }>
  | Readonly<{ kind: 'earlier'; tickets: readonly string[] }>
  /** Earlier tickets like it stand in other rows of the same level. */
  | Readonly<{ kind: 'kin'; level: string; tickets: readonly string[] }>;
/** `score`: among the rows of one answer only; it is no probability. */
export type CategorySuggestion = Readonly<{ category: CategoryDocument; score: number; reasons: readonly CategoryReason[] }>;

export type CategoryWeights = PathWeights &
  Readonly<{
    /** What earlier tickets say for their own row, their second and their first level. */
    earlier: readonly [row: number, second: number, first: number];
    /** How many earlier tickets are asked. */
    neighbours: number;
  }>;

/** Chosen by leave-one-out on the letters kept for building (docs/performance.md, `npm run bench:suggest -- --choose`). */
export const CATEGORY_WEIGHTS: CategoryWeights = {
  levels: [1, 0.5, 0.5],
  everyday: 1,
  title: 1.5,
  earlier: [80, 40, 40],
  neighbours: 12,
};

/** Earlier tickets named as a reason are at least so like. */
const WORTH_NAMING = 0.06;
const NAMED_TICKETS = 3;
const NOWHERE: CategoryDocument = { _id: 'category:', schema: 1, code: '', path: [''], version: 1, units: [] };

export class CategoryAdviser {
  readonly #catalogue: ReadonlyMap<string, CategoryDocument>;
  readonly #index: TextIndex;
  readonly #filedUnder: (id: string) => readonly string[];
  readonly #paths: PathEvidence;

  /** `filedUnder`: the codes under which a ticket of the index was filed; none, where it has no category. */
  constructor(catalogue: Iterable<CategoryDocument>, index: TextIndex, filedUnder: (id: string) => readonly string[]) {
    this.#catalogue = new Map([...catalogue].map((one) => [one.code, one]));
    this.#index = index;
    this.#filedUnder = filedUnder;
    this.#paths = new PathEvidence([...this.#catalogue.values()], (gram) => index.rarity(gram));
  }

  suggest(
    matter: Readonly<{ title: string; content: string; id?: string }>,
    limit: number,
    weights: CategoryWeights = CATEGORY_WEIGHTS,
  ): readonly CategorySuggestion[] {
    const said = saidIn(matter.title, matter.content);
    const hits = this.#paths.hits(said, weights);
    const near = this.#neighbours(said, matter.id, weights.neighbours);
    const votes = this.#votes(near);
    const ranked: { category: CategoryDocument; score: number }[] = [];
    for (const category of this.#catalogue.values()) {
      let score = hits.get(category.code)?.score ?? 0;
      score += weights.earlier[0] * (votes.get(category.code) ?? 0);
      score += weights.earlier[1] * (votes.get(levelKey(category, 2)) ?? 0);
      score += weights.earlier[2] * (votes.get(levelKey(category, 1)) ?? 0);
      if (score > 0) ranked.push({ category, score });
    }
    ranked.sort((a, b) => b.score - a.score || (a.category.code < b.category.code ? -1 : 1));
    return ranked.slice(0, limit).map(({ category, score }) => ({ category, score, reasons: this.#reasons(category, said, hits, near) }));
  }

  #neighbours(said: Said, own: string | undefined, count: number): readonly Near[] {
    if (count === 0) return [];
    return this.#index.near(said.grams, count, (id) => id !== own && this.#filedUnder(id).length > 0);
  }

  /** Each earlier ticket votes with its likeness, for its row, its second and its first level. */
  #votes(near: readonly Near[]): ReadonlyMap<string, number> {
    const votes = new Map<string, number>();
    for (const { id, likeness } of near) {
      const codes = this.#filedUnder(id);
      for (const code of codes) {
        const category = this.#catalogue.get(code);
        if (category === undefined) continue;
        for (const key of [code, levelKey(category, 2), levelKey(category, 1)])
          votes.set(key, (votes.get(key) ?? 0) + likeness / codes.length);
      }
    }
    return votes;
  }

  #reasons(
    category: CategoryDocument,
    said: Said,
    hits: ReturnType<PathEvidence['hits']>,
    near: readonly Near[],
  ): readonly CategoryReason[] {
    const hit = hits.get(category.code);
    const reasons: CategoryReason[] = [];
    const words = this.#paths.words(category.code, said);
    if (words.length > 0) reasons.push({ kind: 'pathWords', words });
    if (hit !== undefined && hit.translated.length > 0) reasons.push({ kind: 'everydayWords', words: hit.translated });
    const like = near.filter(({ likeness }) => likeness >= WORTH_NAMING || reasons.length === 0);
    const within = (key: string, keyOf: (one: CategoryDocument) => string): readonly string[] =>
      like
        .filter(({ id }) => this.#filedUnder(id).some((code) => keyOf(this.#catalogue.get(code) ?? NOWHERE) === key))
        .slice(0, NAMED_TICKETS)
        .map(({ id }) => id);
    const own = within(category.code, ({ code }) => code);
    if (own.length > 0) reasons.push({ kind: 'earlier', tickets: own });
    if (reasons.length > 0) return reasons;
    // It came by its kin alone; a suggestion without a reason is not made.
    for (const levels of [2, 1] as const) {
      const tickets = within(levelKey(category, levels), (one) => levelKey(one, levels));
      if (tickets.length > 0) return [{ kind: 'kin', level: category.path[levels - 1] ?? '', tickets }];
    }
    return reasons;
  }
}

function levelKey({ path }: CategoryDocument, levels: 1 | 2): string {
  return `${levels}:${path.slice(0, levels).join('→')}`;
}
