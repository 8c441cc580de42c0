import type { ShopId } from '../domain/shared/ids.ts';
import type { Shop, ShopState } from '../use-cases/ports.ts';

/** Scopes are stored as Shopify writes them: joined by commas. */
export type ShopRow = {
  shop_id: number;
  domain: string;
  name: string;
  currency: string;
  time_zone: string;
  state: ShopState;
  scopes: string;
  sees_all_orders: boolean;
  installed_at: Date;
};

export function toShop(row: ShopRow): Shop {
  return {
    shopId: row.shop_id as ShopId,
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    state: row.state,
    scopes: row.scopes === '' ? [] : row.scopes.split(','),
    seesAllOrders: row.sees_all_orders,
    installedAt: row.installed_at,
  };
}

export function seesAllOrders(scopes: readonly string[]): boolean {
  return scopes.includes('read_all_orders');
}
