/** `npm run fuzz [-- --requests N --seed N --only /desk]`: every route of the hub asked in every way; a seed and a verdict at the end. */
import { parseArgs } from 'node:util';
import { fuzz } from '../fuzz/fuzz.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const seed = values.seed === undefined ? Date.now() % 1_000_007 : Number(values.seed);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

say(`seed ${seed}`);
const began = Date.now();
const { findings, ...report } = await fuzz({
  requests: Number(values.requests),
  seed,
  ...(values.only === undefined ? {} : { only: values.only }),
  say,
});
say(JSON.stringify({ seed, ...report, seconds: Math.round((Date.now() - began) / 1000) }));
const kinds = new Map<string, (typeof findings)[number][]>();
for (const found of findings) {
  const kind = found.what.split('\n').slice(0, 3).join(' ').slice(0, 160);
  kinds.set(kind, [...(kinds.get(kind) ?? []), found]);
}
for (const [kind, list] of kinds)
  say(`\n${list.length} × ${kind}\n  first at ${list[0]?.at}: ${list[0]?.request}\n  ${list[0]?.what.slice(0, 1500)}`);
const whole = findings.length === 0 && (values.only !== undefined || report.unasked.length === 0);
say(whole ? 'nothing found' : `FOUND ${findings.length}, not asked: ${report.unasked.join(' ')}`);
process.exit(whole ? 0 : 1);
