import { expect, test } from 'vitest';
import { createKeyedDraws } from '../../../web/db/keyed-draws.ts';
import type { CustomerId, ShopId } from '../../../web/domain/shared/ids.ts';

const draws = createKeyedDraws('key');
const shop = 1 as ShopId;
const place = (n: number, half = '2026-H2') => draws.place(shop, String(n) as CustomerId, half);

test('20,000 customers → places spread evenly over [0,1), the same each time', () => {
  const places = Array.from({ length: 20_000 }, (_, n) => place(n));
  expect(places.every((u) => u >= 0 && u < 1)).toBe(true);
  const tenths = Array.from({ length: 10 }, (_, i) => places.filter((u) => Math.floor(u * 10) === i).length);
  // 2,000 expected in each; chi-square over 9 degrees of freedom stays below 27.9 with p = .999.
  expect(tenths.reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0)).toBeLessThan(27.9);
  expect(place(7)).toBe(place(7));
});

test('another half-year, shop or installation → another place', () => {
  expect(place(7, '2027-H1')).not.toBe(place(7));
  expect(draws.place(2 as ShopId, '7' as CustomerId, '2026-H2')).not.toBe(place(7));
  expect(createKeyedDraws('other').place(shop, '7' as CustomerId, '2026-H2')).not.toBe(place(7));
});

test('the code of a step → the same bytes again; another step or attempt → others', () => {
  const bytes = (step: number, attempt: number) =>
    Buffer.from(draws.codeBytes(shop, { enrolmentId: '12', step }, attempt)).toString('hex');
  expect(bytes(1, 0)).toHaveLength(10);
  expect(bytes(1, 0)).toBe(bytes(1, 0));
  expect(new Set([bytes(1, 0), bytes(2, 0), bytes(1, 1)]).size).toBe(3);
});
