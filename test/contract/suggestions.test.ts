/** Suggestions on a real hub (hotline.md §5 last line; F18, F48, F49; docs/adr/0009): the protocol of tickets, without a ticket. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ulid } from 'ulid';
import type { MatterId } from '../../shared/hotline/ids.ts';
import type { Suggestion } from '../../shared/hotline/matters/suggestion/document.ts';
import type { ArticleDocument } from '../../shared/hotline/reference/article.ts';
import type { CardDocument } from '../../shared/hotline/reference/card.ts';
import type { CategoryDocument } from '../../shared/hotline/reference/documents.ts';
import { Reference } from '../../sync-server/authority/reference.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A, OFFICE_B } from '../../sync-server/seed/people.ts';
import { FollowingClient } from '../support/following-client.ts';
import { SmallCity } from '../support/small-city.ts';
import type { WireDesk } from '../support/wire-desk.ts';

let city: SmallCity;
let clerk: WireDesk;
let leader: WireDesk;
let supervisor: WireDesk;
beforeEach(async () => {
  city = await SmallCity.open();
  clerk = await city.desk(OFFICE_A, 'diaodu1');
  leader = await city.desk(OFFICE_A, 'lingdao1');
  supervisor = await city.desk(CITY, 'duban1');
});
afterEach(async () => {
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true, waiting: 0 });
  expect(city.errors).toEqual([]);
  await city.close();
});

const ARTICLE = { title: '停暖退费怎样办理', body: '凭合同到供热单位办理。', source: '供热条例第二十条', keywords: ['退费'] };
const DRAFT = { target: 'newArticle', reason: '近期同类咨询多', article: ARTICLE };
const ERROR = {
  target: 'articleChange',
  about: { code: 'ZS-0001', version: 1 },
  problem: 'outOfDate',
  reason: '测温办法已改',
  citation: '新办法第三条：由双方约定的机构测温',
};

function newMatter(): MatterId {
  return `suggestion:${ulid()}` as MatterId;
}
async function settle(): Promise<void> {
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
}
async function matter(id: MatterId): Promise<Suggestion> {
  const found = await city.hub.core.store.hotline.get<Suggestion>(id);
  if (found === undefined) throw new Error('no suggestion');
  return found;
}
function article(id: string): Promise<ArticleDocument | undefined> {
  return city.hub.core.store.hotline.get<ArticleDocument>(id);
}
async function seen(desk: WireDesk): Promise<FollowingClient> {
  const client = new FollowingClient(desk, 500);
  await client.follow();
  expect(client.snapshot()).toEqual(await client.hubSnapshot());
  return client;
}
function grant(code: string, version: number, text: object = ARTICLE): Record<string, unknown> {
  return { grant: true, becomes: { code, version }, article: text };
}

test('F48 [A3, C1] a drafted article: the leader signs, the city grants, everybody holds it; before that no other unit knows of it', async () => {
  const id = newMatter();
  await clerk.act(id, 'suggestChange', DRAFT);
  expect(await matter(id)).toMatchObject({ state: 'leaderReview', by: 'person:diaodu1', unit: OFFICE_A });
  expect((await seen(leader)).held.has(id)).toBe(true);
  expect((await seen(supervisor)).named.has(id)).toBe(false);
  await leader.act(id, 'signSuggestion', { pass: true });
  expect((await seen(supervisor)).held.has(id)).toBe(true);
  await supervisor.act(id, 'decideSuggestion', grant('ZS-0099', 1));
  expect(await matter(id)).toMatchObject({ state: 'granted', granted: { code: 'ZS-0099', version: 1 } });
  const other = await seen(await city.desk(OFFICE_B, 'diaodu3'));
  expect(other.held.has('article:ZS-0099')).toBe(true);
  expect(other.named.has(id)).toBe(false);
  // It waits no more: the city's shared channel lets go of it, its author keeps the answer.
  expect((await seen(supervisor)).held.has(id)).toBe(false);
  expect((await seen(clerk)).held.has(id)).toBe(true);
});

test('F49 an error report makes the next version, and the one before stays; a grid worker may report, and not draft', async () => {
  const worker = await city.desk(OFFICE_A, 'wangge1');
  const id = newMatter();
  await worker.act(id, 'suggestChange', ERROR);
  const drafted = worker.action(newMatter(), 'suggestChange', DRAFT);
  await worker.send([drafted]);
  await settle();
  expect(city.hub.core.feed.settlement(drafted._id)).toMatchObject({ state: 'refused', code: 'noRight' });
  const decision = await supervisor.act(id, 'decideSuggestion', grant('ZS-0001', 2));
  expect(await article('article:ZS-0001@2')).toMatchObject({ version: 2, code: 'ZS-0001', by: decision._id, ...ARTICLE });
  expect(await article('article:ZS-0001')).toMatchObject({ version: 1, title: '室温不达标怎样办理' });
});

test('F30 a change of a handling card, granted, is the next version on every desk, also after the hub has started anew', async () => {
  const id = newMatter();
  const { code, version, title, categories, steps, basis, evidence, reply } = await city.hub.core.store.hotline
    .get<CardDocument>('card:BL-001')
    .then((one) => one as CardDocument);
  const card = { title, categories, steps: [...steps, '办结前夜间复看一次'], basis, evidence, reply };
  await clerk.act(id, 'suggestChange', { target: 'cardChange', about: { code, version }, reason: '白天看不出', card });
  await leader.act(id, 'signSuggestion', { pass: true });
  const decision = await supervisor.act(id, 'decideSuggestion', { grant: true, becomes: { code, version: 2 }, card });
  const other = await seen(await city.desk(OFFICE_B, 'diaodu3'));
  expect(other.held.has('card:BL-001@2')).toBe(true);
  expect(await city.hub.core.store.hotline.get<CardDocument>('card:BL-001@2')).toMatchObject({ by: decision._id, ...card });
  // What a second grant of the same version is judged by is there after a start too.
  const again = await Reference.load(city.hub.core.store);
  expect(again.versions.get('card:BL-001@2')).toMatchObject({ version: 2 });
});

test('F18 a catalogue suggestion is decided by the dispatcher: the next version of the row is what is dispatched by', async () => {
  const id = newMatter();
  const row = { path: ['供热供水供气', '供热供暖', '室温不达标'], units: ['dept-urban'] };
  await clerk.act(id, 'suggestChange', {
    target: 'categoryChange',
    about: { code: '020101', version: 1 },
    problem: 'wrongUnit',
    reason: '由城管部门承办',
    category: row,
  });
  const wrong = supervisor.action(id, 'decideSuggestion', { grant: false, answer: '不属本岗位' });
  await supervisor.send([wrong]);
  await settle();
  expect(city.hub.core.feed.settlement(wrong._id)).toMatchObject({ state: 'refused', code: 'noRight' });
  await city.dispatcher.act(id, 'decideSuggestion', { grant: true, becomes: { code: '020101', version: 2 }, category: row });
  expect(city.hub.core.reference.categories.get('020101')).toMatchObject({ version: 2, units: ['dept-urban'] });
  expect(await city.hub.core.store.hotline.get<CategoryDocument>('category:020101')).toMatchObject({ version: 1 });
});

test('[A3] two grants of the same code in one batch: one makes it, the other is decided against what is there', async () => {
  const [one, two] = [newMatter(), newMatter()];
  await leader.act(one, 'suggestChange', DRAFT);
  await leader.act(two, 'suggestChange', { ...DRAFT, article: { ...ARTICLE, title: '另一条' } });
  const first = supervisor.action(one, 'decideSuggestion', grant('ZS-0099', 1));
  const second = supervisor.action(two, 'decideSuggestion', grant('ZS-0099', 1, { ...ARTICLE, title: '另一条' }));
  await supervisor.send([first, second]);
  await settle();
  expect(city.hub.core.feed.settlement(first._id)).toMatchObject({ state: 'accepted' });
  expect(city.hub.core.feed.settlement(second._id)).toMatchObject({ state: 'refused', code: 'codeTaken' });
  expect(await article('article:ZS-0099')).toMatchObject({ title: ARTICLE.title });
  expect((await matter(two)).state).toBe('waiting');
});

test('[A3] a hub that fails between the document and the matter writes neither twice', async () => {
  const id = newMatter();
  await leader.act(id, 'suggestChange', DRAFT);
  const { store, authority, feed } = city.hub.core;
  const { write } = store.hotline;
  store.hotline.write = (documents) => (documents.some((one) => one._id === id) ? Promise.reject(new Error('no power')) : write(documents));
  const decision = supervisor.action(id, 'decideSuggestion', grant('ZS-0099', 1));
  await supervisor.send([decision]);
  await expect(authority.run()).rejects.toThrow('no power');
  expect(await article('article:ZS-0099')).toMatchObject({ by: decision._id });
  expect((await matter(id)).state).toBe('waiting');
  store.hotline.write = write;
  await authority.recover();
  await feed.catchUp();
  expect(await matter(id)).toMatchObject({ state: 'granted', history: [{}, { id: decision._id }] });
  expect(await article('article:ZS-0099')).toMatchObject({ _rev: expect.stringMatching(/^1-/u) as string });
  expect((city.errors as unknown[]).splice(0).map(String)).toEqual(['Error: no power']);
});

test('[G2, A2, A1] sent twice it is one; denied is kept in its history; decided once, the second decision is refused with who', async () => {
  const id = newMatter();
  const action = clerk.action(id, 'suggestChange', ERROR);
  await clerk.send([action, action]);
  await settle();
  expect(await clerk.send([action])).toMatchObject([{ ok: true, state: 'accepted' }]);
  expect((await matter(id)).history).toHaveLength(1);
  await supervisor.act(id, 'decideSuggestion', { grant: false, answer: '现行口径没有变化' });
  expect(await matter(id)).toMatchObject({ state: 'denied', answer: '现行口径没有变化' });
  const late = supervisor.action(id, 'decideSuggestion', grant('ZS-0001', 2));
  await supervisor.send([late]);
  await settle();
  expect(city.hub.core.feed.settlement(late._id)).toMatchObject({ state: 'refused', code: 'alreadyDecided' });
  expect(await article('article:ZS-0001@2')).toBeUndefined();
});
