import { describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import type { CampaignWorld } from '../../support/campaign-world.ts';
import { MAIL_ONLY, NOBODY_HELD_BACK, openWorlds } from '../../support/open-worlds.ts';

const newWorld = openWorlds();
const DAY_MS = 86_400_000;
const TABLES = [
  'enrolment',
  'message',
  'offer',
  'link_follow',
  'order_credit',
  'mail_suppression',
  'tag_sync',
];

async function rowsOf(world: CampaignWorld, id: CustomerId): Promise<string[]> {
  const found: string[] = [];
  for (const table of TABLES)
    if ((await world.rows(`SELECT FROM ${table} WHERE shop_id = $1 AND customer_id = $2`, [id])).length > 0)
      found.push(table);
  return found;
}

/** Somebody in the middle of a ladder: the reminder is out, an offer too, a last one lies ahead. */
async function inLadder() {
  const world = await newWorld();
  const people = await world.buyers(2, 190);
  await world.install({ comparisonGroup: NOBODY_HELD_BACK });
  const { campaignId } = await world.launch('win_back', { channels: MAIL_ONLY });
  await world.runJobs();
  await world.advance(10 * DAY_MS);
  await world.tick();
  await world.hearShopify();
  const [one = '' as CustomerId, other = '' as CustomerId] = people;
  for (const id of people) expect(world.mailsTo(id)).toHaveLength(2);
  expect(await rowsOf(world, one)).toEqual(['enrolment', 'message', 'offer', 'tag_sync']);
  return { world, one, other, campaignId };
}

async function expectLadderGoesOn(world: CampaignWorld, id: CustomerId): Promise<void> {
  await world.advance(30 * DAY_MS);
  await world.tick();
  expect(world.mailsTo(id)).toHaveLength(3);
}

describe('somebody in a campaign', () => {
  it('is redacted → nothing leads to them any more, nothing more goes out, the numbers stay', async () => {
    const { world, one, other } = await inLadder();
    await world.control.post(`/customers/${one}/redact`);
    await world.hearShopify();
    expect(await rowsOf(world, one)).toEqual([]);
    const mails = world.mails().length;
    await expectLadderGoesOn(world, other);
    expect(world.mails()).toHaveLength(mails + 1);
    const [counts] = await world.rows<{ people: number; messages: number }>(
      `SELECT count(DISTINCT e.customer_id)::int AS people, count(m.*)::int AS messages
       FROM enrolment e JOIN message m USING (shop_id, enrolment_id) WHERE e.shop_id = $1`,
    );
    expect(counts).toEqual({ people: 2, messages: 5 });
  });

  it('is redacted with a code being made → no mail, and what was made ends by itself', async () => {
    const world = await newWorld();
    const [one = '' as CustomerId] = await world.buyers(1, 30);
    await world.install({ comparisonGroup: NOBODY_HELD_BACK });
    await world.launch('second_purchase', { channels: MAIL_ONLY });
    await world.runOnly('run-campaigns');
    await world.control.post(`/customers/${one}/redact`);
    await world.hearShopify();
    await world.runJobs();
    await world.advance(20 * DAY_MS);
    await world.tick();
    expect(world.mails()).toEqual([]);
    expect(await rowsOf(world, one)).toEqual([]);
    expect(world.discounts()).toEqual([]);
  });

  it('is merged into another → the code goes along and works, the ladder goes on once', async () => {
    const { world, one } = await inLadder();
    const kept = await world.customer();
    const beans = { title: 'Beans', variants: [{ priceMinor: 300_000 }] };
    const { id: productId } = await world.control.post<{ id: string }>('/products', beans);
    await world.hearShopify();
    const [offer] = await world.rows<{ code: string }>(
      'SELECT code FROM offer WHERE shop_id = $1 AND customer_id = $2',
      [one],
    );
    await world.control.post('/customers/merge', { keepId: kept, removeId: one });
    await world.hearShopify();
    await world.advance(60_000);
    expect(await rowsOf(world, one)).toEqual([]);
    expect(await rowsOf(world, kept)).toEqual(['enrolment', 'message', 'offer', 'tag_sync']);
    expect(world.tagsOf(kept)).toContain('encore-offer');
    const cart = { customerId: kept, lines: [{ productId }], codes: [offer?.code] };
    const preview = await world.control.post<{ refused: object[] }>('/checkout', { ...cart, preview: true });
    expect(preview.refused).toEqual([]);
    await world.advance(30 * DAY_MS);
    await world.tick();
    expect(world.mailsTo(kept)).toHaveLength(1);
    expect(await world.messagesOf(kept)).toHaveLength(3);
  });

  it('is deleted → stopped and forgotten, the others go on', async () => {
    const { world, one, other } = await inLadder();
    const { shop } = world.local.shop(world.control.domain);
    shop.customers.delete(one);
    const { queue } = await world.ctx();
    const { shopId } = await world.shop();
    await queue.enqueue('reconcile', { shopId });
    await world.runJobs();
    expect(await rowsOf(world, one)).toEqual([]);
    await expectLadderGoesOn(world, other);
  });
});
