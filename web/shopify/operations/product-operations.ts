import { z } from 'zod';
import { connectionCost, defineQuery, pageInfo } from './operation.ts';

export const GIFT_CARD_PRODUCTS = defineQuery({
  name: 'GiftCardProducts',
  document: `query GiftCardProducts($after: String) {
    products(first: 250, after: $after, query: "gift_card:true") {
      nodes { id isGiftCard }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: z.object({
    products: z.object({ nodes: z.array(z.object({ id: z.string(), isGiftCard: z.boolean() })), pageInfo }),
  }),
  cost: (_variables: { after: string | null }) => connectionCost(250, 1),
});
