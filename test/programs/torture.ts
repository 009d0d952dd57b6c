/** `npm run torture [-- --rounds N --seed N]`: the hub and a desk killed N times each; a seed and a verdict at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureDesk } from '../torture/desk-rounds.ts';
import { tortureHub } from '../torture/hub-rounds.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const dir = await mkdtemp(join(tmpdir(), 'griddesk-torture-'));
say(`seed ${seed}`);
try {
  const hub = await tortureHub({ dir: join(dir, 'a'), rounds, actionsARound: 60, seed, say: (line) => say(`hub ${line}`) });
  say(JSON.stringify(hub));
  const desk = await tortureDesk({ dir: join(dir, 'b'), rounds, seed, say: (line) => say(`desk ${line}`) });
  say(JSON.stringify(desk));
  const whole =
    hub.missing.length + hub.quarantined + hub.twice.length + hub.unequalDesks.length + hub.verified.unequal.length === 0 &&
    hub.verified.indexEqual &&
    hub.verified.waiting === 0 &&
    desk.missingAtStart.length + desk.missingAtHub.length === 0;
  say(whole ? 'nothing is lost' : 'SOMETHING IS LOST');
  process.exitCode = whole ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}
