import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { startHub } from '../support/hub.ts';
import { seedCity, type SeedAnswer } from '../../sync-server/seed/seed-city.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';

let dir: string;
let hub: RunningHub;
let seeded: SeedAnswer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'griddesk-seed-'));
  hub = await startHub({ dataDir: dir });
  seeded = await seedCity(hub, { tickets: 'demo' });
});
afterAll(async () => {
  await hub.close();
  await rm(dir, { recursive: true, force: true });
});

test('the demonstration city has its matters in many states, and none of the seed’s actions was refused', async () => {
  const tickets = await hub.core.store.hotline.withPrefix<Ticket>('ticket:');
  expect(tickets).toHaveLength(seeded.tickets);
  expect(await hub.core.store.hotline.withPrefix('refusal:')).toEqual([]);
  expect(new Set(tickets.map((ticket) => ticket.status)).size).toBeGreaterThanOrEqual(7);

  expect(tickets.flatMap((ticket) => ticket.history.filter((entry) => entry.noEffect !== undefined))).toEqual([]);
});

test('[A1] every ticket equals the fold of its log, and the index equals its rebuild', async () => {
  const found = await verifyCore(hub.core);
  expect(found).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  expect(found.tickets).toBe(seeded.tickets);
});
