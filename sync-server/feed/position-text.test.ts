import { expect, test } from 'vitest';
import { decodePosition, encodePosition, type Position } from '../../shared/sync/position.ts';
import { positionText } from './position-text.ts';

test('[F2] a position has one text, whoever writes it', () => {
  for (let n = 0; n < 200; n += 1) {
    const channels = Object.fromEntries(Array.from({ length: n % 17 }, (_, at) => [`office:2101020${at}`, n * at]));
    const position: Position = { epoch: `01K${n}?>~`, audience: 'office', channels, ...(n % 2 === 0 ? {} : { begun: channels }) };
    expect(positionText(position)).toBe(encodePosition(position));
    expect(decodePosition(positionText(position))).toEqual(position);
  }
});
