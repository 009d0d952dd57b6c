/** The door of clients that are no desks [sync X1]: what it tells a stranger by its time, and that guesses count. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { askedOfTheStore } from '../support/asked-of-the-store.ts';
import { SmallCity } from '../support/small-city.ts';

const CLERK = 'diaodu1';

let city: SmallCity;
beforeAll(async () => {
  city = await SmallCity.open();
  await city.hub.accounts.allowClient(CLERK, true, OFFICE_A);
});
afterAll(() => city.close());

async function ask(login: string, password: string, from: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  return (await fetch(`${city.hub.address}/desk/`, { headers: { authorization, 'x-forwarded-for': from } })).status;
}

const STRANGERS: readonly (readonly [name: string, login: string, password: string])[] = [
  ['an unknown login', 'nobody', '猜'],
  ['an account without the switch', 'wangge1', '猜'],
  ['the password of an account without the switch', 'wangge2', DEMO_PASSWORD],
  // The last: what it leaves is written a while after its answer.
  ['a wrong password', CLERK, '猜'],
];

// Not by the clock: a write to a disk is told from none by whoever asks often enough, and by no test that must not fail.
test('[X1] for an unknown login, an account without the switch and a wrong password the store is asked the same', async () => {
  const asked: (readonly unknown[])[] = [];
  for (const [name, login, password] of STRANGERS) {
    const statuses: number[] = [];
    const calls = await askedOfTheStore(city.hub, async () => statuses.push(await ask(login, password, '192.0.2.70')));
    asked.push([...statuses, ...calls]);
    // The account, and how often it was guessed at.
    expect(asked.at(-1), name).toEqual([401, 'accounts.get', 'accounts.get']);
  }
  expect(asked).toHaveLength(STRANGERS.length);
});

test('[X1, F50] wrong passwords that are written after their answers count all the same, at once and through a restart of the hub', async () => {
  const guess = (password: string): Promise<number> => ask(CLERK, password, '192.0.2.71');
  const guessed = await Promise.all(Array.from({ length: 12 }, (_, at) => guess(`猜${at}`)));
  expect(guessed.toSorted()).toEqual([...Array.from({ length: 8 }, () => 401), 429, 429, 429, 429]);
  expect(await guess(DEMO_PASSWORD)).toBe(429);
  await city.restart();
  expect(await guess(DEMO_PASSWORD)).toBe(429);
  expect(await city.hub.accounts.wrongPasswords.lockOuts()).toMatchObject([{ login: CLERK, count: 8 }]);
  expect(await ask(CLERK, DEMO_PASSWORD, '192.0.2.72')).toBe(200);
});

test('[X1, F50] whoever looks at who rests sees what has just been counted; lifted, the right password is taken', async () => {
  const [login, from] = ['diaodu2', '192.0.2.73'];
  await city.hub.accounts.allowClient(login, true, OFFICE_A);
  for (let at = 0; at < 8; at += 1) expect(await ask(login, `猜${at}`, from)).toBe(401);
  const { wrongPasswords } = city.hub.accounts;
  const [lockOut] = (await wrongPasswords.lockOuts()).filter(({ device }) => device.endsWith(from));
  expect(lockOut).toMatchObject({ login, count: 8 });
  expect(await ask(login, DEMO_PASSWORD, from)).toBe(429);
  expect(await wrongPasswords.lift(lockOut?.id ?? '')).toBe(true);
  expect(await ask(login, DEMO_PASSWORD, from)).toBe(200);
});
