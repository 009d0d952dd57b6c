import { expect, test } from 'vitest';
import type { Action, StoredAction } from '../hotline/action.ts';
import { actionHash, canonicalText, signedBytes } from './canonical.ts';

const ACTION = {
  schema: 1,
  _id: 'action:1',
  kind: 'comment',
  n: 1,
  body: { text: '已联系', 甲: 1, z: [1, 2] },
  sig: 's',
} as unknown as Action;

test('[G2] an action read back from the store is the same as the one that was sent', () => {
  const stored = { ...ACTION, received: { at: '2026-11-24T08:00:00.000Z', counter: 7 }, _rev: '1-abc' } as unknown as StoredAction;
  expect(actionHash(stored)).toBe(actionHash(ACTION));
  expect(actionHash({ ...ACTION, body: { text: '别的' } } as Action)).not.toBe(actionHash(ACTION));
});

test('[G0] a signature covers everything but itself and what the hub adds', () => {
  const text = new TextDecoder().decode(signedBytes(ACTION));
  expect(text).toBe('{"_id":"action:1","body":{"text":"已联系","z":[1,2],"甲":1},"kind":"comment","n":1,"schema":1}');
});

test('the canonical form does not depend on the order of keys', () => {
  expect(canonicalText({ b: 1, a: { d: 2, c: 3 } })).toBe(canonicalText({ a: { c: 3, d: 2 }, b: 1 }));
});
