/** How long a desk with 20,000 tickets takes to suggest and to look for duplicates, and what keeping the index costs. */
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';
import { CategoryAdviser } from '../../shared/suggestion/category.ts';
import { DuplicateFinder } from '../../shared/suggestion/duplicates.ts';
import { TextIndex } from '../../shared/suggestion/text-index.ts';
import { seeded } from '../torture/random.ts';
import { percentiles, type Percentiles } from './statistics.ts';
import { figure, table } from './table.ts';

export type Text = Readonly<{ title: string; content: string }>;
const SEED = 7;

/** As many texts as asked: the given ones, and others made of the sentences of two of them. */
export function manyTexts(given: readonly Text[], count: number): readonly Text[] {
  const random = seeded(SEED);
  const any = (): Text => given[Math.floor(random() * given.length)] as Text;
  return Array.from({ length: count }, (_, at) => {
    const own = given[at];
    if (own !== undefined) return own;
    const [first, second] = [any(), any()];
    const parts = [first, second].flatMap(({ content }) => content.split(/(?<=[。！？\n])/u).filter(() => random() < 0.5));
    return { title: first.title, content: parts.join('') };
  });
}

export function speedTable(texts: readonly Text[], catalogue: readonly CategoryDocument[], asked: number): string {
  const index = new TextIndex();
  const duplicates = new DuplicateFinder(index);
  const codes = catalogue.map(({ code }) => code);
  const before = process.memoryUsage();
  const built = timed(() =>
    texts.forEach(({ title, content }, at) => {
      index.put(String(at), `${title}\n${content}`);
      duplicates.put(String(at), { title, phones: [`p${at % 15_000}`] });
    }),
  );
  const after = process.memoryUsage();
  const adviser = new CategoryAdviser(catalogue, index, (id) => [codes[Number(id) % codes.length] ?? '']);
  // The first answer weighs the whole index.
  const first = timed(() => adviser.suggest({ title: '路灯不亮', content: '路灯连续三天不亮' }, 3));
  const questions = Array.from({ length: asked }, (_, at) => texts[Math.floor((at * texts.length) / asked)] as Text);
  const suggest = percentiles(questions.map((text) => timed(() => adviser.suggest(text, 3))));
  const find = percentiles(questions.map((text, at) => timed(() => duplicates.find({ ...text, phones: [`p${at}`] }, 5))));
  const add = percentiles(
    questions.map((text, at) => {
      const id = `new${at}`;
      return timed(() => {
        index.put(id, `${text.title}\n${text.content}！`);
        duplicates.put(id, { title: text.title, phones: [] });
        duplicates.find({ id, ...text, phones: [] }, 5);
      });
    }),
  );
  const row = (name: string, { p50, p95, most }: Percentiles): readonly string[] => [name, ...[p50, p95, most].map(figure)];
  const grown = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20;
  return [
    table(
      [`${texts.length.toLocaleString('en-US')} tickets, ${catalogue.length} rows`, 'p50, ms', 'p95, ms', 'most, ms'],
      [
        row('category, three suggestions with reasons', suggest),
        row('duplicates, five with reasons', find),
        row('a ticket added, then asked', add),
      ],
    ),
    `All by processor time. Building the index took ${figure(built)} ms, the first answer ${figure(first)} ms; the heap grew by about ${figure(grown)} MB, texts included.`,
  ].join('\n\n');
}

/** Processor time, milliseconds: what else runs on the machine does not count. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
