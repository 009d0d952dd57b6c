/** F50 Two administrators, or one and the person, at the same account or device at once: each act is done, none is a fault. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OFFICE_B } from '../../sync-server/seed/people.ts';
import { DEMO_PASSWORD } from '../../sync-server/seed/seed-city.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
beforeAll(async () => {
  city = await SmallCity.open({ clock: 'stopped' });
});
afterAll(() => city.close());

test('F50 acts on one device at once all take effect: names, turns, keys, and out of use', async () => {
  const { device } = await city.desk(OFFICE_B, 'diaodu3');
  const { devices } = city.hub.accounts;
  const before = (await devices.get(device as never))?.turn ?? 0;
  const done = await Promise.all([
    devices.rename(device as never, '一号机'),
    devices.nextTurn(device as never),
    devices.trustKeys(device as never, 'person:diaodu3' as never, false),
    devices.nextTurn(device as never),
    devices.revoke(device as never),
  ]);
  expect(done).toEqual([true, true, true, true, true]);
  expect(await devices.get(device as never)).toMatchObject({ name: '一号机', turn: before + 2, revoked: expect.any(String) });
});

test('F50 acts on one account at once all take effect; whoever was reset meanwhile does not change it by the old password', async () => {
  const desk = await city.desk(OFFICE_B, 'lingdao2');
  const { accounts } = city.hub;
  const session = await accounts.session(desk.token);
  if (session === undefined || session === 'revoked') throw new Error('no session');
  const [reset, disabled, enabled, ended, changed] = await Promise.all([
    accounts.resetPassword('lingdao2', 'another-Pass-9'),
    accounts.setDisabled('lingdao2', true),
    accounts.setDisabled('lingdao2', false),
    accounts.signOutPerson('lingdao2'),
    accounts.changePassword(session, 'lingdao2', DEMO_PASSWORD, 'a-third-Pass-8'),
  ]);
  expect([reset, disabled, enabled]).toEqual([true, true, true]);
  expect(ended).toEqual(expect.any(Number));
  expect(changed).toEqual({ ok: false, code: 'wrongOldPassword' });
  await desk.signIn('lingdao2', 'another-Pass-9');
});
