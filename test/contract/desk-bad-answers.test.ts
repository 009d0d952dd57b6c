/** What comes back from a bad line, a proxy or a hub with a fault: nothing is shown as sent by it, and nothing waits for it [proof L4]. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HubClient } from '../../renderer/replica/hub-client.ts';
import { Outbox } from '../../renderer/replica/outbox.ts';
import { resendMissing } from '../../renderer/replica/restore.ts';
import type { Action } from '../../shared/hotline/action.ts';
import { answering, AT, gate, LIN, OneDesk } from '../support/one-desk.ts';

let desk: OneDesk;
let outbox: Outbox;

beforeEach(async () => {
  desk = await OneDesk.open();
  outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
});
afterEach(() => desk.close());

async function waiting(count: number): Promise<Action[]> {
  const actions: Action[] = [];
  for (let at = 0; at < count; at += 1) {
    const action = await desk.saved();
    await outbox.add(action);
    actions.push(action);
  }
  return actions;
}

function states(): string[] {
  return outbox.items.value.map((item) => item.state);
}

test('[G5] a proxy that says 413 in HTML is understood: the batch is halved, and all go through', async () => {
  await waiting(5);
  const hub = gate((docs) => (docs.length > 2 ? { status: 413, body: '<html>413 Request Entity Too Large</html>' } : undefined));
  expect(await outbox.send(hub, false)).toMatchObject({ ok: true, sent: 5 });
  expect(states()).toEqual(Array(5).fill('sent'));
});

test.each([
  ['7', 7000],
  ['soon', 5000],
  ['', 5000],
  ['-3', 0],
  ['604800', 600_000],
])('[G5] Retry-After %j makes the desk wait %i ms', async (header, ms) => {
  const hub = answering(() => ({ status: 503, body: '<html>', headers: { 'retry-after': header } }));
  expect(await hub.request('GET', '/', Type.Object({}))).toEqual({ ok: false, kind: 'busy', retryAfterMs: ms, reason: '' });
});

test('[D5] a hub too busy to read a request in time says 408, and is asked again later', async () => {
  const hub = answering(() => ({ status: 408, body: { error: 'Request Timeout', message: 'Client Timeout', statusCode: 408 } }));
  expect(await hub.request('GET', '/', Type.Object({}))).toEqual({ ok: false, kind: 'busy', retryAfterMs: 5000, reason: '' });
});

test('[D7, L4] a row that is none, another’s row and too few rows leave those actions where they are, and settle the others', async () => {
  const [first, second, third] = (await waiting(4)) as [Action, Action, Action, Action];
  const row = (id: string) => ({ ok: true, id, rev: '1', state: 'waiting', receivedAt: AT });
  const hub = answering(() => ({ status: 201, body: [null, row(first._id), row(third._id)] }));
  expect(await outbox.send(hub, false)).toMatchObject({ ok: true });
  expect(states()).toEqual(['saved', 'saved', 'sent', 'saved']);
  expect(outbox.get(second._id)?.receivedAt).toBeUndefined();
});

test('[L4] one action the hub falls over delays none of the others', async () => {
  const actions = await waiting(9);
  const poison = actions[4]?._id;
  const hub = gate((docs) => (docs.some((doc) => doc._id === poison) ? { status: 503, body: { error: 'overload' } } : undefined));
  for (let times = 0; times < 6; times += 1) await outbox.send(hub, false);
  expect(outbox.items.value.filter((item) => item.state !== 'sent').map((item) => item.action._id)).toEqual([poison]);
});

test.each([500, 400])('[L4] the same where a proxy says %i', async (status) => {
  const actions = await waiting(9);
  const poison = actions[0]?._id;
  const hub = gate((docs) => (docs.some((doc) => doc._id === poison) ? { status, body: 'error' } : undefined));
  expect(await outbox.send(hub, false)).toMatchObject({ ok: true });
  expect(outbox.items.value.filter((item) => item.state !== 'sent').map((item) => item.action._id)).toEqual([poison]);
});

test('[D5] a hub that takes nothing is asked a few times, not once for every action', async () => {
  await waiting(40);
  let asked = 0;
  const hub = gate(() => {
    asked += 1;
    return { status: 500, body: 'error' };
  });
  expect(await outbox.send(hub, false)).toMatchObject({ ok: false });
  expect(asked).toBeLessThan(15);
  expect(states()).toEqual(Array(40).fill('saved'));
});

test('[D2] an answer that was overtaken by the feed does not take an acceptance back', async () => {
  const [action] = (await waiting(1)) as [Action];
  const hub = gate(() => undefined);
  const request = hub.request.bind(hub);
  hub.request = async (...args) => {
    const answer = await request(...args);
    await outbox.settle(action._id, 'accepted', { receivedAt: AT as never });
    return answer;
  };
  await outbox.send(hub, false);
  expect(states()).toEqual(['accepted']);
});

test('[V1] what is too new for the hub stays, says so, and is tried at a reconnect, not at every page', async () => {
  const [action] = (await waiting(1)) as [Action];
  let asked = 0;
  const hub = answering(() => {
    asked += 1;
    return { status: 201, body: [{ id: action._id, error: 'tooNew', reason: '服务器版本较旧', settled: false }] };
  });
  for (let times = 0; times < 3; times += 1) await outbox.send(hub, false);
  expect([asked, states(), outbox.get(action._id)?.reason]).toEqual([1, ['saved'], '服务器版本较旧']);
  await outbox.send(hub, true);
  expect(asked).toBe(2);
  const again = new Outbox(desk.database, desk.host, LIN, Date.now);
  await again.load();
  expect(again.items.value.map((item) => item.action)).toEqual([action]);
});

test('[R1] after a restore what is missing goes again until the store has it, also when the desk stops in between', async () => {
  const [action] = (await waiting(1)) as [Action];
  await outbox.settle(action._id, 'accepted', { receivedAt: AT as never });
  let lacks = true;
  const hub = answering(() => ({ status: 200, body: lacks ? { [action._id]: { missing: ['1'] } } : {} }));
  expect(await resendMissing(desk.host, LIN, hub, outbox)).toBe(false);
  expect(states()).toEqual(['saved']);
  // Stopped before it was sent: the store is still another one than the one known here, and is asked again.
  outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
  await outbox.load();
  expect(await resendMissing(desk.host, LIN, hub, outbox)).toBe(false);
  expect(states()).toEqual(['saved']);
  lacks = false;
  await outbox.settle(action._id, 'refused', { code: 'reassigned', reason: '工单已改派' });
  expect(await resendMissing(desk.host, LIN, hub, outbox)).toBe(true);
  // The restored hub judged otherwise: that is what is shown from now on.
  outbox = new Outbox(desk.database, desk.host, LIN, Date.now);
  await outbox.load();
  expect(outbox.items.value).toMatchObject([{ state: 'refused', code: 'reassigned' }]);
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serving(answer: (write: (text: string) => void, end: () => void) => void): Promise<HubClient> {
  const made = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    answer(
      (text) => response.write(text),
      () => response.end(),
    );
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return new HubClient(fetch, `http://127.0.0.1:${(made.address() as AddressInfo).port}`);
}

test('[D5] an answer that stands still in its middle is given up', async () => {
  const hub = await serving((write) => {
    write('{"half":');
  });
  expect(await hub.request('GET', '/', Type.Object({}), undefined, { silenceMs: 300 })).toMatchObject({ ok: false, kind: 'network' });
});

test('[F7] an answer that comes slowly is waited for as long as bytes arrive', async () => {
  const hub = await serving((write, end) => {
    let left = 25;
    const drip = setInterval(() => {
      left -= 1;
      if (left > 0) write('\n');
      else {
        clearInterval(drip);
        write('{}');
        end();
      }
    }, 100);
  });
  expect(await hub.request('GET', '/', Type.Object({}), undefined, { silenceMs: 2000 })).toEqual({ ok: true, value: {} });
});

test('a person who leaves waits for no answer', async () => {
  const hub = await serving(() => undefined);
  const hanging = hub.request('GET', '/', Type.Object({}));
  hub.close();
  expect(await hanging).toMatchObject({ ok: false, kind: 'network' });
  expect(await hub.request('GET', '/', Type.Object({}))).toMatchObject({ ok: false, kind: 'network' });
});
