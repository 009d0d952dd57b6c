/** `npm run bench:rules [-- --quick --runs N --only fold,search --write]`: the rules and the searches of a desk, alone. A benchmark. */
import { benchOptions, publish } from '../bench/program.ts';
import { foldTable } from '../bench/rules-fold.ts';
import { realCatalogue, realLetters } from '../bench/suggest-letters.ts';
import { manyTexts, speedTable } from '../bench/suggest-speed.ts';

const options = benchOptions();
const runs = options.runs ?? (options.quick ? 3 : 7);
const wanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
const tables: string[] = [];
if (wanted('fold')) tables.push(foldTable(runs, options.quick ? 5_000 : 20_000));
if (wanted('search')) {
  const texts = manyTexts(await realLetters(), options.quick ? 5_000 : 20_000);
  tables.push(speedTable(texts, await realCatalogue(), options.quick ? 100 : 300));
}
const about = `Medians of ${runs} runs. The tickets are the real letters and texts put together from their sentences, made at run time.`;
await publish('bench:rules', about, tables, options);
