import { extendedEndsOn } from '../domain/campaigns/extend-offer.ts';
import type { Blackout, CampaignSettings } from '../domain/campaigns/settings.ts';
import { settingsIssues } from '../domain/campaigns/settings-issues.ts';
import { offerEndsAt } from '../domain/campaigns/timing.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { CampaignCtx, Tx } from './ports.ts';
import { refuse } from './steps/check-terms.ts';

type SettingsCtx = Pick<CampaignCtx, 'shop' | 'store' | 'clock'>;

/**
 * Saves what holds over all campaigns. Codes that run through a new blackout are lengthened by it, here at once and in Shopify
 * by a job; a pause that ends lets go what it held.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT when `basedOn` is not the newest version any more
 */
export async function saveCampaignSettings(
  { shop, store, clock }: SettingsCtx,
  input: { settings: CampaignSettings; basedOn: number },
): Promise<number> {
  const { shopId } = shop;
  const { settings, basedOn } = input;
  refuse(settingsIssues(settings));
  return store.transaction(async (tx) => {
    const at = clock.now();
    const before = (await tx.campaigns.settings(shopId)).settings;
    const version = await tx.campaigns.saveSettings(shopId, settings, basedOn, at);
    const lengthened = await lengthen(tx, shop, at, { before: before.blackouts, after: settings.blackouts });
    if (lengthened.length > 0)
      await tx.enqueue(
        'extend-offers',
        { shopId, discountIds: lengthened },
        { singletonKey: `${shopId}.${version}` },
      );
    if (!settings.pausedEverything) {
      await tx.enqueue('run-campaigns', { shopId });
      await tx.enqueue('deliver', { shopId });
    }
    return version;
  });
}

/** "Pause everything" and its end, whatever else was saved meanwhile. Answers the version saved. */
export async function pauseEverything(ctx: SettingsCtx, { paused }: { paused: boolean }): Promise<number> {
  const { settings, version } = await ctx.store.campaigns.settings(ctx.shop.shopId);
  if (settings.pausedEverything === paused) return version;
  return saveCampaignSettings(ctx, { settings: { ...settings, pausedEverything: paused }, basedOn: version });
}

async function lengthen(
  tx: Tx,
  { shopId, timeZone }: CampaignCtx['shop'],
  now: Date,
  blackouts: { before: readonly Blackout[]; after: readonly Blackout[] },
): Promise<string[]> {
  const todayOn = localDayOf(now, timeZone);
  const lengthened: string[] = [];
  for (const { discountId, endsAt } of await tx.offers.runningDiscounts(shopId, now)) {
    const endsOn = localDayOf(endsAt, timeZone);
    const extendedOn = extendedEndsOn(endsOn, todayOn, blackouts);
    if (extendedOn === endsOn) continue;
    await tx.offers.setDiscount(shopId, discountId, { endsAt: offerEndsAt(extendedOn, timeZone) });
    lengthened.push(discountId);
  }
  return lengthened;
}
