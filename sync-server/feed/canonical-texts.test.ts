import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText } from '../../shared/sync/canonical.ts';
import { canonicalTexts } from './canonical-texts.ts';

test('[F1] copies that share their parts have the text that each has alone', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const document = fc.dictionary(fc.string({ maxLength: 6 }), fc.oneof(value, fc.array(value)));
  fc.assert(
    fc.property(document, document, (one, other) => {
      const [first] = Object.keys(one);
      const copies = [
        one,
        { ...one, ...other },
        { ...other, again: [one, one, undefined, 1, '一'], none: undefined, [first ?? 'x']: null },
      ];
      expect(canonicalTexts(copies)).toEqual(copies.map(canonicalText));
    }),
    { numRuns: 500, seed: 1 },
  );
});
