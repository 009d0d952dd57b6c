/**
 * `npm run torture [-- --only NAME --kills N --desks N --rounds N --seed N]`: every way in which a hub or a desk is harmed, one scene
 * after the other, each with the ledger at its end; a seed and a verdict. Scenes: kills, disk-full (needs the right to mount), store-restart,
 * clock-back, index-deleted, older-backup, desk; and couchdb-restart, where COUCHDB_URL names a CouchDB (as its administrator) and
 * COUCHDB_KILL and COUCHDB_START are the commands that kill and start it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SceneOptions } from '../torture/city-under-load.ts';
import { tortureDesk } from '../torture/desk-rounds.ts';
import { faultsOf, type Proof } from '../torture/prove-city.ts';
import { seeded } from '../torture/random.ts';
import { clockBack } from '../torture/scenes/clock-back.ts';
import { diskFull } from '../torture/scenes/disk-full.ts';
import { indexDeleted } from '../torture/scenes/index-deleted.ts';
import { kills } from '../torture/scenes/kills.ts';
import { olderBackup } from '../torture/scenes/older-backup.ts';
import { couchdbRestart, storeRestart } from '../torture/scenes/store-restart.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '50' },
    desks: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : Number(values.seed);
const rounds = Number(values.rounds);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

type Told = Readonly<{ proof: Proof; faults?: readonly string[]; [figure: string]: unknown }>;

async function deskWhole(dir: string): Promise<boolean> {
  const desk = await tortureDesk({ dir, rounds, seed, say: (line) => say(`desk: ${line}`) });
  say(JSON.stringify(desk));
  return desk.missingAtStart.length + desk.missingAtHub.length === 0;
}

async function hubWhole(scene: (options: SceneOptions) => Promise<Told>, name: string, dir: string): Promise<boolean> {
  const options = { dir, desks: Number(values.desks), random: seeded(seed), say: (line: string) => say(`${name}: ${line}`) };
  const { proof, faults = [], ...figures } = await scene(options);
  const all = [...faultsOf(proof), ...faults];
  const { accessLog, verified, ...counts } = proof;
  say(`${name}: ${JSON.stringify({ ...figures, ...counts, accessLog, verified: { ...verified, unequal: verified.unequal.length } })}`);
  for (const fault of all) say(`${name}: FAULT ${fault}`);
  return all.length === 0;
}

const { COUCHDB_URL: admin = '', COUCHDB_KILL: kill = '', COUCHDB_START: start = '' } = process.env;

const HUB_SCENES: Readonly<Record<string, (options: SceneOptions) => Promise<Told>>> = {
  kills: (options) => kills({ ...options, kills: Number(values.kills) }),
  'disk-full': diskFull,
  'store-restart': (options) => storeRestart({ ...options, restarts: rounds }),
  'clock-back': clockBack,
  'index-deleted': (options) => indexDeleted({ ...options, rounds: Math.ceil(rounds / 4) }),
  'older-backup': (options) => olderBackup({ ...options, lost: 2 }),
  ...(admin === ''
    ? {}
    : { 'couchdb-restart': (options) => couchdbRestart({ ...options, restarts: Math.ceil(rounds / 4), admin, kill, start }) }),
};

const wanted = values.only?.split(',') ?? [...Object.keys(HUB_SCENES), 'desk'];
const dir = await mkdtemp(join(tmpdir(), 'griddesk-torture-'));
say(`seed ${seed}`);
let whole = true;
try {
  for (const name of wanted) {
    const scene = HUB_SCENES[name];
    if (scene === undefined && name !== 'desk') throw new Error(`no scene is called ${name}: ${Object.keys(HUB_SCENES).join(', ')}, desk`);
    const begun = Date.now();
    const held = await (scene === undefined ? deskWhole(join(dir, name)) : hubWhole(scene, name, join(dir, name)));
    say(`${name}: ${held ? 'nothing is lost' : 'SOMETHING IS WRONG'}, ${Math.round((Date.now() - begun) / 1000)} s`);
    whole &&= held;
  }
  say(whole ? 'nothing is lost' : 'SOMETHING IS WRONG');
  process.exitCode = whole ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}
