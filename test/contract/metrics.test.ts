/** What an administrator watches: counts that are true, and nobody's name. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OFFICE_A } from '../../sync-server/seed/people.ts';
import { newTicketId } from '../../sync-server/seed/signing-desk.ts';
import { SmallCity } from '../support/small-city.ts';

let city: SmallCity;
beforeEach(async () => {
  city = await SmallCity.open();
});
afterEach(() => city.close());

function metrics(password = city.hub.adminPassword): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  return fetch(`${city.hub.address}/admin/metrics`, { headers: { authorization } });
}

function valueOf(text: string, line: string): number {
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );
}

test('metrics count what happened, and name no person, device, unit or ticket', async () => {
  const clerk = await city.desk(OFFICE_A, 'diaodu1');
  const body = { source: 'walkIn', kind: 'consult', title: '来访', content: '咨询', complainant: { kind: 'natural' } };
  await clerk.send([clerk.action(newTicketId(), 'register', body), { _id: 'action:x' }]);
  const told = { replica: clerk.signing.replica, deviceTime: city.hub.core.now(), lastN: 1, lastHash: '0'.repeat(64), wire: 1 };
  await clerk.call('POST', '/desk/handshake', { ...told, repairs: 2, aside: 0 });
  const answer = await metrics();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  const text = await answer.text();
  expect(valueOf(text, 'griddesk_gate_rows_total{outcome="taken"}')).toBe(1);
  expect(valueOf(text, 'griddesk_gate_rows_total{outcome="quarantined"}')).toBe(1);
  expect(valueOf(text, 'griddesk_desk_repairs_total')).toBe(2);
  expect(valueOf(text, 'griddesk_request_seconds_count{method="POST",route="/desk/_bulk_docs",status="201"}')).toBe(1);
  expect(valueOf(text, 'griddesk_free_bytes')).toBeGreaterThan(1e6);
  expect(text).not.toMatch(/diaodu|person:|ticket:|device:|210102/u);
});

test('metrics are the administrator’s', async () => {
  expect((await metrics('wrong')).status).toBe(401);
});
