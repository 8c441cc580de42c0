import { hasEnoughHistory } from '../forecast/lapse-limit.ts';
import type { LapseRules } from '../forecast/rule.ts';
import type { Scores, ShopModel } from '../rfm/model.ts';
import type { LastPurchase } from './last-purchase.ts';
import { VIP_GRACE_DAYS, type VipRules } from './rule.ts';
import type { Stage, StageReason, StageReasonCode } from './stage.ts';
import type { Silence, Totals } from './standing.ts';
import type { VipState } from './vip.ts';

type Explained = {
  stage: Stage;
  totals: Totals;
  silence: Silence;
  vip: VipState['vip'];
  last: LastPurchase;
  scores: Scores;
  model: ShopModel;
  rules: VipRules & LapseRules;
};

/**
 * Why a stage holds, as a code and its numbers. Names ending in `Minor` are money in minor units, in `Days` whole days;
 * `r`, `f`, `m` are the scores of the moment.
 */
export function explainStage(at: Explained): StageReason {
  const { totals, silence, scores } = at;
  const { vip } = at.model;
  const params = {
    ...scores,
    purchases: totals.frequency,
    spentMinor: totals.monetaryMinor,
    silentDays: silence.silentDays,
    limitDays: silence.limitDays,
    vipPurchases: Math.max(vip.enterFrequency, at.rules.vipMinOccasions),
    vipSpentMinor: vip.enterMonetaryMinor,
    keepPurchases: Math.max(vip.keepFrequency, at.rules.vipMinOccasions),
    keepSpentMinor: vip.keepMonetaryMinor,
    graceDays: VIP_GRACE_DAYS,
    endedSilenceDays: at.last.endedSilenceDays ?? 0,
  };
  const code = codeOf(at);
  const used = ['r', 'f', 'm', ...NUMBERS_BY_REASON[code]] as (keyof typeof params)[];
  return { code, params: Object.fromEntries(used.map((name) => [name, params[name]])) };
}

function codeOf(at: Explained): StageReasonCode {
  const { silence, totals, model } = at;
  if (at.stage === 'lapsed') {
    const one = totals.frequency <= 1;
    if (!one && silence.limitDays > model.lapse.laterDays) return 'lapsed_own';
    if ((one ? at.rules.lapseOneOccasionDays : at.rules.lapseLaterDays) !== null) return 'lapsed_merchant';
    if (!hasEnoughHistory({ ...model.lapse, provisional: model.provisional })) return 'lapsed_default';
    return one ? 'lapsed_one' : 'lapsed_later';
  }
  if (silence.silentDays > silence.limitDays) return 'subscription_running';
  if (at.stage === 'vip') return at.vip === 'entered' ? 'vip_enter' : 'vip_kept';
  if (at.vip === 'left') return 'vip_left';
  if (at.last.endedSilenceDays !== null) return 'repeat_back';
  return at.stage;
}

/** The numbers each sentence uses (`web/contract/messages/reasons.*.json`). */
export const NUMBERS_BY_REASON: Readonly<Record<StageReasonCode, readonly string[]>> = {
  lapsed_one: ['silentDays', 'limitDays'],
  lapsed_later: ['silentDays', 'limitDays'],
  lapsed_own: ['silentDays', 'limitDays'],
  lapsed_merchant: ['silentDays', 'limitDays'],
  lapsed_default: ['silentDays', 'limitDays'],
  vip_enter: ['purchases', 'spentMinor', 'vipPurchases', 'vipSpentMinor'],
  vip_kept: ['purchases', 'spentMinor', 'keepPurchases', 'keepSpentMinor', 'graceDays'],
  vip_left: ['purchases', 'spentMinor', 'keepPurchases', 'keepSpentMinor', 'graceDays'],
  repeat: ['purchases', 'spentMinor', 'limitDays', 'vipPurchases', 'vipSpentMinor'],
  repeat_back: ['purchases', 'endedSilenceDays'],
  first_time: ['limitDays'],
  subscription_running: ['silentDays', 'limitDays'],
};
