import type { ProductId } from '../../domain/shared/ids.ts';
import type { AdminClient, CallOptions } from '../admin-client.ts';
import { GIFT_CARD_PRODUCTS } from '../operations/product-operations.ts';
import { requireId } from '../orders/order-mapping.ts';

/** The shop's products that are gift cards. */
export async function giftCards(client: AdminClient, calls: CallOptions): Promise<readonly ProductId[]> {
  const found: ProductId[] = [];
  let after: string | null = null;
  do {
    const page: (typeof GIFT_CARD_PRODUCTS.data)['_output'] = await client.run(
      GIFT_CARD_PRODUCTS,
      { after },
      calls,
    );
    // A search that Shopify does not understand answers with every product.
    for (const { id, isGiftCard } of page.products.nodes)
      if (isGiftCard) found.push(requireId<ProductId>(id));
    after = page.products.pageInfo.hasNextPage ? page.products.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
