/** What the words of a text say for each row of the catalogue: its own path words, and what citizens say instead of them. */
import type { CategoryDocument } from '../hotline/reference/documents.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { commonWords, gramsOf, plain } from './grams.ts';

/** An everyday word and the catalogue's term it stands for. */
export type Translated = Readonly<{ said: string; term: string }>;
export type PathHit = Readonly<{ score: number; translated: readonly Translated[] }>;
export type PathWeights = Readonly<{
  /** Of each level's own words, leaf first. */
  levels: readonly [third: number, second: number, first: number];
  everyday: number;
  /** Words in the title count this many times. */
  title: number;
}>;

/** 其他 and its like say where a matter does not belong. */
const SAYS_NOTHING = /^其他/u;

type Level = Readonly<{ text: string; grams: readonly number[] }>;
type Row = Readonly<{ code: string; levels: readonly Level[]; terms: readonly string[] }>;
type Saying = Readonly<{ said: string; terms: readonly string[] }>;

export type Said = Readonly<{ title: string; content: string; titleGrams: ReadonlySet<number>; grams: ReadonlySet<number> }>;

export function saidIn(title: string, content: string): Said {
  const titleGrams = gramsOf(title);
  const grams = new Set([...titleGrams, ...gramsOf(content)]);
  return { title: plain(title), content: plain(content), titleGrams, grams };
}

function sayings(): readonly Saying[] {
  const byWord = new Map<string, string[]>();
  for (const [term, words] of Object.entries(EVERYDAY_WORDS))
    for (const word of words.split(' ')) byWord.set(plain(word), [...(byWord.get(plain(word)) ?? []), term]);
  return [...byWord].map(([said, terms]) => ({ said, terms }));
}

export class PathEvidence {
  readonly #rows: readonly Row[];
  readonly #inRows = new Map<number, number>();
  readonly #rowsOfTerm = new Map<string, number>();
  readonly #sayings = sayings();
  /** How telling a pair is among the texts held here. */
  readonly #rarity: (gram: number) => number;

  constructor(catalogue: readonly CategoryDocument[], rarity: (gram: number) => number) {
    this.#rarity = rarity;
    const terms = Object.keys(EVERYDAY_WORDS);
    this.#rows = catalogue.map(({ code, path }) => {
      const levels = [...path].reverse().map((text) => ({ text, grams: SAYS_NOTHING.test(text) ? [] : [...gramsOf(text)] }));
      const own = terms.filter((term) => path.some((segment) => segment.includes(term)));
      for (const term of own) this.#rowsOfTerm.set(term, (this.#rowsOfTerm.get(term) ?? 0) + 1);
      for (const gram of new Set(levels.flatMap((one) => one.grams))) this.#inRows.set(gram, (this.#inRows.get(gram) ?? 0) + 1);
      return { code, levels, terms: own };
    });
  }

  /** How much a pair tells: rare among texts, and in few rows. */
  #weight(gram: number): number {
    const inRows = this.#inRows.get(gram) ?? 1;
    return this.#rarity(gram) * Math.log(1 + this.#rows.length / inRows);
  }

  hits(said: Said, weights: PathWeights): ReadonlyMap<string, PathHit> {
    const heard = this.#heard(said, weights);
    const found = new Map<string, PathHit>();
    for (const row of this.#rows) {
      let score = 0;
      row.levels.forEach(({ grams }, at) => {
        score += (weights.levels[at] ?? 0) * this.#level(grams, said, weights.title);
      });
      const translated: Translated[] = [];
      for (const term of row.terms)
        for (const one of heard.get(term) ?? []) {
          score += weights.everyday * one.weight;
          translated.push({ said: one.said, term });
        }
      if (score > 0) found.set(row.code, { score, translated });
    }
    return found;
  }

  /** The words of a row's own path that the text holds, leaf first. */
  words(code: string, said: Said): readonly string[] {
    const row = this.#rows.find((one) => one.code === code);
    return row?.levels.flatMap(({ text, grams }) => (grams.length === 0 ? [] : commonWords(text, said.grams))) ?? [];
  }

  /** The share of a level's words that the text holds, weighed; long names are not favoured over short ones. */
  #level(grams: readonly number[], said: Said, title: number): number {
    let hit = 0;
    let all = 0;
    for (const gram of grams) {
      const weight = this.#weight(gram);
      all += weight;
      if (said.titleGrams.has(gram)) hit += weight * title;
      else if (said.grams.has(gram)) hit += weight;
    }
    return all === 0 ? 0 : hit / Math.sqrt(all);
  }

  /** Everyday words heard in the text, by the term they stand for. A word that stands for many rows tells less of each. */
  #heard(said: Said, { title }: PathWeights): ReadonlyMap<string, readonly Readonly<{ said: string; weight: number }>[]> {
    const heard = new Map<string, { said: string; weight: number }[]>();
    for (const { said: word, terms } of this.#sayings) {
      const times = said.title.includes(word) ? title : said.content.includes(word) ? 1 : 0;
      if (times === 0) continue;
      const grams = [...gramsOf(word)];
      const rarity = grams.length === 0 ? 1 : Math.max(...grams.map((gram) => this.#rarity(gram)));
      for (const term of terms) {
        const rows = this.#rowsOfTerm.get(term) ?? 0;
        if (rows === 0) continue;
        const list = heard.get(term) ?? [];
        list.push({ said: word, weight: (times * rarity) / Math.sqrt(rows * terms.length) });
        heard.set(term, list);
      }
    }
    return heard;
  }
}
