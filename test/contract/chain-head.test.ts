/** The head of a replica's chain is read from the log [sync G7]: a restart, however sudden, makes no gap where there is none. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Action } from '../../shared/hotline/action.ts';
import type { Instant } from '../../shared/hotline/ids.ts';
import type { RunningHub } from '../../sync-server/hub.ts';
import { startHub } from '../support/hub.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
let again: RunningHub;

beforeAll(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
});
afterAll(async () => {
  await again.close();
  await rm(city.dir, { recursive: true, force: true, maxRetries: 3 });
});

async function taken(action: Action): Promise<void> {
  const [row] = await again.gate.take([action], { person: action.actor, device: action.device, expiresAt: '' as Instant });
  expect(row).toMatchObject({ ok: true });
}

function gaps() {
  return again.core.store.private.withPrefix<{ n: number; expected: number; broken: boolean }>('gap:');
}

test('after a restart, and after the index was built again, the next action follows its last one; a missing one is a gap', async () => {
  const ticket = await city.dispatched();
  await clerk.act(ticket, 'comment', { text: '停机之前' });
  await city.hub.close();
  again = await startHub({ dataDir: join(city.dir, 'hub') });
  await taken(clerk.action(ticket, 'comment', { text: '重启之后' }));
  expect(await gaps()).toEqual([]);
  await again.core.feed.rebuild();
  await again.close();
  again = await startHub({ dataDir: join(city.dir, 'hub') });
  await taken(clerk.action(ticket, 'comment', { text: '索引重建之后' }));
  expect(await gaps()).toEqual([]);
  const missing = clerk.action(ticket, 'comment', { text: '没有送到' });
  await again.close();
  again = await startHub({ dataDir: join(city.dir, 'hub') });
  await taken(clerk.action(ticket, 'comment', { text: '断号之后' }));
  expect(await gaps()).toMatchObject([{ n: missing.n + 1, expected: missing.n, broken: false }]);
});
