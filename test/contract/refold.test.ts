/** [proof L8] The hub's tickets equal the fold of their log also after profiles, grids, names and packs have changed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LN_DEFAULT } from '../../shared/hotline/packs/ln-default.ts';
import type { UnitDocument } from '../../shared/hotline/reference/documents.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
beforeEach(async () => {
  city = await SmallCity.open();
});
afterEach(() => city.close());

async function changeOffice(change: Partial<UnitDocument>): Promise<void> {
  const { store, feed } = city.hub.core;
  const unit = await store.hotline.get<UnitDocument>(`unit:${OFFICE_A}`);
  await store.hotline.write([{ ...unit, ...change } as never]);
  await feed.catchUp();
}

test('[L8] docs/adr/0006: a unit renamed, its clerk signing alone and no longer, its grids redrawn, a new pack: every ticket is still the fold of its log', async () => {
  const { core } = city.hub;
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const grids = (await core.store.hotline.get<UnitDocument>(`unit:${OFFICE_A}`))?.grids ?? [];
  const id = await city.dispatched();
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'assign', { community: grids[0]?.code.slice(0, 12) });
  await changeOffice({ clerkSignsAlone: true, name: '改名街道' });
  await clerk.act(id, 'proposeReturn', { ground: 'notOurDuty', citation: '目录', reason: '不属本街道' });
  expect((await core.store.hotline.get<{ status: string }>(id))?.status).toBe('returnReview');
  await changeOffice({ clerkSignsAlone: false, grids: [] });
  await core.store.hotline.write([
    { ...LN_DEFAULT, _id: 'pack:LN-DEFAULT:2', version: 2, handle: { ...LN_DEFAULT.handle, normal: { workingDays: 9 } } } as never,
  ]);
  await core.feed.catchUp();
  expect(await verifyCore(core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
});
