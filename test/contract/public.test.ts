/** 进度查询 at the hub (art. 13; F39). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ticket } from '../../shared/hotline/ticket.ts';
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
