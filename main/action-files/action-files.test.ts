import { describe, expect, it } from 'vitest';
import type { ActionDraft, SettledRecord } from '../../shared/host/contract.ts';
import type { Action } from '../../shared/hotline/action.ts';
import type { Instant, ReplicaId } from '../../shared/hotline/ids.ts';
import { actionHash, CHAIN_START } from '../../shared/sync/canonical.ts';
import { CrashLayer } from '../durable-files/crash-layer.ts';
import { ActionFiles } from './action-files.ts';

const FOLDER = '/p';
const DAY = 24 * 3_600_000;
const REPLICA = 'replica:01ARZ3NDEKTSV4RRFFQ69G5FAV' as ReplicaId;
const START = Date.parse('2026-11-24T08:00:00.000Z');

function draft(serial: number, text = '已电话联系'): ActionDraft {
  return {
    _id: `action:01ARZ3NDEKTSV4RRFFQ69G${String(serial).padStart(4, '0')}`,
    schema: 1,
    ticket: 'ticket:01ARZ3NDEKTSV4RRFFQ69G5FAV',
    kind: 'comment',
    actor: 'person:lin',
    device: 'device:01ARZ3NDEKTSV4RRFFQ69G5FAV',
    occurredAt: '2026-11-24T08:00:00.000Z',
    body: { text },
  } as unknown as ActionDraft;
}

function sign(): string {
  return 'A'.repeat(86);
}

function open(layer: CrashLayer, now: () => number = () => START): ActionFiles {
  return new ActionFiles({ layer, folder: FOLDER, replica: REPLICA, now });
}

async function saved(files: ActionFiles, serial: number): Promise<Action> {
  const answer = await files.append(draft(serial), sign);
  if (!answer.ok) throw new Error(answer.code);
  return answer.action;
}

function record(action: Action, settledAt = '2026-11-24T08:00:00.000Z', code?: string): SettledRecord {
  const outcome = code === undefined ? 'accepted' : 'quarantined';
  return { action, outcome, settledAt: settledAt as Instant, ...(code === undefined ? {} : { code }) };
}

