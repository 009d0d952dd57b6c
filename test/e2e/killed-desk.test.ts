import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tortureDesk } from '../torture/desk-rounds.ts';

test('[L1, D2] a desk killed while somebody writes loses nothing it showed as 已保存', { timeout: 180_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'griddesk-killed-'));
  try {
    const report = await tortureDesk({ dir, rounds: 3, seed: 20_261_124, say: () => undefined });
    expect(report).toMatchObject({ missingAtStart: [], missingAtHub: [] });
    expect(report.confirmed).toBeGreaterThan(3);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});
