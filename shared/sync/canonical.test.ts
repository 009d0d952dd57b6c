import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action, StoredAction } from '../hotline/action.ts';
import { actionHash, canonicalText, hasHalfCharacter, signedBytes } from './canonical.ts';

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

test('[S4] the text of any JSON value is that of a second implementation of RFC 8785, and both refuse half a character', () => {
  const json = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' }))));
  fc.assert(
    fc.property(json, (value) => {
      const read = (write: (one: unknown) => string | undefined): string | undefined => {
        try {
          return write(value);
        } catch {
          return undefined;
        }
      };
      expect(read(canonicalText)).toBe(read(canonicalize));
      expect(hasHalfCharacter(value)).toBe(read(canonicalText) === undefined);
    }),
    { numRuns: 2000, seed: 8785 },
  );
  expect(() => canonicalText({ text: '半个\ud83d' })).toThrow();
  expect(canonicalText({ text: '打出来的\\ud83d', emoji: '😀' })).toBe(canonicalize({ text: '打出来的\\ud83d', emoji: '😀' }));
});

test('[L4] half a character is found at any depth, in a value and in a name', () => {
  const deep = (inner: string): unknown => JSON.parse(`${'['.repeat(200_000)}${inner}${']'.repeat(200_000)}`);
  expect([deep('"\\udc00"'), deep('{"\\ud800":1}'), deep('"\\ud83d\\ude00"'), undefined].map(hasHalfCharacter)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
