import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SceneOptions } from './city-under-load.ts';
import { faultsOf } from './prove-city.ts';
import { seeded } from './random.ts';
import { kills } from './scenes/kills.ts';
import { storeRestart } from './scenes/store-restart.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-torture-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

const few = (): SceneOptions => ({ dir, desks: 8, random: seeded(20_261_124), say: () => undefined });

test('[L1, L2, L8, G3, E2] a hub killed in the middle of writes and of a rebuild loses nothing it answered, and folds nothing twice', async () => {
  const { proof, ...hit } = await kills({ ...few(), kills: 5 });
  expect(faultsOf(proof)).toEqual([]);
  // The injected faults were hit [proof 8].
  expect(proof.lostAnswers).toBeGreaterThan(0);
  expect(proof.answeredOk).toBeGreaterThan(50);
  expect(hit.duringGate + hit.duringEvidence).toBeGreaterThan(0);
});

test('[L1, L2, G3] a hub told to stop under load answers what is on its way, ends by itself, and nothing is lost', async () => {
  const { proof, faults } = await storeRestart({ ...few(), desks: 6, restarts: 2 });
  expect([...faults, ...faultsOf(proof)]).toEqual([]);
  expect(proof.answeredOk).toBeGreaterThan(20);
});
