/** 进度查询 and 评价 at the hub (art. 13, 15; F39, F42). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
import { verifyCore } from '../../sync-server/authority/verify.ts';
import { CITY, OFFICE_A } from '../../sync-server/seed/people.ts';
import { askedOfTheStore } from '../support/asked-of-the-store.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
let no: string;
beforeEach(async () => {
  city = await SmallCity.open();
  const id = await city.dispatched();
  no = (await city.hub.core.store.hotline.get<Ticket>(id))?.no ?? '';
});
afterEach(() => city.close());

type Answer = Readonly<{ status: number; body: Record<string, unknown> }>;

async function ask(number: string, lastFour: string): Promise<Answer> {
  const response = await fetch(`${city.hub.address}/public/progress`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ no: number, lastFour }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function askOnPage(number: string, lastFour: string): Promise<Readonly<{ status: number; html: string; policy: string }>> {
  const response = await fetch(`${city.hub.address}/public/progress`, {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ no: number, lastFour }).toString(),
  });
  return { status: response.status, html: await response.text(), policy: response.headers.get('content-security-policy') ?? '' };
}

test('F39 a number and four digits give state and unit, and not one word of the matter or its people', async () => {
  const { status, body } = await ask(no, '0001');
  expect(status).toBe(200);
  expect(body).toMatchObject({ no, state: '已转承办单位，等待签收' });
  expect(JSON.stringify(body)).not.toMatch(/路灯|王女士|10000001|person:|ticket:/u);
});

test('F39 an unknown number, a wrong one and a sealed one are answered with the same bytes', async () => {
  const sealed = await city.register({ confidential: 'sealed' });
  const sealedNo = (await city.hub.core.store.hotline.get<Ticket>(sealed))?.no ?? '';
  const answers = await Promise.all([
    ask('LN210102-20200101-000001', '0001'),
    ask(no, '0002'),
    ask(sealedNo, '0001'),
    ask('../no', '0001'),
  ]);
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test('F39 an unknown number, wrong digits and a sealed matter ask the same of the store, so that none takes longer', async () => {
  const sealed = await city.register({ confidential: 'sealed' });
  const sealedNo = (await city.hub.core.store.hotline.get<Ticket>(sealed))?.no ?? '';
  const asked = (number: string, digits: string): Promise<readonly string[]> => askedOfTheStore(city.hub, () => ask(number, digits));
  const unknown = await asked('LN210102-20200101-000001', '0001');
  expect(unknown.length).toBeGreaterThan(0);
  expect(await asked(no, '0002')).toEqual(unknown);
  expect(await asked(sealedNo, '0001')).toEqual(unknown);
});

test('F39 whoever guesses at one number too often learns nothing more of it, even with the right digits', async () => {
  for (let guess = 0; guess < 10; guess += 1) expect((await ask(no, `9${String(guess).padStart(3, '0')}`)).status).toBe(404);
  expect((await ask(no, '0001')).status).toBe(404);
});

test('F39 an address that asks without end is told to wait', async () => {
  const answers: number[] = [];
  for (let at = 0; at < 21; at += 1) answers.push((await ask('LN210102-20200101-000001', String(1000 + at))).status);
  expect(answers.slice(0, 20).every((status) => status === 404)).toBe(true);
  expect(answers[20]).toBe(429);
});

test('F39 the page works without scripts, loads nothing, and shows markup in a number as text', async () => {
  const form = await fetch(`${city.hub.address}/public`);
  expect(form.headers.get('content-type')).toContain('text/html');
  expect(await form.text()).toContain('action="/public/progress"');
  const good = await askOnPage(no.toLowerCase(), '0001');
  expect(good.status).toBe(200);
  expect(good.html).toContain('等待签收');
  expect(good.policy).toContain("default-src 'none'");
  const bad = await askOnPage('<SCRIPT>ALERT(1)</SCRIPT>', '0001');
  expect(bad.status).toBe(404);
  expect(bad.html).not.toContain('<SCRIPT');
  expect(bad.html).toContain('没有查到');
});

test('F39 a malformed question is refused in Chinese', async () => {
  const response = await fetch(`${city.hub.address}/public/progress`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"no":["a"],"lastFour":{}}',
  });
  expect(response.status).toBe(400);
  expect(((await response.json()) as { reason: string }).reason).toMatch(/[\u4e00-\u9fff]/u);
});

async function answered(): Promise<Ticket> {
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const leader = await city.desk(OFFICE_A, 'lingdao1');
  const supervisor = await city.desk(CITY, 'duban1');
  const found = (await city.hub.core.store.hotline.withPrefix<Ticket>('ticket:')).find((one) => one.no === no);
  const id = found?._id ?? ('' as Ticket['_id']);
  await clerk.act(id, 'sign', {});
  await clerk.act(id, 'contact', { channel: 'call', result: 'reached', note: '已说明' });
  const result = {
    clause: '14-1a',
    clauseEvidence: { acceptance: '电话确认' },
    process: '已更换灯泡',
    publicReply: '路灯已修复。',
    told: { at: city.hub.core.now(), how: '电话' },
    solved: true,
  };
  const submitted = await clerk.act(id, 'submitResult', result);
  await leader.act(id, 'leaderApprove', { of: submitted._id });
  await supervisor.act(id, 'auditResult', { of: submitted._id, pass: true });
  return ticketNow(id);
}
async function ticketNow(id: string): Promise<Ticket> {
  const found = await city.hub.core.store.hotline.get<Ticket>(id);
  if (found === undefined) throw new Error('no ticket');
  return found;
}

const RATING = { solved: 'notSolved', satisfiedResult: 'dissatisfied', satisfiedProcess: 'mostly' };

async function rateIt(number: string, lastFour: string, rating: object = RATING): Promise<Answer> {
  const response = await fetch(`${city.hub.address}/public/rating`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ no: number, lastFour, ...rating }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('F42 a complainant rates what was answered, once: a fact on the ticket, which stays with the operator’s callback', async () => {
  const ticket = await answered();
  expect(ticket.status).toBe('callback');
  expect((await ask(no, '0001')).body).toMatchObject({ rating: 'open' });
  const page = await askOnPage(no, '0001');
  expect(page.html).toContain('action="/public/rating"');
  const [first, again] = await Promise.all([rateIt(no, '0001'), rateIt(no, '0001', { ...RATING, solved: 'solved' })]);
  expect([first.body, again.body]).toMatchObject([{ rating: 'given' }, { rating: 'given' }]);
  for (let at = 0; at < 5; at += 1) await rateIt(no, '0001');
  const rated = await ticketNow(ticket._id);
  expect(rated.status).toBe('callback');
  // Whichever of the two came first.
  expect([RATING.solved, 'solved']).toContain(rated.rating?.solved);
  expect(rated.history.filter((entry) => entry.kind === 'rate')).toMatchObject([{ actor: 'system:public' }]);
  expect(rated.callbacks).toEqual([]);
  const actions = await city.hub.core.store.hotline.withPrefix('action:public:');
  expect(actions).toHaveLength(1);
  await city.operator.act(ticket._id, 'callback', {
    reached: true,
    solved: 'solved',
    satisfiedResult: 'satisfied',
    satisfiedProcess: 'satisfied',
    truthful: true,
  });
  expect(await ticketNow(ticket._id)).toMatchObject({ status: 'closed', rating: rated.rating });
  expect(await verifyCore(city.hub.core)).toMatchObject({ unequal: [], indexEqual: true });
});

test('F42 an unknown number and wrong digits are answered alike, and count as guesses; what is not answered yet cannot be rated', async () => {
  const [unknown, wrong] = await Promise.all([rateIt('LN210102-20200101-000001', '0001'), rateIt(no, '0002')]);
  expect(unknown).toEqual(wrong);
  expect(unknown.status).toBe(404);
  expect((await rateIt(no, '0001')).status).toBe(200);
  for (let guess = 0; guess < 10; guess += 1) await rateIt(no, `9${String(guess).padStart(3, '0')}`);
  expect((await ask(no, '0001')).status).toBe(404);
  expect(await city.hub.core.store.hotline.withPrefix('action:public:')).toEqual([]);
});

test('F42 nobody rates from a desk, and no words but the three answers are taken', async () => {
  const ticket = await answered();
  const forged = city.operator.action(ticket._id, 'rate', RATING);
  await city.operator.send([forged]);
  await city.hub.core.authority.run();
  await city.hub.core.feed.catchUp();
  expect(city.hub.core.feed.settlement(forged._id)).toMatchObject({ state: 'refused', code: 'noRight' });
  expect((await rateIt(no, '0001', { ...RATING, solved: '好' })).status).toBe(400);
  expect((await ticketNow(ticket._id)).rating).toBeUndefined();
});
