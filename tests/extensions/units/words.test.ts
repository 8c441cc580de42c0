import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rewardOf } from '../../../extensions/shared/rewards.ts';
import { makeWords } from '../../../extensions/shared/words.ts';
import { makeI18n } from '../../dev-store/extension-host/browser/i18n.ts';
import { openCode, program } from '../support/shopper-view.ts';

function wordsIn(locale: 'en' | 'vi' | 'th', over: Parameters<typeof program>[0] = {}) {
  const file = locale === 'en' ? 'en.default' : locale;
  const url = new URL(`../../../extensions/encore-account/locales/${file}.json`, import.meta.url);
  const translations: unknown = JSON.parse(readFileSync(url, 'utf8'));
  const i18n = makeI18n({
    locale,
    currency: 'VND',
    timeZone: 'UTC',
    translations,
    fallback: {},
    target: '',
    scriptUrl: '',
    apiVersion: '',
    rewrite: ['', ''],
    signals: {},
    values: {},
    methods: [],
  });
  return makeWords(i18n, locale, { program: program(over), timeZone: 'Asia/Ho_Chi_Minh' });
}

describe('words', () => {
  test('one and many → the language’s own plural', () => {
    expect([wordsIn('en').points(1), wordsIn('en').points(1_200)]).toEqual(['1 point', '1,200 points']);
    expect([wordsIn('vi').points(1), wordsIn('vi').points(1_200)]).toEqual(['1 điểm', '1.200 điểm']);
    expect(wordsIn('th').points(1_200)).toBe('1,200 คะแนน');
  });

  test('money of each currency → with its own decimals', () => {
    const usd = wordsIn('en', { currency: 'USD' });
    expect(usd.worth({ kind: 'amount', amountMinor: 550 })).toBe('$5.50 off');
    expect(wordsIn('en').money(50_000)).toBe('₫50,000');
    expect(wordsIn('en', { currency: 'JPY' }).money(500)).toBe('¥500');
  });

  test('a day in Thai → the Gregorian year, not the Buddhist', () => {
    expect(wordsIn('th').date('2031-01-15')).toContain('2031');
    expect(wordsIn('th').day('2031-01-15T16:59:59.000Z')).toContain('2031');
  });

  test('a moment → its day in the shop; a day → that day everywhere', () => {
    expect(wordsIn('en').date('2031-01-15T17:00:00.000Z')).toBe('Jan 16, 2031');
    expect(wordsIn('en').date('2031-01-15')).toBe('Jan 15, 2031');
  });

  test('a reward → the merchant’s name, else its worth', () => {
    const value = { kind: 'percentage', percentageBps: 1_250 } as const;
    expect(wordsIn('en').reward({ name: 'Tea time', value })).toBe('Tea time');
    expect(wordsIn('en').reward({ name: '', value })).toBe('12.5% off');
  });

  test('a worth of small letters → large where a line begins with it', () => {
    const value = { kind: 'free_shipping' } as const;
    expect(wordsIn('vi').reward({ value })).toBe('miễn phí vận chuyển');
    expect(wordsIn('vi').title({ value })).toBe('Miễn phí vận chuyển');
  });

  test('a code’s reward → by the program’s name; gone from the program → nameless', () => {
    const named = program().rewards.map((reward) => ({ ...reward, name: 'Tea time' }));
    expect(rewardOf(named, openCode)).toEqual({ name: 'Tea time', value: openCode.value });
    expect(rewardOf([], openCode)).toEqual({ name: '', value: openCode.value });
  });
});
