import { describe, expect, test } from 'vitest';
import { maskedName, maskedPhone } from './masking.ts';

describe('F51 identifiers are masked until somebody asks', () => {
  test.each([
    ['王女士', '王**'],
    ['王', '王*'],
    ['欧阳某某某', '欧**'],
    ['', '*'],
    ['𠮷田', '𠮷*'],
  ])('the name %s is shown as %s', (name, shown) => {
    expect(maskedName(name)).toBe(shown);
  });

  test.each([
    ['13800001234', '138****1234'],
    ['138 0000 1234', '138****1234'],
    ['024-22880000', '024****0000'],
    ['123456', '******'],
    ['', '****'],
  ])('the number %s is shown as %s', (phone, shown) => {
    expect(maskedPhone(phone)).toBe(shown);
  });
});
