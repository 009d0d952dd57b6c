import { expect, test } from 'vitest';
import { decodePosition, encodePosition, type Position } from '../../shared/sync/position.ts';
import { positionText, positionTexts } from './position-text.ts';

test('[F2] a position has one text, whoever writes it', () => {
  for (let n = 0; n < 200; n += 1) {
    const channels = Object.fromEntries(Array.from({ length: n % 17 }, (_, at) => [`office:2101020${at}`, n * at]));
    const position: Position = { epoch: `01K${n}?>~`, audience: 'office', channels, ...(n % 2 === 0 ? {} : { begun: channels }) };
    expect(positionText(position)).toBe(encodePosition(position));
    expect(decodePosition(positionText(position))).toEqual(position);
  }
});

test('[F2] positions that differ in one channel’s seq have the texts they would have each by itself', () => {
  for (let n = 1; n < 17; n += 1) {
    const channels = Object.fromEntries(Array.from({ length: n }, (_, at) => [`office:2101020${at}`, n * at]));
    const position: Position = { epoch: `01K${n}?>~`, audience: 'office', channels, ...(n % 2 === 0 ? {} : { begun: channels }) };
    for (const channel of Object.keys(channels)) {
      const textAt = positionTexts(position, channel);
      for (const seq of [0, 9, 10, 99, 12_345, 99_999_999, 7])
        expect(textAt(seq)).toBe(encodePosition({ ...position, channels: { ...channels, [channel]: seq } }));
    }
  }
});
