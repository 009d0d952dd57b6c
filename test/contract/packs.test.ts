/** F05 Rule packs in layers on a real hub: composed, traced, in force from their day, and never taken from a ticket (hotline.md §7). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RulePackDocument } from '../../shared/hotline/reference/documents.ts';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { SmallCity } from '../support/small-city.ts';
import { stateOf } from '../support/store-state.ts';

let city: SmallCity;
beforeEach(async () => {
  city = await SmallCity.open();
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], waiting: 0 });
  await city.close();
});

const FROM = '2026-01-01T00:00:00.000Z';
const LAYER = {
  id: 'SY',
  version: 1,
  layer: 'city',
  title: '某市细则',
  validFrom: FROM,
  values: { handleNormalByKind: { help: { workingDays: 4 } } },
};
const DISTRICT = { ...LAYER, id: 'HP', layer: 'district', values: { handleNormalByKind: { help: { workingDays: 2 } } } };
const FILE = { id: 'SY', validFrom: FROM, layers: [LAYER] };
const DISTRICT_FILE = { id: 'SY-210102', validFrom: FROM, district: '210102', layers: [LAYER, DISTRICT] };

async function post(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const authorization = `Basic ${Buffer.from(`admin:${city.hub.adminPassword}`).toString('base64')}`;
  const answer = await fetch(`${city.hub.address}/admin/pack`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
async function packOfNew(more: Record<string, unknown> = {}): Promise<Ticket['rulePack']> {
  const id = await city.register(more);
  return ((await city.hub.core.store.hotline.get<Ticket>(id)) as Ticket).rulePack;
}

test('a ticket takes the pack of its district, else the city’s, and keeps it when a newer one comes', async () => {
  const before = await city.dispatched();
  expect(await post(FILE)).toMatchObject({ status: 200, body: { ok: true, version: 1, unchanged: false } });
  expect(await post(DISTRICT_FILE)).toMatchObject({ body: { ok: true, version: 1 } });
  expect(await packOfNew()).toEqual({ id: 'SY-210102', version: 1 });
  expect(await packOfNew({ region: { district: '210103' } })).toEqual({ id: 'SY', version: 1 });
  expect(await packOfNew({ region: {} })).toEqual({ id: 'SY', version: 1 });
  expect((await city.hub.core.store.hotline.get<Ticket>(before))?.rulePack).toEqual({ id: 'LN-DEFAULT', version: 1 });
  const pack = await city.hub.core.store.hotline.get<RulePackDocument>('pack:SY-210102:1');
  expect(pack?.trace?.['handleNormalByKind.help']).toBe('district:HP:1');
  expect(pack?.trace?.['handleNormalByKind.consult']).toBe('province:LN-DEFAULT:1');
});

test('the same file again changes nothing; another content is another version; tickets begun meanwhile keep theirs', async () => {
  await post(FILE);
  const sequence = await stateOf(city.hub.core.store.hotline);
  expect(await post(FILE)).toMatchObject({ body: { ok: true, version: 1, unchanged: true } });
  expect(await stateOf(city.hub.core.store.hotline)).toEqual(sequence);
  expect(await packOfNew()).toEqual({ id: 'SY', version: 1 });
  expect(await post({ ...FILE, layers: [{ ...LAYER, version: 2, values: { rework: { workingDays: 1 } } }] })).toMatchObject({
    body: { version: 2 },
  });
  expect(await packOfNew()).toEqual({ id: 'SY', version: 2 });
});

test.each([
  ['no pack at all', { hello: 1 }],
  ['a value that no pack has', { ...FILE, layers: [{ ...LAYER, values: { siesta: 2 } }] }],
  [
    'a value that a broader layer binds',
    { ...FILE, layers: [{ ...LAYER, layer: 'nation', values: {}, binding: ['handleNormalByKind'] }, LAYER] },
  ],
])('%s is refused in Chinese, and nothing is written', async (_what, file) => {
  const sequence = await stateOf(city.hub.core.store.hotline);
  const { status, body } = await post(file);
  expect(status).toBe(400);
  expect(body['reason']).toMatch(/。$/u);
  expect(await stateOf(city.hub.core.store.hotline)).toEqual(sequence);
  expect(
    (await fetch(`${city.hub.address}/admin/pack`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
  ).toBe(401);
});
