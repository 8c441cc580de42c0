import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDecimal, toMinor } from '../../../web/domain/shared/money.ts';

describe('money', () => {
  it('keeps the digits of its currency: none in VND and JPY, two in THB, three in KWD', () => {
    expect(toMinor('120000', 'VND')).toBe(120_000);
    expect(toMinor('120000.00', 'VND')).toBe(120_000);
    expect(toMinor('1500', 'JPY')).toBe(1500);
    expect(toMinor('99.5', 'THB')).toBe(9950);
    expect(toMinor('1.2345', 'KWD')).toBe(1235);
    expect(toDecimal(120_000, 'VND')).toBe('120000');
    expect(toDecimal(5, 'USD')).toBe('0.05');
    expect(toDecimal(-1250, 'USD')).toBe('-12.50');
    expect(toDecimal(1234, 'KWD')).toBe('1.234');
  });

  it('rounds half away from zero and refuses what is no decimal number', () => {
    expect(toMinor('0.005', 'USD')).toBe(1);
    expect(toMinor('-0.005', 'USD')).toBe(-1);
    expect(() => toMinor('12,50', 'USD')).toThrow(RangeError);
  });

  it('written out and read back is the same', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'VND', 'KWD'), (minor, currency) => {
        expect(toMinor(toDecimal(minor, currency), currency)).toBe(minor);
      }),
    );
  });
});
