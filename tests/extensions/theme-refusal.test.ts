import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CartAnswer } from '../../extensions/encore-theme/src/cart.ts';
import type { PageData } from '../../extensions/encore-theme/src/page-data.ts';
import { clashing, refusal } from '../../extensions/encore-theme/src/refusal.ts';
import { createVoice } from '../../extensions/encore-theme/src/voice.ts';
import type { OpenCode, RewardView } from '../../web/domain/loyalty/member-view.ts';
import { PROGRAM } from './theme/theme-shop.ts';

const NONE = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
const program = { ...PROGRAM, rewards: PROGRAM.rewards.map((one) => ({ ...one, combinesWith: NONE })) };

const codeOf = (rewardId: string, value: RewardView['value']): OpenCode => ({
  redemptionId: rewardId,
  rewardId,
  value,
  points: 100,
  code: `CODE-${rewardId}`,
  endsAt: '2026-12-22T00:00:00Z',
});
const off = codeOf('r1', { kind: 'amount', amountMinor: 50_000 });
const delivery = codeOf('r2', { kind: 'free_shipping' });
const tea = codeOf('r7', { kind: 'free_product', productId: '7' as never, title: 'Lotus tea' });

/** Prices in hundredths, as Shopify's cart says them. */
const cart = (subtotal: number, codes: readonly string[] = []): CartAnswer => ({
  items: [{ product_id: 8 }],
  items_subtotal_price: subtotal * 100,
  discount_codes: codes.map((code) => ({ code, applicable: true })),
});

describe('a cart that does not take a code', () => {
  let page: PageData;
  beforeAll(() => {
    const file = new URL('../../extensions/encore-theme/locales/en.default.json', import.meta.url);
    const { encore: words } = JSON.parse(readFileSync(file, 'utf8')) as { encore: PageData['words'] };
    page = {
      program,
      words,
      loggedIn: true,
      locale: 'en',
      currency: 'VND',
      today: '2026-11-22',
      urls: { proxy: '', logIn: '', cart: '', cartUpdate: '' },
    };
  });
  const say = (held: CartAnswer, code: OpenCode, all: readonly OpenCode[] = [code], over = page) => {
    const { why, mayFit } = refusal({ page: over, voice: createVoice(over) }, held, code, all);
    return [why, mayFit];
  };

  test('with another of ours in it that does not combine → both named; no goods would help, also below the minimum', () => {
    const words = 'Free shipping cannot be used together with ₫50,000 off.';
    expect(say(cart(158_000, [off.code]), delivery, [off, delivery])).toEqual([words, false]);
    expect(say(cart(50_000, [delivery.code]), off, [off, delivery])).toEqual([
      '₫50,000 off cannot be used together with Free shipping.',
      false,
    ]);
  });

  test('below the minimum → how much it takes', () => {
    expect(say(cart(99_999), off)).toEqual(['₫50,000 off needs an order from ₫100,000.', true]);
  });

  test('without the product that is free → which', () => {
    expect(say(cart(158_000), tea)).toEqual(['Put Lotus tea in your cart first.', true]);
    const with_ = { ...cart(158_000), items: [{ product_id: 7 }] };
    expect(say(with_, tea)[1]).toBe(false);
  });

  test('the minimum is met, a code that is not ours stands → that one', () => {
    expect(say(cart(158_000, ['SPRING10']), off)).toEqual([
      '₫50,000 off cannot be used together with SPRING10.',
      false,
    ]);
  });

  test('ours that combines by what is published, or whose settings are not → named as a reward still', () => {
    const over = { ...page, program: PROGRAM };
    const words = '₫50,000 off cannot be used together with Free shipping.';
    expect(say(cart(158_000, [delivery.code]), off, [off, delivery], over)).toEqual([words, false]);
  });

  test('nothing that is known of → said so', () => {
    expect(say(cart(158_000), off)).toEqual(['This cart does not take ₫50,000 off.', false]);
  });
});

test('a reward of which nothing is published any more → clashes with none', () => {
  expect(clashing('gone', program.rewards, [off])).toBeNull();
  expect(clashing('r2', program.rewards, [codeOf('gone', off.value)])).toBeNull();
  expect(clashing('r2', program.rewards, [off])).toBe(off);
});
