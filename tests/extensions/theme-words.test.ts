import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rewardsAround, wayToReward } from '../../extensions/encore-theme/src/next-reward.ts';
import type { PageData } from '../../extensions/encore-theme/src/page-data.ts';
import { toProgramMinor } from '../../extensions/encore-theme/src/prices.ts';
import { createVoice } from '../../extensions/encore-theme/src/voice.ts';
import { PROGRAM } from './theme/theme-shop.ts';

const LANGUAGES = { en: 'en.default', vi: 'vi', th: 'th' } as const;
type Language = keyof typeof LANGUAGES;

function speak(locale: Language, change: Partial<PageData['program']> = {}) {
  const file = new URL(`../../extensions/encore-theme/locales/${LANGUAGES[locale]}.json`, import.meta.url);
  const { encore } = JSON.parse(readFileSync(file, 'utf8')) as { encore: PageData['words'] };
  return createVoice({ words: encore, locale, program: { ...PROGRAM, ...change } });
}
/** Intl sets spaces that do not break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  test.each([
    ['en', 'VND', 50_000, '₫50,000'],
    ['vi', 'VND', 50_000, '50.000 ₫'],
    ['th', 'THB', 10_000, '฿100'],
    ['th', 'THB', 10_050, '฿100.50'],
    ['en', 'USD', 500, '$5'],
    ['en', 'USD', 1_999, '$19.99'],
    ['en', 'JPY', 300, '¥300'],
  ] as const)('%s, %s %i minor → %s', (locale, currency, amountMinor, text) => {
    expect(plain(speak(locale, { currency }).money(amountMinor))).toBe(text);
  });
});

describe('points', () => {
  test.each([
    ['en', 1, '1 point'],
    ['en', 1_250, '1,250 points'],
    ['vi', 1, '1 điểm'],
    ['th', 1_250, '1,250 คะแนน'],
  ] as const)('%s, %i → %s', (locale, value, text) => {
    expect(speak(locale).points(value)).toBe(text);
  });

  test('a word of the merchant’s own → in its language only', () => {
    const pointsName = { en: 'petals', vi: '', th: '' };
    expect(speak('en', { pointsName }).points(12)).toBe('12 petals');
    expect(speak('vi', { pointsName }).points(12)).toBe('12 điểm');
  });
});

describe('a day', () => {
  const now = new Date('2026-11-22T03:00:00Z');
  test.each([
    ['en', '2026-11-25T16:59:59Z', 'Wednesday'],
    ['vi', '2026-11-25T16:59:59Z', 'Thứ Tư'],
    ['en', '2026-12-22T16:59:59Z', 'December 22'],
    // The shop's day, not the server's: half past eight in the evening UTC is the next day there.
    ['en', '2026-12-22T20:30:00Z', 'December 23'],
    ['en', '2027-01-05T10:00:00Z', 'January 5, 2027'],
    ['th', '2027-01-05T10:00:00Z', '5 มกราคม 2027'],
    ['en', '2026-11-20T10:00:00Z', 'November 20'],
    ['en', '2025-11-20T10:00:00Z', 'November 20, 2025'],
    // Already next year there.
    ['en', '2026-12-31T20:00:00Z', 'January 1, 2027'],
  ] as const)('%s, %s → %s', (locale, iso, text) => {
    expect(speak(locale).day(iso, 'Asia/Ho_Chi_Minh', now)).toBe(text);
  });
});

describe('a reward', () => {
  test.each([
    [{ kind: 'amount', amountMinor: 50_000 }, '₫50,000 off'],
    [{ kind: 'percentage', percentageBps: 1_250 }, '12.5% off'],
    [{ kind: 'free_shipping' }, 'Free shipping'],
    [{ kind: 'free_product', productId: '7', title: 'Lotus tea' }, 'Free: Lotus tea'],
    [{ kind: 'store_credit', amountMinor: 20_000 }, '₫20,000 store credit'],
  ] as const)('%o → %s', (value, text) => {
    expect(speak('en').worth(value as Parameters<ReturnType<typeof speak>['worth']>[0])).toBe(text);
  });

  test('with a name of the merchant’s → that name', () => {
    const [first] = PROGRAM.rewards;
    if (!first) throw new Error('no reward');
    const voice = speak('vi', { rewards: [{ ...first, name: 'Quà Tết' }] });
    expect(voice.reward(first.rewardId, first.value)).toBe('Quà Tết');
  });

  test.each([
    [0, null, 'r1'],
    [99, null, 'r1'],
    [100, 'r1', 'r2'],
    [599, 'r2', 'r3'],
    [600, 'r3', null],
  ])('with %i points → within reach %s, next %s', (points, best, next) => {
    const around = rewardsAround({ points, debtPoints: 0 }, PROGRAM.rewards);
    expect([around.best?.rewardId ?? null, around.next?.reward.rewardId ?? null]).toEqual([best, next]);
  });

  test.each([
    ['nothing yet, 11 owed', 0, 11, '111 points to ₫50,000 off', 0],
    ['nothing yet', 0, 0, '100 points to ₫50,000 off', 0],
    ['on the way', 75, 0, '25 points to ₫50,000 off', 0.75],
    ['enough for all', 600, 0, 'Enough for 15% off', 1],
  ])('%s → how far it is', (_situation, points, debtPoints, text, share) => {
    const page = { program: PROGRAM } as PageData;
    const way = wayToReward({ voice: speak('en'), page }, { points, debtPoints });
    expect(way).toEqual({ text, share });
  });
});

describe('prices of the theme', () => {
  test.each([
    // Liquid gives hundredths of the unit, also of currencies without decimals.
    ['VND', 12_800_000, 1, 128_000],
    ['JPY', 30_000, 1, 300],
    ['USD', 1_999, 1, 1_999],
    // Shown in another currency: back by the shown rate, never up.
    ['USD', 1_000, 0.93, 1_075],
    ['VND', 10_000, 0.04, 2_500],
  ])('%s, %i hundredths at rate %d → %i minor', (currency, hundredths, rate, minor) => {
    expect(toProgramMinor(hundredths, { currency }, rate)).toBe(minor);
  });
});
