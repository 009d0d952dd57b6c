/** How often the right row is among the first: the desk's own adviser against plain path words, on letters two readers labelled. */
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';
import { CategoryAdviser, CATEGORY_WEIGHTS, type CategoryWeights } from '../../shared/suggestion/category.ts';
import { plain } from '../../shared/suggestion/grams.ts';
import { TextIndex } from '../../shared/suggestion/text-index.ts';
import type { RealLetter } from './suggest-letters.ts';
import { agree, atLevel, type Label, type Level } from './suggest-labels.ts';
import { table } from './table.ts';

export type Scene = Readonly<{
  letters: ReadonlyMap<string, RealLetter>;
  catalogue: ReadonlyMap<string, CategoryDocument>;
  building: readonly Label[];
  judging: readonly Label[];
}>;
/** Ranked codes for a letter. */
export type Method = (letter: RealLetter) => readonly string[];

const LEVELS: readonly Level[] = [3, 2, 1];
const FIRST: readonly number[] = [1, 3];

/** The plain way: rows of whose path the most words stand in the text, the leaf's counting more; ties in catalogue order. */
export function plainBaseline({ catalogue }: Scene): Method {
  const rows = [...catalogue.values()].map(({ code, path }) => ({ code, words: path.map((segment) => segment.split(/[、和与及]/u)) }));
  return ({ title, content }) => {
    const text = plain(`${title}\n${content}`);
    const scored = rows.map(({ code, words }) => ({
      code,
      score: words.reduce((sum, level, at) => sum + (at + 1) * level.filter((word) => text.includes(word)).length, 0),
    }));
    return scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .map(({ code }) => code);
  };
}

/** The adviser as on a desk that holds every letter but those of the judging half, and the building half's labels. */
export function adviser(scene: Scene): (weights: CategoryWeights) => Method {
  const filed = new Map(scene.building.map(({ number, readers }) => [number, [...new Set(readers)]]));
  const judged = new Set(scene.judging.map(({ number }) => number));
  const index = new TextIndex();
  for (const { number, title, content } of scene.letters.values()) if (!judged.has(number)) index.put(number, `${title}\n${content}`);
  const made = new CategoryAdviser(scene.catalogue.values(), index, (id) => filed.get(id) ?? []);
  return (weights) =>
    ({ number, title, content }) =>
      made.suggest({ id: number, title, content }, 20, weights).map(({ category }) => category.code);
}

/** Share of letters one of whose readers' rows is among the first `first`, at each level. */
export function hits(scene: Scene, labels: readonly Label[], method: Method): readonly (readonly number[])[] {
  const counts = LEVELS.map(() => FIRST.map(() => 0));
  for (const { number, readers } of labels) {
    const letter = scene.letters.get(number);
    if (letter === undefined) throw new RangeError(`no letter ${number}`);
    const ranked = method(letter);
    LEVELS.forEach((level, row) => {
      const right = readers.map((code) => atLevel(code, level, scene.catalogue));
      // Different second or first levels, in the order in which they are proposed.
      const said = [...new Set(ranked.map((code) => atLevel(code, level, scene.catalogue)))];
      FIRST.forEach((first, column) => {
        if (said.slice(0, first).some((name) => right.includes(name))) (counts[row] as number[])[column] = (counts[row]?.[column] ?? 0) + 1;
      });
    });
  }
  return counts.map((row) => row.map((count) => count / Math.max(1, labels.length)));
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export const HIT_HEAD = ['', 'letters', 'row, first', 'row, first 3', 'second level, first', 'first 3', 'first level, first', 'first 3'];

export function hitRow(name: string, scene: Scene, labels: readonly Label[], method: Method): readonly string[] {
  return [name, String(labels.length), ...hits(scene, labels, method).flat().map(percent)];
}

const NO_EARLIER = { ...CATEGORY_WEIGHTS, earlier: [0, 0, 0], neighbours: 0 } as const;
const NO_EVERYDAY = { ...CATEGORY_WEIGHTS, everyday: 0 } as const;
const WORDS_ALONE = { ...NO_EARLIER, everyday: 0 } as const;
const EARLIER_ALONE = { ...CATEGORY_WEIGHTS, levels: [0, 0, 0], everyday: 0 } as const;

export const PARTS: readonly (readonly [string, CategoryWeights])[] = [
  ['shipped: path words, everyday words, earlier tickets', CATEGORY_WEIGHTS],
  ['without earlier tickets (a new desk)', NO_EARLIER],
  ['without everyday words', NO_EVERYDAY],
  ['path words alone, weighed', WORDS_ALONE],
  ['earlier tickets alone', EARLIER_ALONE],
];

export function heldOutTable(scene: Scene): string {
  const desk = adviser(scene);
  const same = scene.judging.filter((one) => agree(one, 3, scene.catalogue));
  const rows = [
    hitRow('plain path words', scene, scene.judging, plainBaseline(scene)),
    ...PARTS.map(([name, weights]) => hitRow(name, scene, scene.judging, desk(weights))),
    hitRow('plain path words, readers agree', scene, same, plainBaseline(scene)),
    hitRow('shipped, readers agree', scene, same, desk(CATEGORY_WEIGHTS)),
  ];
  return table(HIT_HEAD, rows);
}
