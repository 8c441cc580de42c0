import { cheapestReward } from '../../domain/campaigns/cheapest-reward.ts';
import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import type { ProgramTerms, Reward } from '../../domain/loyalty/program.ts';
import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { CampaignCtx, CandidateRow, Message, Recipient } from '../ports.ts';
import type { OfferInHand } from './compose-message.ts';
import { termsNow } from './loyalty-scene.ts';

const PRODUCTS_NAMED = 3;

/** What sending a page of messages needs to know of their receivers; personal data live as long as the page. */
export type SendFacts = {
  enrolments: ReadonlyMap<string, Enrolment>;
  recipients: ReadonlyMap<CustomerId, Recipient | null>;
  rows: ReadonlyMap<CustomerId, CandidateRow>;
  /** Of the newest orders in Shopify, those we hold. */
  knownOrders: ReadonlyMap<OrderId, Date>;
  /** By message. */
  offers: ReadonlyMap<string, OfferInHand>;
  products: ReadonlyMap<CustomerId, readonly string[]>;
  suppressed: ReadonlySet<CustomerId>;
  excludedTags: readonly string[];
  /** The cheapest reward of the program; null = there is none. */
  reward: Reward | null;
  /** What the merchant calls points; null = there is no program. */
  pointsName: ProgramTerms['pointsName'] | null;
};

export async function gatherSends(
  ctx: CampaignCtx,
  messages: readonly Message[],
  rows: SendFacts['rows'],
): Promise<SendFacts> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const ids = [...new Set(messages.map(({ customerId }) => customerId))];
  const recipients = await ctx.offers.fetchRecipients(ids);
  const orderIds = [...recipients.values()].flatMap((one) => one?.lastOrder?.orderId ?? []);
  const enrolments = await store.enrolments.find(
    shopId,
    messages.map(({ enrolmentId }) => enrolmentId),
  );
  const { rules } = await store.rules.current(shopId);
  const program = termsNow(await store.loyalty.program(shopId), shop);
  return {
    enrolments: new Map(enrolments.map((one) => [one.enrolmentId, one])),
    recipients,
    rows,
    knownOrders: await store.orders.updatedAt(shopId, orderIds),
    offers: await offersOf(ctx, messages),
    products: await productsOf(ctx, ids),
    suppressed: await store.suppressions.isSuppressed(shopId, ids),
    excludedTags: rules.excludedTags.map((tag) => tag.toLowerCase()),
    reward: cheapestReward(program),
    pointsName: program?.pointsName ?? null,
  };
}

async function offersOf(
  { store, shop }: CampaignCtx,
  messages: readonly Message[],
): Promise<SendFacts['offers']> {
  const ids = messages.map(({ messageId }) => messageId);
  const offers = await store.offers.ofMessages(shop.shopId, ids);
  const discountIds = [...new Set(offers.map(({ discountId }) => discountId))];
  const discounts = new Map(
    (await store.offers.discounts(shop.shopId, discountIds)).map((one) => [one.discountId, one]),
  );
  return new Map(
    offers.flatMap((offer) => {
      const discount = discounts.get(offer.discountId);
      return discount ? [[offer.messageId, { offer, discount }] as const] : [];
    }),
  );
}

async function productsOf(ctx: CampaignCtx, ids: readonly CustomerId[]): Promise<SendFacts['products']> {
  const bought = await ctx.store.enrolments.lastProducts(ctx.shop.shopId, ids, PRODUCTS_NAMED);
  const titles = await ctx.offers.productTitles([...bought.values()].flat());
  return new Map(
    [...bought].map(([id, products]) => [id, products.flatMap((product) => titles.get(product) ?? [])]),
  );
}
