import type { ShopId } from '../domain/shared/ids.ts';
import { applyRules } from '../use-cases/apply-rules.ts';
import { backfillShop } from '../use-cases/backfill-shop.ts';
import { deliver } from '../use-cases/deliver.ts';
import { extendOffers } from '../use-cases/extend-offers.ts';
import { issueOffers } from '../use-cases/issue-offers.ts';
import { measureCampaigns } from '../use-cases/measure-campaigns.ts';
import type { AppCtx } from '../use-cases/ports.ts';
import { publishPoints } from '../use-cases/publish-points.ts';
import { readBounces } from '../use-cases/read-bounces.ts';
import { reconcileShop } from '../use-cases/reconcile-shop.ts';
import { recountPoints } from '../use-cases/recount-points.ts';
import { refreshCosts } from '../use-cases/refresh-costs.ts';
import { refreshProgram } from '../use-cases/refresh-program.ts';
import { refreshShop } from '../use-cases/refresh-shop.ts';
import { reportSends } from '../use-cases/report-sends.ts';
import { runCampaigns } from '../use-cases/run-campaigns.ts';
import { scoreShop } from '../use-cases/score-shop.ts';
import { sendFlowEvents } from '../use-cases/send-flow-events.ts';
import { settlePoints } from '../use-cases/settle-points.ts';
import { settleRedemptions } from '../use-cases/settle-redemptions.ts';
import { syncTags } from '../use-cases/sync-tags.ts';
import { tidyOffers } from '../use-cases/tidy-offers.ts';
import { writeBackConsent } from '../use-cases/write-back-consent.ts';
import type { JobHandlers } from './queue.ts';

/** Which use case each job runs, in the context of its shop. */
export function shopHandlers(
  contextOf: (shopId: ShopId) => Promise<AppCtx>,
): Omit<JobHandlers, 'housekeeping'> {
  return {
    backfill: async ({ shopId }) => backfillShop(await contextOf(shopId)),
    'score-shop': async ({ shopId, cause }) => scoreShop(await contextOf(shopId), { cause }),
    'apply-rules': async ({ shopId, ...input }) => applyRules(await contextOf(shopId), input),
    'sync-tags': async ({ shopId }) => syncTags(await contextOf(shopId)),
    reconcile: async ({ shopId }) => reconcileShop(await contextOf(shopId)),
    'refresh-costs': async ({ shopId }) => refreshCosts(await contextOf(shopId)),
    'refresh-shop': async ({ shopId }) => refreshShop(await contextOf(shopId)),
    'run-campaigns': async ({ shopId }) => runCampaigns(await contextOf(shopId)),
    'issue-offers': async ({ shopId }) => issueOffers(await contextOf(shopId)),
    deliver: async ({ shopId }) => deliver(await contextOf(shopId)),
    'tidy-offers': async ({ shopId }) => tidyOffers(await contextOf(shopId)),
    'extend-offers': async ({ shopId, ...input }) => extendOffers(await contextOf(shopId), input),
    unsubscribe: async ({ shopId, ...input }) => writeBackConsent(await contextOf(shopId), input),
    'read-bounces': async ({ shopId }) => readBounces(await contextOf(shopId)),
    'report-sends': async ({ shopId }) => reportSends(await contextOf(shopId)),
    'measure-campaigns': async ({ shopId }) => measureCampaigns(await contextOf(shopId)),
    'settle-points': async ({ shopId }) => settlePoints(await contextOf(shopId)),
    'settle-redemptions': async ({ shopId }) => settleRedemptions(await contextOf(shopId)),
    'recount-points': async ({ shopId }) => recountPoints(await contextOf(shopId)),
    'refresh-program': async ({ shopId }) => refreshProgram(await contextOf(shopId)),
    'publish-points': async ({ shopId }) => publishPoints(await contextOf(shopId)),
    'send-flow-events': async ({ shopId }) => sendFlowEvents(await contextOf(shopId)),
  };
}
