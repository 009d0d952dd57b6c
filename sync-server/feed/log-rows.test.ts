import { expect, test } from 'vitest';
import { channelsIn, hasLeft, heldRow, idOf, NONE, Within } from './log-rows.ts';

test('a row gives back its id and the channels, whatever stands in their names', () => {
  for (const [id, channels] of [
    ['ticket:SY1', ['office:1', 'urgent:1']],
    ['notice:["a"]\nb', ['all', '路灯 "x",\n[y]']],
    ['', []],
  ] as const) {
    const row = heldRow(id, channels);
    expect([idOf(row), JSON.parse(channelsIn(row)), hasLeft(row)]).toEqual([id, channels, false]);
  }
});

test('[C1] a reader is told of no channel but those granted', () => {
  const within = new Within(['office:1', 'all']);
  const read = (channels: readonly string[]): string => within.of(channelsIn(heldRow('ticket:1', channels)));
  expect(read(['all', 'office:1', 'office:2'])).toBe('["all","office:1"]');
  expect(read(['all', 'office:1', 'office:2'])).toBe('["all","office:1"]');
  expect(read(['office:1', 'all'])).toBe('["office:1","all"]');
  expect(read(['person:a'])).toBe(NONE);
});
