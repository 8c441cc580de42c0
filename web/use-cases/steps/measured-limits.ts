import { hasEnoughHistory } from '../../domain/forecast/lapse-limit.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import type { Rules } from '../../domain/rules.ts';
import type { Ctx } from '../ports.ts';
import { measureLapse } from './measure-model.ts';

export type MeasuredLimits = Pick<ShopModel['lapse'], 'oneOccasionDays' | 'laterDays'>;

/**
 * The lapse limits this shop's history gives on the model's day, whatever the merchant chose, to be shown beside the choice;
 * null where the history is too short to measure. Measured again only where the model holds chosen numbers.
 */
export async function measuredLimits(
  ctx: Pick<Ctx, 'store' | 'shop'>,
  at: { rules: Rules; model: ShopModel },
): Promise<MeasuredLimits | null> {
  const { lapse, provisional, asOfOn } = at.model;
  if (!hasEnoughHistory({ ...lapse, provisional })) return null;
  if (lapse.source === 'measured') return lapse;
  const unchosen = { ...at.rules, lapseOneOccasionDays: null, lapseLaterDays: null };
  return (await measureLapse(ctx.store, ctx.shop, unchosen, asOfOn)).lapse;
}
