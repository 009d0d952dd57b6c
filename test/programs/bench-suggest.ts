/** `npm run bench:suggest [-- --only choose,limits,category,duplicates --write]`: suggestions and duplicates, on real letters. A benchmark. */
import { benchOptions, publish, say } from '../bench/program.ts';
import { heldOutTable, percent, type Scene } from '../bench/suggest-categories.ts';
import { buildingTable, choose } from '../bench/suggest-choice.ts';
import { duplicateTable, limitTable, PlantedCases } from '../bench/suggest-duplicates.ts';
import { agreement, kappa, readLabels, type Level } from '../bench/suggest-labels.ts';
import { isBuilding, realCatalogue, realLetters } from '../bench/suggest-letters.ts';

const options = benchOptions();
const cases = options.quick ? 60 : 400;
const letters = await realLetters();
const rows = await realCatalogue();
const labels = await readLabels(rows);
const scene: Scene = {
  letters: new Map(letters.map((one) => [one.number, one])),
  catalogue: new Map(rows.map((one) => [one.code, one])),
  building: labels.filter(({ number }) => isBuilding(number)),
  judging: labels.filter(({ number }) => !isBuilding(number)),
};
const labelled = new Set(scene.building.flatMap(({ readers }) => readers)).size;
const wanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
const tables: string[] = [];

if (options.only.includes('choose')) {
  choose(scene, say);
  say(buildingTable(scene));
}
if (options.only.includes('limits')) say(limitTable(new PlantedCases(letters), cases));
if (wanted('category')) {
  const levels: readonly Level[] = [3, 2, 1];
  const share = levels.map((level) => percent(agreement(labels, level, scene.catalogue))).join(', ');
  tables.push(
    '### Category of a new ticket',
    [
      `${labels.length} letters chosen by hash were filed by two readers, neither knowing of the other, under the ${rows.length} rows of the national`,
      `catalogue (\`test/data/labels.tsv\`). They agree in ${share} on row, second and first level; Cohen's kappa on the`,
      `first level is ${kappa(labels, 1, scene.catalogue).toFixed(2)}. Both were language models, done within minutes: two clerks would agree less, and their labels are the`,
      `better measure once there are any. A suggestion counts as right if it is either reader's. The ${scene.building.length} letters whose hash is even built`,
      `the method (weights by leave-one-out among them) and are the only earlier tickets with a category here: ${labelled} of the ${rows.length} rows have`,
      `one. The ${scene.judging.length} others judged it; a share of 50 % among them is uncertain by ±8 points. Rows whose names citizens use are few, so the`,
      'plain baseline is weak, and the weighed path words are the harder one. Letting the method label the unlabelled letters itself',
      'and learn from that made it worse (leave-one-out, row first: 48–53 % for 54 %), so those letters only say which words are rare.',
    ].join('\n'),
    heldOutTable(scene),
  );
}
if (wanted('duplicates'))
  tables.push(
    '### Duplicates',
    [
      `Planted among all ${letters.length} letters by edits (\`test/bench/suggest-planted.ts\`), found by words alone, without phone or address; limits`,
      'chosen on the half whose hash is even, stated on the other. The edits keep some sentences as they were, so the recall is an upper',
      'bound; letters of other citizens about the same matter, of which this ledger has many, count against precision, so that is a',
      'lower one.',
    ].join('\n'),
    duplicateTable(new PlantedCases(letters), cases),
  );
if (tables.length > 0) await publish('bench:suggest', 'Real letters, read at run time.', tables, options);
