import { describe, expect, test } from 'vitest';
import { minorDigits } from '../../web/contract/values.ts';
import { minorDigits as domainMinorDigits } from '../../web/domain/shared/money.ts';
import { createFormat } from '../../web/frontend/shared/format.ts';
import { viewerLocale } from '../../web/frontend/shared/locale.ts';

const formatFor = (asked: string, timeZone = 'Asia/Ho_Chi_Minh') =>
  createFormat(viewerLocale(`?locale=${asked}`, undefined).intl, timeZone);

describe('the viewer’s locale', () => {
  test('?locale= → wins over App Bridge', () => {
    expect(viewerLocale('?locale=vi', 'th').language).toBe('vi');
    expect(viewerLocale('', 'th-TH').language).toBe('th');
  });

  test('a language we do not speak, or nonsense → English words and English shapes', () => {
    expect(viewerLocale('?locale=fr-FR', 'vi')).toEqual({ language: 'en', intl: 'en-u-ca-gregory' });
    expect(viewerLocale('?locale=%00%00', undefined).language).toBe('en');
  });

  test('a region of ours → keeps its shapes', () => {
    expect(viewerLocale('?locale=en-AU', undefined).intl).toBe('en-AU-u-ca-gregory');
  });
});

describe('dates, numbers and money', () => {
  test.each(['en', 'vi', 'th', 'th-TH'])('a day in %s → the Gregorian year', (asked) => {
    expect(formatFor(asked).day('2026-11-21')).toContain('2026');
    expect(formatFor(asked).month('2026-11')).toContain('2026');
    expect(formatFor(asked).instant('2026-11-21T08:00:00Z')).toContain('2026');
  });

  test('a day → never slips, whatever the shop’s zone', () => {
    expect(formatFor('en', 'America/Los_Angeles').day('2026-03-01')).toBe('Mar 1, 2026');
  });

  test('an instant late in UTC → the next day in Saigon', () => {
    expect(formatFor('en').instant('2026-11-21T19:05:00.000Z')).toMatch(/^Nov 22, 2026, 2:05/);
  });

  test('đồng → without decimals; baht → with two', () => {
    expect(formatFor('vi').money({ amountMinor: 2_400_000, currency: 'VND' })).toMatch(/^2\.400\.000\s₫$/);
    expect(formatFor('en').money({ amountMinor: 2550, currency: 'THB' })).toContain('25.50');
  });

  test('every currency there is → the same minor unit as the domain', () => {
    for (const currency of Intl.supportedValuesOf('currency')) {
      expect([currency, minorDigits(currency)]).toEqual([currency, domainMinorDigits(currency)]);
    }
  });

  test('rupiah → counted in two decimals although none is printed', () => {
    expect(formatFor('en').money({ amountMinor: 1_500_000, currency: 'IDR' })).toMatch(/15,000$/);
  });

  test('a share below 10 % → one decimal', () => {
    expect(formatFor('en').share(0.054)).toBe('5.4%');
    expect(formatFor('en').share(0.371)).toBe('37%');
  });
});
