import type { ShopModel } from '../../domain/rfm/model.ts';
import type { Rules } from '../../domain/rules.ts';
import { type LocalDay, localDayOf } from '../../domain/shared/time.ts';
import type { Ctx, Shop, Tx } from '../ports.ts';

/** What deciding about one customer or order needs of the shop: rules, the stored model (null before the first scoring), today. */
export type Scene = {
  shop: Shop;
  rules: Rules;
  model: ShopModel | null;
  todayOn: LocalDay;
  now: Date;
};

/**
 * The scene inside a transaction. Read there and not once per batch, so that rules or a model saved meanwhile hold for
 * the next order at once.
 */
export async function readScene(
  ctx: Pick<Ctx, 'shop' | 'clock'>,
  tx: Pick<Tx, 'rules' | 'models'>,
): Promise<Scene> {
  const { shop } = ctx;
  const now = ctx.clock.now();
  const { rules } = await tx.rules.current(shop.shopId);
  const current = await tx.models.current(shop.shopId);
  return { shop, rules, model: current?.model ?? null, todayOn: localDayOf(now, shop.timeZone), now };
}
