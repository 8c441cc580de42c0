import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const PEOPLE = 6;

async function launched(): Promise<{ world: CampaignWorld; people: CustomerId[] }> {
  const world = await newWorld();
  const people = await world.buyers(PEOPLE, 30);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  await world.launch('second_purchase', { channels: MAIL_ONLY });
  return { world, people };
}

type Offer = { customer_id: CustomerId; code: string; state: string };
const offersOf = (world: CampaignWorld) =>
  world.rows<Offer>('SELECT customer_id, code, state FROM offer WHERE shop_id = $1 ORDER BY offer_id');

/** Everybody has exactly one code that stands in Shopify, and one mail that names it. */
async function expectOneEach(world: CampaignWorld, people: readonly CustomerId[]): Promise<void> {
  const offers = await offersOf(world);
  expect(offers.map(({ customer_id }) => customer_id).sort()).toEqual([...people].sort());
  const standing = world.discounts().filter(({ settings }) => settings.title.startsWith('Encore '));
  expect(standing).toHaveLength(1);
  const codes = standing.flatMap((discount) => discount.codes.map(({ code }) => code));
  expect(codes.sort()).toEqual(offers.map(({ code }) => code).sort());
  expect(world.mails()).toHaveLength(people.length);
  for (const { customer_id, code, state } of offers) {
    expect(state).toBe('issued');
    const [mail] = world.mailsTo(customer_id);
    expect((await world.local.mail.inbox.read(mail?.id ?? ''))?.text).toContain(code);
  }
}

describe('Shopify in trouble', () => {
  it.each(['throttle', '429', '500', '503', 'drop-before', 'drop-after', '504-after'] as const)(
    '%s at each kind of call → one code and one mail each',
    async (kind) => {
      const { world, people } = await launched();
      for (const operation of OPERATIONS) world.local.faults.add({ ...FAULT, kind, operation });
      await world.runJobs();
      expect(world.local.faults.list()).toEqual([]);
      await expectOneEach(world, people);
    },
  );

  it('it is away for hours in the middle of issuing → nothing is lost, all goes out when it is back', async () => {
    const { world, people } = await launched();
    await world.runOnly('run-campaigns');
    world.local.faults.add({ ...FAULT, kind: '503', operation: '*', times: 500, after: 3 });
    await world.runOnly('issue-offers');
    expect(world.failures.map(({ job }) => job)).toContain('issue-offers');
    expect(world.mails()).toEqual([]);
    world.local.faults.clear();
    await world.runJobs();
    await world.tick();
    await expectOneEach(world, people);
  });
});

const OPERATIONS = [
  'DiscountCreate',
  'CodesAdd',
  'CodeCreations',
  'TagsAdd',
  'SegmentMembers',
  'SegmentCreate',
  'Recipients',
] as const;
const FAULT = { operation: '*', times: 1, after: 0, delayMs: 0 };

describe('a code the merchant has already', () => {
  it('the first of a discount and another of the rest → both get a code of their own, nobody the merchant’s', async () => {
    const { world, people } = await launched();
    await world.runOnly('run-campaigns');
    const reserved = await offersOf(world);
    const taken = [reserved[0]?.code ?? '', reserved[3]?.code ?? ''];
    for (const firstCode of taken) await merchantMakes(world, firstCode);
    await world.runJobs();
    await expectOneEach(world, people);
    const codes = (await offersOf(world)).map(({ code }) => code);
    for (const code of taken) expect(codes).not.toContain(code);
    expect(codes.filter((code) => reserved.some((offer) => offer.code === code))).toHaveLength(PEOPLE - 2);
  });

  it('codes that stand with our own discount, their answer lost with the process → they are issued as they are', async () => {
    const { world, people } = await launched();
    await world.runOnly('run-campaigns');
    const reserved = await offersOf(world);
    const ctx = await world.ctx();
    await world.runOnly('issue-offers');
    // The last call's note is taken back, as if the process had died before it.
    await world.rows(`UPDATE offer SET state = 'reserved', creation_id = NULL, issued_at = NULL WHERE shop_id = $1
      AND code <> (SELECT first_code FROM offer_discount WHERE shop_id = $1)`);
    await world.rows(`UPDATE message SET state = 'issuing' WHERE shop_id = $1`);
    await ctx.queue.enqueue('issue-offers', { shopId: ctx.shop.shopId });
    await world.runJobs();
    await expectOneEach(world, people);
    expect((await offersOf(world)).map(({ code }) => code)).toEqual(reserved.map(({ code }) => code));
  });
});

async function merchantMakes(world: CampaignWorld, firstCode: string): Promise<void> {
  const { offers } = await world.ctx();
  const segmentGid = await offers.ensureSegment('VIP', "customer_tags CONTAINS 'vip'");
  const made = await offers.createDiscount({
    title: `Summer sale ${firstCode}`,
    terms: {
      value: { kind: 'percentage', percentageBps: 500 },
      validDays: 5,
      minimumSpendMinor: null,
      scope: { kind: 'all' },
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      appliesTo: { oneTimePurchase: true, subscription: false },
    },
    currency: 'VND',
    startsAt: world.now,
    endsAt: new Date(world.now.getTime() + 5 * 86_400_000),
    segmentGid,
    firstCode,
  });
  expect(made.outcome).toBe('made');
}