describe('an action file', () => {
  it('[sync D2] is written, forced, renamed and its folder forced before the answer', async () => {
    const layer = new CrashLayer();
    await saved(open(layer), 1);
    const calls = layer.log
      .map((line) => line.split(' ')[0] ?? '')
      .filter((call) => ['write', 'force', 'rename', 'forceFolder'].includes(call));
    expect(calls).toEqual(['write', 'force', 'rename', 'forceFolder']);
  });

  it('[sync D2] is there after a power cut once it was answered', async () => {
    const layer = new CrashLayer();
    const action = await saved(open(layer), 1);
    layer.crash();
    expect((await open(layer).unsettled()).actions).toEqual([action]);
  });

  it.each(['force', 'forceFolder'] as const)('[sync D2] would be lost without its %s: the test is able to see it', async (left) => {
    const layer = new CrashLayer();
    layer[left] = () => Promise.resolve();
    await saved(open(layer), 1);
    layer.crash();
    expect((await open(layer).unsettled()).actions).toEqual([]);
  });

  it('[sync G7] numbers and chains without a gap, also when many are saved at once and after a restart', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    await Promise.all([1, 2, 3, 4].map((serial) => saved(files, serial)));
    await saved(open(layer), 5);
    const { actions, chain } = await open(layer).unsettled();
    expect(actions.map((action) => action.n)).toEqual([1, 2, 3, 4, 5]);
    actions.forEach((action, at) => {
      const before = actions[at - 1];
      expect(action.prev).toBe(before === undefined ? CHAIN_START : actionHash(before));
    });
    expect(chain).toEqual({ replica: REPLICA, n: 5, hash: actionHash(actions[4] as Action) });
  });

  it.each([
    ['write', 'ENOSPC', 'noRoom'],
    ['force', 'ENOSPC', 'noRoom'],
    ['rename', 'EIO', 'io'],
    ['forceFolder', 'ENOSPC', 'noRoom'],
  ])('[sync D2] says so when %s fails with %s, and leaves no trace', async (failing, code, answer) => {
    const layer = new CrashLayer();
    const files = open(layer);
    await saved(files, 1);
    layer.fault = (call) => (call === failing ? code : undefined);
    expect(await files.append(draft(2), sign)).toMatchObject({ ok: false, code: answer });
    layer.fault = undefined;
    const next = await saved(files, 3);
    expect(next.n).toBe(2);
    expect((await open(layer).unsettled()).actions.map((action) => action.n)).toEqual([1, 2]);
    expect(layer.paths().filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  it('[sync G5] is kept when the gate would refuse it as too large, and not made when no person can have written it', async () => {
    const files = open(new CrashLayer());
    expect(await files.append(draft(1, '字'.repeat(30_000)), sign)).toMatchObject({ ok: true });
    expect(await files.append(draft(2, '字'.repeat(100_000)), sign)).toEqual({ ok: false, code: 'tooLarge' });
    expect((await files.unsettled()).actions.map((action) => action.n)).toEqual([1]);
  });

  it('[sync G2] is never written twice under one id', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    const action = await saved(files, 1);
    await expect(files.append(draft(1, '另一种说法'), sign)).rejects.toThrow('saved already');
    expect((await open(layer).unsettled()).actions).toEqual([action]);
  });

  it('ignores and removes what a crash left half written', async () => {
    const layer = new CrashLayer();
    layer.put(`${FOLDER}/outbox/.0000000001-${'a'.repeat(64)}.json.tmp`, new Uint8Array([123]));
    expect((await open(layer).unsettled()).actions).toEqual([]);
    expect(layer.paths()).toEqual([]);
  });

  it('moves a damaged file aside, reports it, and keeps its place in the chain', async () => {
    const layer = new CrashLayer();
    await saved(open(layer), 1);
    const second = await saved(open(layer), 2);
    const name = layer.paths().find((path) => path.includes('0000000002')) ?? '';
    layer.put(name, new TextEncoder().encode('{"schema":1,"act'));
    const { actions, broken, chain } = await open(layer).unsettled();
    expect(actions.map((action) => action.n)).toEqual([1]);
    expect(broken).toHaveLength(1);
    expect(chain).toMatchObject({ n: 2, hash: actionHash(second) });
    expect(layer.paths().some((path) => path.startsWith(`${FOLDER}/broken/0000000002`))).toBe(true);
    expect((await open(layer).unsettled()).broken).toHaveLength(1);
  });

  it('sees a content that is not what the name was made for', async () => {
    const layer = new CrashLayer();
    const action = await saved(open(layer), 1);
    const [name = ''] = layer.paths();
    layer.put(name, new TextEncoder().encode(JSON.stringify({ schema: 1, action: { ...action, body: { text: '改过' } } })));
    expect(await open(layer).unsettled()).toMatchObject({ actions: [], broken: [expect.stringContaining('0000000001')] });
  });
});

describe('a settled action', () => {
  it('[sync D2, R1] moves to settled, and never back when the removal was lost in a power cut', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    const action = await saved(files, 1);
    expect(await files.settle(record(action))).toEqual({ ok: true });
    expect(await files.settle(record(action))).toEqual({ ok: true });
    layer.crash();
    const again = open(layer);
    expect((await again.unsettled()).actions).toEqual([]);
    expect((await again.settled()).records).toEqual([record(action)]);
    expect(await again.settle(record({ ...action, n: 9 }))).toMatchObject({ ok: false, code: 'unknown' });
  });

  it('[sync R1] takes the last word of a restored hub', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    const action = await saved(files, 1);
    await files.settle(record(action));
    expect(await files.settle(record(action, undefined, 'badSignature'))).toEqual({ ok: true });
    layer.crash();
    expect((await open(layer).settled()).records).toEqual([record(action, undefined, 'badSignature')]);
  });

  it('is moved only as it was saved', async () => {
    const files = open(new CrashLayer());
    const action = await saved(files, 1);
    expect(await files.settle(record({ ...action, body: { text: '改过' } }))).toMatchObject({ ok: false, code: 'unknown' });
    expect((await files.unsettled()).actions).toEqual([action]);
  });

  it('stays in the outbox when there is no room to move it', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    const action = await saved(files, 1);
    layer.fault = (call) => (call === 'write' ? 'ENOSPC' : undefined);
    expect(await files.settle(record(action))).toMatchObject({ ok: false, code: 'noRoom' });
    layer.fault = undefined;
    expect((await open(layer).unsettled()).actions).toEqual([action]);
  });

  it('[sync R1, G7] is forgotten after 35 days, but never the head of the chain nor the only copy of what was too large', async () => {
    const layer = new CrashLayer();
    const files = open(layer);
    const actions = [await saved(files, 1), await saved(files, 2), await saved(files, 3)];
    const [first, second, third] = actions as [Action, Action, Action];
    await files.settle(record(first));
    await files.settle(record(second, undefined, 'tooLarge'));
    await files.settle(record(third));
    const later = open(layer, () => START + 35 * DAY + 1);
    expect((await later.settled()).records.map((one) => one.action.n)).toEqual([2, 3]);
    expect((await saved(open(layer), 4)).n).toBe(4);
  });
});
