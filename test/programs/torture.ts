/** `npm run torture [-- --rounds N --seed N --only hub|desk]`: the hub and a desk killed N times each; a seed and a verdict at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureDesk } from '../torture/desk-rounds.ts';
import { tortureHub } from '../torture/hub-rounds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function hubWhole(): Promise<boolean> {
  const hub = await tortureHub({ dir: join(dir, 'a'), rounds, actionsARound: 60, seed, say: (line) => say(`hub ${line}`) });
  say(JSON.stringify(hub));
  return (
    hub.missing.length + hub.quarantined + hub.twice.length + hub.unequalDesks.length + hub.verified.unequal.length === 0 &&
    hub.verified.indexEqual &&
    hub.verified.waiting === 0
  );
}

async function deskWhole(): Promise<boolean> {
  const desk = await tortureDesk({ dir: join(dir, 'b'), rounds, seed, say: (line) => say(`desk ${line}`) });
  say(JSON.stringify(desk));
  return desk.missingAtStart.length + desk.missingAtHub.length === 0;
}

const dir = await mkdtemp(join(tmpdir(), 'griddesk-torture-'));
say(`seed ${seed}`);
try {
  const whole = (values.only === 'desk' || (await hubWhole())) && (values.only === 'hub' || (await deskWhole()));
  say(whole ? 'nothing is lost' : 'SOMETHING IS LOST');
  process.exitCode = whole ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}
