import { expect, test } from 'vitest';
import { TableGrowth } from '../../../../web/db/table-growth.ts';
import { AT, eachStore } from './each-store.ts';
import { customerId, orderId, sampleState, sampleStored } from './sample-rows.ts';

test('rows are written → statistics are due after 1,000 of them, then after twice as many, each table for itself', () => {
  const growth = new TableGrowth();
  growth.note('order_fact', 999);
  expect(growth.takeDue()).toEqual([]);
  growth.note('order_fact', 1);
  growth.note('customer_fact', 10);
  expect(growth.takeDue()).toEqual(['order_fact']);
  growth.note('order_fact', 1_999);
  expect(growth.takeDue()).toEqual([]);
  growth.note('order_fact', 1);
  expect(growth.takeDue()).toEqual(['order_fact']);
  expect(growth.takeDue()).toEqual([]);
});

eachStore((bench) => {
  const estimate = async (table: string) => {
    const { rows } = await bench.pool.query('SELECT reltuples FROM pg_class WHERE relname = $1', [table]);
    return rows[0].reltuples;
  };

  test('a backfill after plans were cached on empty tables → the planner knows the new size while it runs', async () => {
    const shop = await bench.newShop();
    await bench.store.orders.putMany(shop, [sampleStored()]);
    const orders = Array.from({ length: 1_200 }, (_, index) =>
      sampleStored({ orderId: orderId(index + 10) }),
    );
    await bench.store.orders.putMany(shop, orders);
    expect(await estimate('order_fact')).toBeGreaterThan(900);
    expect(await estimate('order_detail')).toBeGreaterThan(900);
    const states = Array.from({ length: 1_200 }, (_, index) =>
      sampleState({ customerId: customerId(index) }),
    );
    await bench.store.transaction(async (tx) => {
      await tx.customers.saveMany(shop, states, AT);
    });
    expect(await estimate('customer_fact')).toBe(1_200);
  });
});
