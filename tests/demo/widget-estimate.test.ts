import { expect, test } from 'vitest';
import { defaultProgram } from '../../web/domain/loyalty/program.ts';
import { programView } from '../../web/domain/loyalty/program-view.ts';
import { isoToDay } from '../../web/domain/shared/time.ts';
import { widgetEstimate } from './widget-estimate.ts';

const TODAY = '2026-11-21';
const program = programView(
  { ...defaultProgram('VND'), on: true },
  { currency: 'VND', todayOn: isoToDay(TODAY), excluded: [] },
);

function cartPage(cart: object): string {
  const script = (name: string, data: object) =>
    `<script type="application/json" ${name}>\n${JSON.stringify(data)}\n</script>`;
  return `<main>${script('data-encore', { program, today: TODAY })}${script('data-cart', cart)}</main>`;
}
const goods = { product: '1', price: 12_345_600, giftCard: false };

test('a cart page → points of its lines less what the cart’s codes take off', () => {
  expect(widgetEstimate(cartPage({ lines: [goods], discount: 0 }), null)).toBe(12);
  expect(widgetEstimate(cartPage({ lines: [goods], discount: 5_000_000 }), null)).toBe(7);
  expect(widgetEstimate(cartPage({ lines: [{ ...goods, giftCard: true }], discount: 0 }), null)).toBe(0);
});

test('a member of a higher level → more', () => {
  const tier = {
    key: 'plus',
    name: '',
    multiplierBps: 15_000,
    keptUntilOn: null,
    graceUntilOn: null,
    graceMissing: null,
  };
  expect(widgetEstimate(cartPage({ lines: [goods], discount: 0 }), { tier })).toBe(18);
});

test('a page without our block → says so', () => {
  expect(() => widgetEstimate('<main></main>', null)).toThrow('data-cart');
});
