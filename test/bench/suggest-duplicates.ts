/** Precision and recall of the duplicate finder on planted cases, by words alone: phones and addresses would make it easy. */
import { DuplicateFinder, DUPLICATE_LIMITS } from '../../shared/suggestion/duplicates.ts';
import { TextIndex } from '../../shared/suggestion/text-index.ts';
import { seeded } from '../torture/random.ts';
import { percent } from './suggest-categories.ts';
import type { RealLetter } from './suggest-letters.ts';
import { EDITS } from './suggest-planted.ts';
import { table } from './table.ts';

const SEED = 20261125;
/** As many as the desk shows. */
const SHOWN = 5;

export type DuplicateSample = Readonly<{ name: string; recall: number; first: number; precision: number; shown: number }>;
type Limits = Readonly<Record<keyof typeof DUPLICATE_LIMITS, number>>;

export class PlantedCases {
  readonly #letters: readonly RealLetter[];
  readonly #finder: DuplicateFinder;

  constructor(letters: readonly RealLetter[]) {
    this.#letters = letters;
    const index = new TextIndex();
    this.#finder = new DuplicateFinder(index);
    for (const { number, title, content } of letters) {
      index.put(number, `${title}\n${content}`);
      this.#finder.put(number, { title, phones: [] });
    }
  }

  /** Every `step`-th letter of a half. */
  half(building: boolean, count: number): readonly RealLetter[] {
    const own = this.#letters.filter((one) => one.building === building);
    const step = Math.max(1, Math.floor(own.length / count));
    return own.filter((_, at) => at % step === 0).slice(0, count);
  }

  /** One planted case a letter and edit: is the letter among those shown, first, and what else is shown. */
  measure(letters: readonly RealLetter[], limits: Limits = DUPLICATE_LIMITS): readonly DuplicateSample[] {
    return Object.entries(EDITS).map(([name, edit]) => {
      const random = seeded(SEED);
      let [found, first, shown] = [0, 0, 0];
      for (const letter of letters) {
        const answer = this.#finder.find({ ...edit(letter, random), phones: [] }, SHOWN, limits);
        shown += answer.length;
        if (answer.some(({ id }) => id === letter.number)) found += 1;
        if (answer[0]?.id === letter.number) first += 1;
      }
      return { name, recall: found / letters.length, first: first / letters.length, precision: found / Math.max(1, shown), shown };
    });
  }

  /** What is shown for a letter as it is, itself left out: alarms, and the true duplicates that any ledger holds. */
  alarms(letters: readonly RealLetter[], limits: Limits = DUPLICATE_LIMITS): Readonly<{ letters: number; shown: number }> {
    let [some, shown] = [0, 0];
    for (const { number, title, content } of letters) {
      const answer = this.#finder.find({ id: number, title, content, phones: [] }, SHOWN, limits);
      shown += answer.length;
      if (answer.length > 0) some += 1;
    }
    return { letters: some / letters.length, shown: shown / letters.length };
  }
}

const TRIED = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5] as const;

/** On the building half only: what each limit finds, and what it points out in vain. */
export function limitTable(cases: PlantedCases, count: number): string {
  const letters = cases.half(true, count);
  const rows = TRIED.map((textAlone) => {
    const limits = { ...DUPLICATE_LIMITS, textAlone };
    const { letters: some, shown } = cases.alarms(letters, limits);
    return [String(textAlone), ...cases.measure(letters, limits).map((one) => percent(one.recall)), percent(some), shown.toFixed(2)];
  });
  return table(['limit', ...Object.keys(EDITS), 'letters with something shown', 'shown a letter'], rows);
}

export function duplicateTable(cases: PlantedCases, count: number): string {
  const letters = cases.half(false, count);
  const { letters: some, shown } = cases.alarms(letters);
  const rows = cases
    .measure(letters)
    .map((one) => [one.name, String(letters.length), percent(one.recall), percent(one.first), percent(one.precision)]);
  return [
    table(['second letter', 'cases', `recall in ${SHOWN}`, 'first', 'precision'], rows),
    `As they are, ${percent(some)} of the same letters have something shown beside them, ${shown.toFixed(2)} a letter.`,
  ].join('\n\n');
}
