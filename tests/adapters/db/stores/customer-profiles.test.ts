import { describe, expect, test } from 'vitest';
import { AT, collect, eachStore, overlapping } from './each-store.ts';
import {
  customerId,
  day,
  orderId,
  sampleDelivery,
  sampleMove,
  sampleProfile,
  sampleState,
  sampleStored,
  sampleSummary,
} from './sample-rows.ts';

const HUGE = customerId('9007199254740993');
const LATER = new Date(AT.getTime() + 60_000);

eachStore((bench) => {
  describe('profiles', () => {
    test('an excluded tag comes and goes, in any case → named when it changes, and only then', async () => {
      const shop = await bench.newShop();
      const put = (tags: string[], iso: string) =>
        bench.store.customers.putProfiles(
          shop,
          [sampleProfile({ tags, updatedAt: day(iso) })],
          ['WHOLEsale'],
        );
      expect(await put(['x'], '2026-01-01')).toEqual([]);
      expect(await put(['wholeSALE'], '2026-01-02')).toEqual(['7']);
      expect(await put(['Wholesale'], '2026-01-03')).toEqual([]);
      expect(await put([], '2026-01-04')).toEqual(['7']);
    });

    test('an older profile arrives late → the newer stands; in one batch the newest counts', async () => {
      const shop = await bench.newShop();
      const at = (iso: string, locale: string) => sampleProfile({ updatedAt: day(iso), locale });
      await bench.store.customers.putProfiles(
        shop,
        [at('2026-01-03', 'c'), at('2026-01-04', 'd'), at('2026-01-02', 'b')],
        [],
      );
      expect(await bench.store.customers.putProfiles(shop, [at('2026-01-01', 'a')], ['Wholesale'])).toEqual(
        [],
      );
      const { rows } = await bench.pool.query(
        'SELECT locale, country, email_consent, sms_consent, excluded FROM customer_fact WHERE shop_id = $1',
        [shop],
      );
      expect(rows).toEqual([
        { locale: 'd', country: 'VN', email_consent: 'SUBSCRIBED', sms_consent: null, excluded: false },
      ]);
      const known = await bench.store.customers.profileUpdatedAt(shop, [customerId(7), customerId(8)]);
      expect(known).toEqual(new Map([['7', day('2026-01-04')]]));
    });

    test('only orders are known → the instant of the profile is null, and the first profile takes', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.saveMany(shop, [sampleState()], AT);
      expect(await bench.store.customers.profileUpdatedAt(shop, [customerId(7)])).toEqual(
        new Map([['7', null]]),
      );
      expect(await bench.store.customers.putProfiles(shop, [sampleProfile()], ['wholesale'])).toEqual(['7']);
      const [row] = await collect(bench.store.customers.stream(shop, 10));
      expect(row).toMatchObject({ excluded: true, summary: sampleSummary() });
    });

    test('two processes change the exclusion at once → the second names what it really changed', async () => {
      const shop = await bench.newShop();
      const put = (tags: string[], iso: string) =>
        [shop, [sampleProfile({ tags, updatedAt: day(iso) })], ['wholesale']] as const;
      await bench.store.customers.putProfiles(...put(['wholesale'], '2026-01-01'));
      const both = await overlapping(
        bench,
        (tx) => tx.customers.putProfiles(...put([], '2026-01-02')),
        () => bench.store.customers.putProfiles(...put(['wholesale'], '2026-01-03')),
      );
      expect(both).toMatchObject([{ value: ['7'] }, { value: ['7'] }]);
    });

    test('what we hold beside what an echo brings → country and wanted tags of those whose profile we know', async () => {
      const shop = await bench.newShop();
      await bench.store.customers.putProfiles(
        shop,
        [sampleProfile(), sampleProfile({ customerId: customerId(8) })],
        [],
      );
      await bench.store.customers.saveMany(shop, [sampleState({ customerId: customerId(9) })], AT);
      await bench.store.tags.want(shop, [{ customerId: customerId(7), desired: ['vip'] }], AT);
      const { locale, country, emailConsent, smsConsent, updatedAt } = sampleProfile();
      const held = {
        locale,
        country,
        emailConsent,
        smsConsent,
        updatedAt,
        excluded: false,
        standingTags: [],
      };
      expect(
        await bench.store.customers.mirrors(
          shop,
          [7, 8, 9, 10].map((id) => customerId(id)),
        ),
      ).toEqual(
        new Map([
          ['7', { ...held, desiredTags: ['vip'] }],
          ['8', { ...held, desiredTags: [] }],
        ]),
      );
    });
  });

  describe('removal', () => {
    const traces = async (shop: number, id: string) => {
      const tables = ['customer_fact', 'stage_change', 'tag_sync', 'order_fact'];
      const counts = tables.map((table) =>
        bench.pool.query(`SELECT FROM ${table} WHERE shop_id = $1 AND customer_id = $2`, [shop, id]),
      );
      return (await Promise.all(counts)).map((result) => result.rows.length);
    };
    const settle = async (shop: Awaited<ReturnType<typeof bench.newShop>>) => {
      await bench.store.customers.saveMany(shop, [sampleState({ customerId: HUGE })], AT);
      await bench.store.customers.addMoves(shop, [sampleMove({ customerId: HUGE })], AT);
      await bench.store.tags.want(shop, [{ customerId: HUGE, desired: ['vip'] }], AT);
      await bench.store.orders.put(shop, sampleStored({ customerId: HUGE, orderId: orderId(4) }));
      expect(await traces(shop, HUGE)).toEqual([1, 1, 1, 1]);
    };

    test('a deleted customer → row, moves and tag work go; the orders wait for what Shopify says of them', async () => {
      const shop = await bench.newShop();
      await settle(shop);
      await bench.store.customers.remove(shop, HUGE);
      expect(await traces(shop, HUGE)).toEqual([0, 0, 0, 1]);
    });

    test('a redacted customer → no trace but a keyed hash by which a late delivery is recognised', async () => {
      const shop = await bench.newShop();
      await settle(shop);
      const domain = (await bench.store.shops.find(shop))?.domain ?? '';
      await bench.store.inbox.receive(
        [HUGE, '12'].map((id) =>
          sampleDelivery({ domain, webhookId: id, body: `{"customer":{"id":${id}}}` }),
        ),
        AT,
      );
      const items = await bench.store.inbox.lease(shop, 10, AT, 1_000);
      await bench.store.inbox.fail(
        shop,
        items.map((item) => item.inboxId),
        'no use',
        null,
      );
      await bench.store.customers.redact(shop, HUGE, AT);
      await bench.store.customers.redact(shop, HUGE, LATER);
      expect(await traces(shop, HUGE)).toEqual([0, 0, 0, 0]);
      expect(await bench.store.orders.count(shop)).toBe(1);
      expect(await bench.store.customers.isRedacted(shop, [customerId(5), HUGE])).toEqual(new Set([HUGE]));
      const bodies = await bench.pool.query(
        'SELECT body FROM webhook_inbox WHERE shop_id = $1 ORDER BY webhook_id',
        [shop],
      );
      expect(bodies.rows).toEqual([{ body: '{"customer":{"id":12}}' }, { body: null }]);
      const { rows } = await bench.pool.query(
        'SELECT customer_hash FROM redacted_customer WHERE shop_id = $1',
        [shop],
      );
      expect(rows).toHaveLength(1);
      expect(rows[0].customer_hash).toHaveLength(32);
    });
  });
});
