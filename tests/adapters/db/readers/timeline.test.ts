import { beforeAll, expect, test } from 'vitest';
import type { CustomerId, LineId, OrderId, RefundId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { TimelineKind, TimePosition } from '../../../../web/use-cases/read-port.ts';
import { sampleMove, sampleStored } from '../stores/sample-rows.ts';
import { eachReader, walk } from './each-reader.ts';

const ID = '7' as CustomerId;
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
/** Ids with 9 and 10 digits among them: as text 9… would come after 10…. */
const orderIdOf = (index: number) => String(999_999_990 + index) as OrderId;

/** Orders two a minute, each third refunded at the minute of another order, the refund over two lines. */
function orderOf(index: number) {
  const orderId = orderIdOf(index);
  const refund = { refundId: String(5_000 + index) as RefundId, quantity: 1, refundedAt: at(8) };
  const refunds = ['1', '2'].map((line) => ({ ...refund, lineId: line as LineId, subtotalMinor: index + 1 }));
  return sampleStored(
    { orderId, processedAt: at(Math.floor(index / 2)), refunds: index % 3 === 0 ? refunds : [] },
    { netRevenueMinor: index * 100 },
  );
}

eachReader((bench) => {
  const kept = Array.from({ length: 21 }, (_, index) => index);
  let shop: ShopId;
  beforeAll(async () => {
    shop = await bench.newShop();
    const { orders, customers } = bench.store;
    await orders.putMany(shop, kept.map(orderOf));
    await orders.put(shop, sampleStored({ orderId: '1' as OrderId, customerId: '8' as CustomerId }));
    // Twelve moves at one instant: their own order is the order in which they were written.
    await customers.addMoves(
      shop,
      Array.from({ length: 12 }, (_, index) => sampleMove({ reason: { code: 'repeat', params: { index } } })),
      at(8),
    );
    await customers.addMoves(shop, [sampleMove({ customerId: '8' as CustomerId })], at(8));
  });

  const timeline = (kinds: readonly TimelineKind[], limit: number) =>
    walk(
      (after: TimePosition | null) => bench.reader.customers.timeline(shop, ID, kinds, { after, limit }),
      ({ at: moment, id }) => ({ at: moment, id }),
    );

  test.for([1, 2, 5, 100])(
    'pages of %i orders, many at one instant → each once, newest first',
    async (limit) => {
      const seen = await walk(
        (after: TimePosition | null) => bench.reader.customers.orders(shop, ID, { after, limit }),
        ({ processedAt, orderId }) => ({ at: processedAt, id: orderId }),
      );
      expect(seen.map((row) => row.orderId)).toEqual(kept.map(orderIdOf).reverse());
      expect(seen[0]).toEqual({
        orderId: orderIdOf(20),
        processedAt: at(10),
        localOn: 20_464,
        totalMinor: 2_400_000,
        netMinor: 2_000,
        refundedMinor: 100_000,
        currency: 'VND',
        financialStatus: 'PARTIALLY_REFUNDED',
        fulfillment: 'partial',
        notQualifying: null,
        subscriptionRenewal: false,
      });
    },
  );

  test.for([1, 3, 7, 100])('pages of %i entries of all kinds → each once, newest first', async (limit) => {
    const seen = await timeline(['stage', 'order', 'refund'], limit);
    const refunded = kept.filter((index) => index % 3 === 0);
    expect(seen).toHaveLength(kept.length + refunded.length + 12);
    expect(new Set(seen.map((entry) => entry.id)).size).toBe(seen.length);
    const instants = seen.map((entry) => entry.at.getTime());
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    const moves = seen.flatMap((entry) => (entry.kind === 'stage' ? (entry.reason?.params.index ?? -1) : []));
    expect(moves).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    // What followed from what, at one instant, newest first: the move, the refund, the order.
    const kinds = seen.filter((entry) => entry.at.getTime() === at(8).getTime()).map((entry) => entry.kind);
    const expected = [...Array(12).fill('stage'), ...refunded.map(() => 'refund'), 'order', 'order'];
    expect(kinds).toEqual(expected);
  });

  test('a refund over two lines → one entry with their sum', async () => {
    const refunds = await timeline(['refund'], 100);
    expect(
      refunds.map((entry) =>
        entry.kind === 'refund' ? [entry.orderId, entry.amountMinor, entry.currency] : [],
      ),
    ).toEqual(
      kept
        .filter((index) => index % 3 === 0)
        .map((index) => [orderIdOf(index), 2 * (index + 1), 'VND'])
        .reverse(),
    );
  });

  test('some kinds, the same twice, none → those once, those once, nothing', async () => {
    expect((await timeline(['order'], 5)).map((entry) => entry.kind)).toEqual(kept.map(() => 'order'));
    expect(await timeline(['stage', 'stage'], 5)).toHaveLength(12);
    expect(await timeline([], 5)).toEqual([]);
  });
});
