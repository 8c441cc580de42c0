import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignArm, halfYearOf } from '../../../web/domain/campaigns/comparison-group.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { localDayOf } from '../../../web/domain/shared/time.ts';
import { followLink } from '../../../web/use-cases/follow-link.ts';
import { CampaignWorld } from '../../support/campaign-world.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
let world: CampaignWorld;
let first: CustomerId[];
let lapsed: CustomerId[];
let beans: string;
beforeAll(async () => {
  database = await createTestDatabase('pglite');
  world = await CampaignWorld.open(database);
  first = await world.buyers(16, 30);
  lapsed = await world.buyers(16, 200);
  beans = (await world.control.post<{ id: string }>('/products', BEANS)).id;
  await world.install();
  await world.launch('second_purchase');
  await world.launch('win_back');
  await world.runJobs();
});
afterAll(async () => {
  await world.close();
  await database.close();
});

const BEANS = { title: 'Beans', variants: [{ priceMinor: 300_000 }] };
const DAY_MS = 86_400_000;

/** Who is not held back, by the keyed draw itself. */
async function treated(ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const { draws, shop } = await world.ctx();
  const half = halfYearOf(localDayOf(world.now, shop.timeZone));
  return ids.filter((id) => !assignArm(draws.place(shop.shopId, id, half), 2_000, 1).heldOut);
}

async function heldOut(ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const given = new Set(await treated(ids));
  return ids.filter((id) => !given.has(id));
}

const codes = (campaign: number) =>
  world.rows<{ customer_id: CustomerId; code: string; state: string }>(
    'SELECT customer_id, code, state FROM offer WHERE shop_id = $1 AND campaign_id = $2 ORDER BY customer_id',
    [campaign],
  );
const mailsTo = (id: CustomerId) => world.mails().filter(({ to }) => to.includes(world.emailOf(id)));

async function checkout(customerId: CustomerId, code: string) {
  const cart = { customerId, lines: [{ productId: beans }], codes: [code] };
  return world.control.post<Checkout>('/checkout', cart);
}
type Checkout = {
  placed: boolean;
  order?: { id: string; totalMinor: number };
  refused: { reason: string }[];
};

describe('both presets launched in a shop with customers', () => {
  it('everybody who matches is enrolled; the keyed draw alone decides who is held back, on both sides somebody', async () => {
    const rows = await world.rows<{ customer_id: CustomerId; held_out: boolean; share_bps: number }>(
      'SELECT customer_id, held_out, share_bps FROM enrolment WHERE shop_id = $1',
    );
    const back = (await heldOut([...first, ...lapsed])).sort();
    expect(rows).toHaveLength(32);
    expect(new Set(rows.map(({ share_bps }) => share_bps))).toEqual(new Set([2_000]));
    expect(rows.flatMap((row) => (row.held_out ? [row.customer_id] : [])).sort()).toEqual(back);
    expect((await heldOut(first)).length).toBeGreaterThan(0);
    expect((await heldOut(lapsed)).length).toBeGreaterThan(0);
  });

  it('treated first-time customers have one code each in Shopify, on one discount, the tag and the segment', async () => {
    const given = await treated(first);
    const ours = await codes(1);
    expect(ours.map(({ customer_id }) => customer_id).sort()).toEqual([...given].sort());
    expect(new Set(ours.map(({ state }) => state))).toEqual(new Set(['issued']));
    const [discount, ...others] = world.discounts();
    expect(others).toEqual([]);
    expect(discount?.codes.map(({ code }) => code).sort()).toEqual(ours.map(({ code }) => code).sort());
    expect(discount?.settings).toMatchObject({ usageLimit: 1, appliesOncePerCustomer: true });
    for (const id of first) expect(world.tagsOf(id).includes('encore-offer')).toBe(given.includes(id));
  });

  it('each treated customer got one mail, nobody held back any', async () => {
    const given = new Set(await treated([...first, ...lapsed]));
    for (const id of [...first, ...lapsed]) expect(mailsTo(id)).toHaveLength(given.has(id) ? 1 : 0);
    expect(world.mails()).toHaveLength(given.size);
    const held = await world.rows(
      `SELECT FROM message WHERE shop_id = $1 AND state = 'held_out' AND counted_at IS NOT NULL`,
    );
    expect(held).toHaveLength(32 - given.size);
  });

  it('the mail can be unsubscribed from in one click, shows the code, and its link applies it', async () => {
    const [one] = await codes(1);
    const [summary] = one ? mailsTo(one.customer_id) : [];
    const mail = await world.local.mail.inbox.read(summary?.id ?? '');
    const header = (name: string) =>
      mail?.headers.find((each) => each.name.toLowerCase() === name)?.value ?? '';
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/encore\.example\.com\/u\/\S+>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(mail?.text).toContain(one?.code);
    expect(mail?.html).toContain(one?.code);
    const token = mail?.links.find((link) => link.includes('/l/'))?.split('/l/')[1] ?? '';
    const ctx = await world.ctx();
    const opened = ctx.links.open(token);
    expect(opened?.purpose).toBe('follow');
    const target = await followLink(ctx, {
      messageId: opened?.messageId ?? '',
      visitor: 'browser',
    });
    expect(target).toContain(`https://${ctx.shop.domain}/discount/${one?.code}?redirect=`);
  });

  it('at checkout: a held-out customer may not use a code, its owner may; the order is credited and the code redeemed', async () => {
    const [one] = await codes(1);
    if (!one) throw new Error('nobody has a code');
    const [held] = await heldOut(first);
    const refused = await checkout(held ?? ('' as CustomerId), one.code);
    expect(refused).toMatchObject({ placed: false, refused: [expect.objectContaining({ code: one.code })] });
    const placed = await checkout(one.customer_id, one.code);
    expect(placed).toMatchObject({ placed: true, refused: [] });
    await world.hearShopify();
    expect(
      await world.rows(
        `SELECT order_id, customer_id, campaign_id, basis, discount_minor FROM order_credit WHERE shop_id = $1`,
      ),
    ).toEqual([
      {
        order_id: placed.order?.id,
        customer_id: one.customer_id,
        campaign_id: 1,
        basis: 'code',
        discount_minor: '30000',
      },
    ]);
    const mine = (await codes(1)).find(({ code }) => code === one.code);
    expect(mine?.state).toBe('redeemed');
    expect(world.tagsOf(one.customer_id)).not.toContain('encore-offer');
  });

  it('ten days on, the ladder: who bought meanwhile is stopped, the others get the offer, held-out people nothing', async () => {
    const [buyer = '' as CustomerId, ...others] = await treated(lapsed);
    await world.bought(buyer, 0);
    await world.hearShopify();
    const [stopped] = await world.rows<{ state: string; reason: string }>(
      `SELECT e.state, m.reason FROM enrolment e JOIN enrolment_move m USING (shop_id, enrolment_id)
       WHERE e.shop_id = $1 AND e.customer_id = $2 ORDER BY m.move_id DESC LIMIT 1`,
      [buyer],
    );
    expect(stopped).toEqual({ state: 'stopped', reason: 'bought' });
    await world.advance(10 * DAY_MS);
    await world.tick();
    expect(mailsTo(buyer)).toHaveLength(1);
    for (const id of others) expect(mailsTo(id)).toHaveLength(2);
    for (const id of await heldOut(lapsed)) expect(mailsTo(id)).toEqual([]);
    expect((await codes(2)).map(({ customer_id }) => customer_id).sort()).toEqual([...others].sort());
  });
});
