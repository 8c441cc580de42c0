import type { LocalShop } from '../../demo/local-shop.ts';
import type { OrderFacts } from '../../dev-store/controls/order-facts.ts';

export type SmallShop = { customers: string[]; orders: OrderFacts[] };

/** Six customers with an e-mail each, one to three paid orders each over the last months. */
export async function fillSmallShop(shop: LocalShop): Promise<SmallShop> {
  const filled: SmallShop = { customers: [], orders: [] };
  for (let i = 0; i < 6; i++) {
    const { id } = await shop.post<{ id: string }>('/customers', {
      firstName: `First${i}`,
      lastName: `Last${i}`,
      email: `person${i}@${shop.domain}`,
      phone: `+8490000000${i}`,
      locale: 'vi',
      countryCode: 'VN',
    });
    filled.customers.push(id);
    for (let n = 0; n <= i % 3; n++) filled.orders.push(await placeOrder(shop, id, 20 * n + 5 * i + 1));
  }
  return filled;
}

/** A paid order of so many days ago. */
export function placeOrder(shop: LocalShop, customerId: string | null, daysAgo: number): Promise<OrderFacts> {
  const at = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  return shop.post<OrderFacts>('/orders', {
    customerId,
    createdAt: at,
    processedAt: at,
    payment: 'paid',
    lines: [{ title: 'Beans', quantity: 2, unitPriceMinor: 1250 }],
  });
}
