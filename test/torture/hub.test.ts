import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tortureHub } from './hub-rounds.ts';

test(
  '[L1, L8, G3] a hub killed in the middle of writes loses nothing it answered, and folds nothing twice',
  { timeout: 180_000 },
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'griddesk-torture-'));
    try {
      const report = await tortureHub({ dir, rounds: 4, actionsARound: 24, seed: 20_261_124, say: () => undefined });
      expect(report).toMatchObject({
        saved: 4 * 24 * 3,
        missing: [],
        quarantined: 0,
        twice: [],
        unequalDesks: [],
        verified: { unequal: [], indexEqual: true, waiting: 0 },
      });
      // The injected faults were hit [proof 8].
      expect(report.inFlight).toBeGreaterThan(0);
      expect(report.lostAnswers).toBeGreaterThan(0);
    } finally {
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
