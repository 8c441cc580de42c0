import { expect, test } from 'vitest';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import { shopperToBe } from './shopper-to-be.ts';

const ORDER = {
  financialStatus: 'PAID',
  cancelledAt: null,
  test: false,
  b2b: false,
  processedAt: '2026-10-01T00:00:00Z',
  lines: [{ sellingPlan: false }],
};
const orderOf = (customerId: string | null, changes: object = {}) =>
  ({ ...ORDER, customerId, ...changes }) as unknown as OrderFacts;

function shopOf(emails: Record<string, string | null>, orders: readonly OrderFacts[]) {
  return {
    async *customers() {
      for (const [id, email] of Object.entries(emails)) yield { id, email, tags: [] };
    },
    async *orders() {
      yield* orders;
    },
  };
}

const SINCE = new Date('2026-01-01T00:00:00Z');

test('most paid orders of their own since then → that e-mail', async () => {
  const emails = { 1: 'one@example.com', 2: 'two@example.com', 3: null, 4: 'four@example.com' };
  const orders = [
    ...[1, 2, 3, 4, 5].map(() => orderOf('3')),
    ...[1, 2].map(() => orderOf('2')),
    orderOf('1'),
    orderOf('1', { processedAt: '2025-12-31T00:00:00Z' }),
    orderOf('1', { lines: [{ sellingPlan: true }] }),
    ...[{ b2b: true }, { test: true }, { financialStatus: 'PENDING' }, { cancelledAt: '2026-10-02' }].map(
      (changes) => orderOf('4', changes),
    ),
    orderOf(null),
  ];
  expect(await shopperToBe(shopOf(emails, orders), SINCE)).toBe('two@example.com');
});

test('nobody with an e-mail, or no orders → nobody', async () => {
  expect(await shopperToBe(shopOf({ 1: null }, [orderOf('1')]), SINCE)).toBeNull();
  expect(await shopperToBe(shopOf({ 1: 'one@example.com' }, []), SINCE)).toBeNull();
});
