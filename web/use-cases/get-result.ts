import { measureLift } from '../domain/results/measure-lift.ts';
import type { ExtraOrders } from '../domain/results/outcome.ts';
import { AppError } from '../domain/shared/errors.ts';
import { type LocalDay, localDayOf } from '../domain/shared/time.ts';
import type { CampaignCtx, CampaignFigures, CampaignVersion } from './ports.ts';
import { judge, type ResultLine } from './steps/judge-figures.ts';

export type ResultView = {
  line: ResultLine;
  version: CampaignVersion;
  versions: readonly CampaignVersion[];
  /** Null until the first night after the launch. */
  figures: (CampaignFigures & { computedAt: Date }) | null;
  /** Extra orders as each day since the launch would have told; null where it was too early. */
  series: readonly { dayOn: LocalDay; extraOrders: ExtraOrders | null }[];
};

/**
 * The results of one version of a campaign, the newest where none is asked for. Throws NOT_FOUND where this shop has no
 * such campaign or version, or it was never launched.
 */
export async function getResult(
  { store, shop }: Pick<CampaignCtx, 'store' | 'shop'>,
  asked: { campaignId: number; version: number | null },
): Promise<ResultView> {
  const { shopId, timeZone } = shop;
  const { campaignId } = asked;
  const campaign = await store.campaigns.find(shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  const versions = await store.campaigns.versions(shopId, campaignId);
  const number = asked.version ?? campaign.version;
  const version = versions.find((one) => one.version === number);
  if (!version) throw new AppError('NOT_FOUND', `campaign ${campaignId} has no launched version ${number}`);
  const figures = await store.campaignResults.newest(shopId, version);
  return {
    line: judge({ campaign, version: number }, figures, version),
    version,
    versions,
    figures,
    series: figures ? seriesOf(figures, localDayOf(version.launchedAt, timeZone), figures.dayOn) : [],
  };
}

/** Every day from the launch to the newest; between two days on which a window ended nothing changes. */
function seriesOf(
  { series, outcome }: CampaignFigures,
  fromOn: LocalDay,
  throughOn: LocalDay,
): ResultView['series'] {
  const byDay = new Map(series.map(({ dayOn, groups }) => [dayOn, groups]));
  const days: { dayOn: LocalDay; extraOrders: ExtraOrders | null }[] = [];
  let extraOrders: ExtraOrders | null = null;
  for (let dayOn = fromOn; dayOn <= throughOn; dayOn += 1) {
    const groups = byDay.get(dayOn);
    if (groups) {
      const told = measureLift({ ...outcome, groups }).extraOrders;
      extraOrders = told?.basis === 'always_valid' ? told : null;
    }
    days.push({ dayOn, extraOrders });
  }
  return days;
}
