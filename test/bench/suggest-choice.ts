/** How the weights were chosen: leave-one-out inside the building half, one weight after the other, twice round. */
import { CATEGORY_WEIGHTS, type CategoryWeights } from '../../shared/suggestion/category.ts';
import { adviser, HIT_HEAD, hitRow, hits, PARTS, plainBaseline, type Method, type Scene } from './suggest-categories.ts';
import { table } from './table.ts';

type Change = Readonly<{ name: string; values: readonly number[]; set: (weights: CategoryWeights, value: number) => CategoryWeights }>;

function replaced<T extends readonly number[]>(list: T, at: number, value: number): T {
  return list.map((one, index) => (index === at ? value : one)) as unknown as T;
}

const CHANGES: readonly Change[] = [
  { name: 'title', values: [1, 1.5, 2, 3, 4], set: (weights, title) => ({ ...weights, title }) },
  { name: 'everyday', values: [0, 0.5, 1, 1.5, 2, 3], set: (weights, everyday) => ({ ...weights, everyday }) },
  { name: 'second level words', values: [0, 0.25, 0.5, 1], set: (w, value) => ({ ...w, levels: replaced(w.levels, 1, value) }) },
  { name: 'first level words', values: [0, 0.125, 0.25, 0.5], set: (w, value) => ({ ...w, levels: replaced(w.levels, 2, value) }) },
  { name: 'neighbours', values: [5, 8, 12, 20, 30], set: (weights, neighbours) => ({ ...weights, neighbours }) },
  { name: 'earlier, row', values: [0, 5, 10, 20, 40, 80], set: (w, value) => ({ ...w, earlier: replaced(w.earlier, 0, value) }) },
  { name: 'earlier, second', values: [0, 5, 10, 20, 40], set: (w, value) => ({ ...w, earlier: replaced(w.earlier, 1, value) }) },
  { name: 'earlier, first', values: [0, 5, 10, 20, 40], set: (w, value) => ({ ...w, earlier: replaced(w.earlier, 2, value) }) },
];

/** What a person gains: the right row first, or at least among three; and the right first level. */
function worth(scene: Scene, method: Method): number {
  const [row = [], , top = []] = hits(scene, scene.building, method);
  return (row[0] ?? 0) + (row[1] ?? 0) + 0.5 * (top[0] ?? 0);
}

export function choose(scene: Scene, say: (line: string) => void): CategoryWeights {
  const desk = adviser(scene);
  let best = CATEGORY_WEIGHTS;
  let most = worth(scene, desk(best));
  say(`before: ${most.toFixed(3)} ${JSON.stringify(best)}`);
  for (let round = 1; round <= 2; round += 1)
    for (const { name, values, set } of CHANGES) {
      const tried = values.map((value) => ({ value, weights: set(best, value), worth: worth(scene, desk(set(best, value))) }));
      say(`${round} ${name}: ${tried.map((one) => `${one.value} → ${one.worth.toFixed(3)}`).join(', ')}`);
      for (const one of tried) if (one.worth > most) [best, most] = [one.weights, one.worth];
    }
  say(`chosen: ${most.toFixed(3)} ${JSON.stringify(best)}`);
  return best;
}

/** Leave-one-out inside the building half, of every part. */
export function buildingTable(scene: Scene): string {
  const desk = adviser(scene);
  return table(HIT_HEAD, [
    hitRow('plain path words', scene, scene.building, plainBaseline(scene)),
    ...PARTS.map(([name, weights]) => hitRow(name, scene, scene.building, desk(weights))),
  ]);
}
