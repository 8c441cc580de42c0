import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { createShopifyOffers } from '../../../web/shopify/offers/create-shopify-offers.ts';
import type { ActivityReport, ShopifyOffers } from '../../../web/use-cases/ports.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
let offers: ShopifyOffers;
beforeAll(async () => {
  store = await openDevStore({});
  offers = createShopifyOffers(store.client, {});
  await store.control('POST', 'delays', { segmentMs: LAG_MS });
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
});

const nobody = '12345' as CustomerId;
/** Longer than the tests take: the local Shopify's clock goes on by itself, too. */
const LAG_MS = 600_000;
const TAGGED = "customer_tags CONTAINS 'encore-offer'";

describe('the segment that binds codes', () => {
  it('made once, found again, and mended where its query was changed', async () => {
    const gid = await offers.ensureSegment('Ours', TAGGED);
    expect(await offers.ensureSegment('Ours', TAGGED)).toBe(gid);
    expect(await offers.ensureSegment('Ours', "customer_tags CONTAINS 'other'")).toBe(gid);
    await store.dev('POST', 'faults', { kind: 'drop-after', operation: 'SegmentCreate' });
    const lost = await offers.ensureSegment('Answer lost', TAGGED);
    expect(await offers.ensureSegment('Answer lost', TAGGED)).toBe(lost);
  });

  it.each([3, 8])(
    '%i tagged customers → held only after Shopify’s own time, strangers never',
    async (count) => {
      const gid = await offers.ensureSegment(`Lagging ${count}`, TAGGED);
      const ids = await Promise.all(Array.from({ length: count }, () => store.customer()));
      const stranger = await store.customer();
      await store.dev('POST', 'clock', { advanceMs: LAG_MS + 1_000 });
      const changes = ids.map((customerId) => ({ customerId, add: ['encore-offer'], remove: [] }));
      await store.shopify.changeTags(changes);
      const asked = [...ids, stranger];
      expect(await offers.segmentHolds(gid, asked, { thorough: true })).toEqual(new Set());
      await store.dev('POST', 'clock', { advanceMs: LAG_MS + 1_000 });
      expect(await offers.segmentHolds(gid, asked, { thorough: true })).toEqual(new Set(ids));
      expect(await offers.segmentHolds(gid, ids, { thorough: false })).toEqual(new Set(ids));
    },
  );
});

describe('people at the moment of sending', () => {
  it('→ as they stand now, with their newest order; who is gone is null', async () => {
    const id = await store.customer({
      firstName: 'An',
      lastName: 'Tran',
      email: 'an@customers.example',
      phone: '+84901234567',
      locale: 'vi',
      countryCode: 'VN',
      tags: ['wholesale'],
      emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' },
    });
    const { id: orderId } = await store.order({
      customerId: id,
      lines: [{ quantity: 1, unitPriceMinor: 1_000 }],
    });
    const found = await offers.fetchRecipients([id, nobody]);
    expect(found.get(id)).toMatchObject({
      customerId: id,
      firstName: 'An',
      displayName: 'An Tran',
      email: 'an@customers.example',
      emailConsent: 'SUBSCRIBED',
      phone: '+84901234567',
      locale: 'vi',
      country: 'VN',
      tags: ['wholesale'],
      lastOrder: { orderId },
    });
    expect(found.get(nobody)).toBeNull();
  });

  it('titles of products → by id, one that is gone is absent', async () => {
    const { id } = await store.control('POST', 'products', {
      title: 'Tea',
      variants: [{ priceMinor: 1_000 }],
    });
    expect(await offers.productTitles([String(id), '999', String(id)])).toEqual(
      new Map([[String(id), 'Tea']]),
    );
  });

  it('an unsubscription written back → stands in Shopify, again → nothing; who is gone → told so', async () => {
    const emailConsent = { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN' };
    const id = await store.customer({ email: 'bye@customers.example', emailConsent });
    expect(await offers.unsubscribeEmail(id)).toBe('done');
    expect(await offers.unsubscribeEmail(id)).toBe('done');
    expect((await offers.fetchRecipients([id])).get(id)?.emailConsent).toBe('UNSUBSCRIBED');
    expect(await offers.unsubscribeEmail(nobody)).toBe('gone');
  });
});

describe('Shopify Flow', () => {
  const payload = (id: CustomerId) => ({ customer_id: id, 'Offer code': 'BACK-1' });

  it('a trigger in use → received once; one that nobody uses → refused', async () => {
    const id = await store.customer();
    await store.control('POST', 'flow-triggers', { inUse: ['encore-offer-issued'] });
    expect(await offers.triggerFlow('encore-offer-issued', payload(id))).toBe('done');
    expect(await offers.triggerFlow('something-else', payload(id))).toBe('refused');
    const { received } = await store.control('GET', 'flow-triggers');
    expect(received).toHaveLength(1);
  });

  it('the answer lost → lost, and not asked a second time', async () => {
    const id = await store.customer();
    await store.control('POST', 'flow-triggers', { inUse: ['encore-offer-issued'] });
    await store.control('DELETE', 'flow-triggers');
    await store.dev('POST', 'faults', { kind: 'drop-after', operation: 'FlowTrigger' });
    expect(await offers.triggerFlow('encore-offer-issued', payload(id))).toBe('lost');
    const { received } = await store.control('GET', 'flow-triggers');
    expect(received).toHaveLength(1);
  });
});

describe('marketing reports', () => {
  const activity: ActivityReport = {
    remoteId: 'encore-campaign-7',
    title: 'Win-back',
    url: 'https://pho.myshopify.com/admin/apps',
    status: 'ACTIVE',
    utm: { campaign: 'encore-7', source: 'encore', medium: 'email' },
    startedAt: new Date('2026-03-01T00:00:00Z'),
  };

  it('said twice → one activity with the newest title and status; a day’s sends are replaced, not added', async () => {
    await offers.reportActivity(activity);
    await offers.reportActivity({ ...activity, title: 'Win-back 2', status: 'PAUSED' });
    const on = new Date().toISOString().slice(0, 10);
    await offers.reportSends(activity.remoteId, { on, utcOffset: '+00:00', sends: 5, clicks: 1 });
    await offers.reportSends(activity.remoteId, { on, utcOffset: '+00:00', sends: 9, clicks: 2 });
    const told = (await store.control('GET', 'marketing')) as { activities: object[]; engagements: object[] };
    expect(told.activities).toMatchObject([{ remoteId: activity.remoteId, title: 'Win-back 2' }]);
    expect(told.engagements).toHaveLength(1);
    expect(JSON.stringify(told.engagements)).toContain('9');
  });

  it('sends of an activity nobody told of → Shopify’s refusal in words', async () => {
    const day = { on: '2026-03-01', utcOffset: '+00:00', sends: 1, clicks: 0 };
    await expect(offers.reportSends('nobody', day)).rejects.toMatchObject({ code: 'SHOPIFY_REFUSED' });
  });
});
