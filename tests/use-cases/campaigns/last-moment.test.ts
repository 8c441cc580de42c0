import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { unsubscribe } from '../../../web/use-cases/unsubscribe.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const MINUTE_MS = 60_000;

/** Messages with codes bound, ready to go. */
async function ready(count = 2): Promise<{ world: CampaignWorld; people: CustomerId[] }> {
  const world = await newWorld();
  const people = await world.buyers(count, 30);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  await world.launch('second_purchase', { channels: MAIL_ONLY });
  await world.runOnly('run-campaigns');
  await world.runOnly('issue-offers');
  expect(await world.messagesOf(people[0] ?? ('' as CustomerId))).toMatchObject([{ state: 'ready' }]);
  return { world, people };
}

/** The one customer is skipped for this reason with nothing left of the offer; the other got the mail. */
async function expectSkipped(
  world: CampaignWorld,
  people: readonly CustomerId[],
  reason: string,
): Promise<void> {
  const [one = '' as CustomerId, other = '' as CustomerId] = people;
  expect(world.mailsTo(one)).toEqual([]);
  expect(await world.messagesOf(one)).toEqual([{ state: 'skipped', reason, counted: false }]);
  expect(world.mailsTo(other)).toHaveLength(1);
  await world.advance(MINUTE_MS);
  const offers = await world.rows<{ code: string; state: string }>(
    'SELECT code, state FROM offer WHERE shop_id = $1 AND customer_id = $2',
    [one],
  );
  expect(offers).toEqual([{ code: expect.any(String), state: 'removed' }]);
  const standing = world.discounts().flatMap(({ codes }) => codes.map(({ code }) => code));
  expect(standing).toHaveLength(1);
  expect(standing).not.toContain(offers[0]?.code);
  expect(world.tagsOf(one)).not.toContain('encore-offer');
  expect(world.tagsOf(other)).toContain('encore-offer');
}

describe('what happens between decision and send', () => {
  it('they bought one second ago, the webhook is still on its way → skipped as bought, code removed, tag off', async () => {
    const { world, people } = await ready();
    await world.advance(-1_000);
    await world.bought(people[0] ?? ('' as CustomerId), 0);
    await world.advance(1_000);
    await world.runJobs();
    await expectSkipped(world, people, 'bought');
    const before = await world.rows('SELECT FROM order_fact WHERE shop_id = $1 AND customer_id = $2', [
      people[0],
    ]);
    expect(before).toHaveLength(1);
  });

  it('they bought and Encore heard of it, the enrolment is stopped → skipped as bought', async () => {
    const { world, people } = await ready();
    await world.bought(people[0] ?? ('' as CustomerId), 0);
    await world.hearShopify();
    await expectSkipped(world, people, 'bought');
  });

  it('they unsubscribed by our link, Shopify does not know yet → skipped as unsubscribed', async () => {
    const { world, people } = await ready();
    const [row] = await world.rows<{ message_id: string }>(
      'SELECT message_id FROM message WHERE shop_id = $1 AND customer_id = $2',
      [people[0]],
    );
    await unsubscribe(await world.ctx(), row?.message_id ?? '');
    await world.runOnly('deliver');
    await world.runJobs();
    await expectSkipped(world, people, 'unsubscribed');
  });

  it('they unsubscribed elsewhere a moment ago → skipped as unsubscribed by what Shopify says now', async () => {
    const { world, people } = await ready();
    const { offers } = await world.ctx();
    await offers.unsubscribeEmail(people[0] ?? ('' as CustomerId));
    await world.runJobs();
    await expectSkipped(world, people, 'unsubscribed');
  });

  it('staff gave them a tag the merchant excludes → skipped as excluded, by what Shopify says now', async () => {
    const world = await newWorld();
    const people = await world.buyers(2, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    const ctx = await world.ctx();
    const { version, rules } = await ctx.store.rules.current(ctx.shop.shopId);
    const excluding = { ...rules, excludedTags: ['Wholesale'] };
    await ctx.store.rules.save(ctx.shop.shopId, excluding, version, world.now);
    await world.launch('second_purchase', { channels: MAIL_ONLY });
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    await world.control.post(`/customers/${people[0]}/tags`, { add: ['wholesale'] });
    await world.runJobs();
    await expectSkipped(world, people, 'excluded');
  });

  it('they were deleted in Shopify → skipped as gone, and nothing leads to them', async () => {
    const world = await newWorld();
    const people = [await world.customer(), ...(await world.buyers(1, 30))];
    await world.bought(people[0] ?? ('' as CustomerId), 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await world.launch('second_purchase', { channels: MAIL_ONLY });
    await world.runOnly('run-campaigns');
    await world.runOnly('issue-offers');
    world.local.shop(world.control.domain).shop.customers.delete(people[0] ?? '');
    await world.runJobs();
    const erased = await world.rows(
      'SELECT state, reason, counted_at FROM message WHERE shop_id = $1 AND customer_id < 0',
    );
    expect(erased).toEqual([{ state: 'skipped', reason: 'customer_gone', counted_at: null }]);
    expect(world.mails()).toHaveLength(1);
  });
});

describe('a message that went one way and waits on another', () => {
  it('they unsubscribe while their mail is put off → it never goes, the offer on the site stays', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await world.launch('second_purchase');
    await world.local.mail.down();
    await world.runJobs();
    expect(await world.waysOf(one)).toMatchObject([
      { channel: 'email', state: 'waiting' },
      { channel: 'on_site', state: 'sent' },
    ]);
    const [row] = await world.rows<{ message_id: string }>(
      'SELECT message_id FROM message WHERE shop_id = $1',
    );
    await unsubscribe(await world.ctx(), row?.message_id ?? '');
    await world.local.mail.up();
    await world.advance(10 * MINUTE_MS);
    await world.runOnly('deliver');
    const { queue, shop } = await world.ctx();
    await queue.enqueue('deliver', { shopId: shop.shopId });
    await world.runOnly('deliver');
    expect(world.mails()).toEqual([]);
    expect(await world.waysOf(one)).toMatchObject([
      { channel: 'email', state: 'skipped', reason: 'unsubscribed' },
      { channel: 'on_site', state: 'sent' },
    ]);
    expect(await world.messagesOf(one)).toEqual([{ state: 'sent', reason: null, counted: true }]);
  });
});
