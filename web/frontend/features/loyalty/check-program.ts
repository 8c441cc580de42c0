import type { ProgramTerms, Reward } from '../../../contract/loyalty.ts';
import { checkTiers } from './check-tiers.ts';
import { type Fault, type Found, found } from './fault.ts';
import { lengthFault, moneyFault, percentFault, type Range, timesFault, wholeFault } from './field-faults.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';

const DAY_MS = 86_400_000;

/**
 * What can be told of the terms without asking the server, first fault per field; empty = as far as we see they may be saved. The
 * server has the last word (products, days that have passed) and names fields by the same paths.
 */
export function checkProgram(terms: ProgramTerms): ReadonlyMap<string, Fault> {
  const all = [
    ...earnFaults(terms),
    ...terms.bonuses.flatMap(bonusFaults),
    ...actionFaults(terms),
    ...(terms.expiry.kind === 'never'
      ? []
      : wholeFault('expiry.months', terms.expiry.months, PROGRAM_RANGES.expiryMonths)),
    ...terms.rewards.flatMap(rewardFaults),
    ...checkTiers(terms.tiers),
    ...referralFaults(terms),
    ...nameFaults(terms),
    ...(terms.historyFromOn === '' ? [found('historyFromOn', 'empty')] : []),
  ];
  return new Map(all.toReversed());
}

function earnFaults({ earn }: ProgramTerms): Found[] {
  const list = (field: string, ids: readonly string[], range: Range) =>
    ids.length <= range.max ? [] : [found(field, 'list', { ...range })];
  return [
    ...wholeFault('earn.points', earn.points, PROGRAM_RANGES.earnPoints),
    ...moneyFault('earn.perMinor', earn.perMinor),
    ...(earn.when.kind === 'delivered'
      ? wholeFault('earn.when.days', earn.when.days, PROGRAM_RANGES.deliveredDays)
      : []),
    ...list('earn.excludedProducts', earn.excludedProducts, PROGRAM_RANGES.excludedProducts),
    ...list('earn.excludedCollections', earn.excludedCollections, PROGRAM_RANGES.excludedCollections),
  ];
}

function bonusFaults(
  { name, fromOn, toOn, multiplierBps }: ProgramTerms['bonuses'][number],
  at: number,
): Found[] {
  const field = `bonuses.${at}`;
  const { max } = PROGRAM_RANGES.bonusDays;
  const days = (Date.parse(toOn) - Date.parse(fromOn)) / DAY_MS + 1;
  return [
    ...lengthFault(`${field}.name`, name, PROGRAM_RANGES.bonusNameLength),
    ...(fromOn === '' ? [found(`${field}.fromOn`, 'empty')] : []),
    ...(toOn === '' ? [found(`${field}.toOn`, 'empty')] : []),
    ...(days < 1 ? [found(`${field}.toOn`, 'days_reversed')] : []),
    ...(days > max ? [found(`${field}.toOn`, 'too_long', { max })] : []),
    ...timesFault(`${field}.multiplierBps`, multiplierBps),
  ];
}

function actionFaults({ actions }: ProgramTerms): Found[] {
  return (['signUp', 'birthday', 'review'] as const).flatMap((action) =>
    wholeFault(`actions.${action}`, actions[action], PROGRAM_RANGES.actionPoints),
  );
}

function rewardFaults(reward: Reward, at: number): Found[] {
  const field = `rewards.${at}`;
  const { value, minimumSpendMinor } = reward;
  return [
    ...lengthFault(`${field}.name`, reward.name, PROGRAM_RANGES.rewardNameLength),
    ...('amountMinor' in value ? moneyFault(`${field}.value.amountMinor`, value.amountMinor) : []),
    ...(value.kind === 'percentage' ? percentFault(`${field}.value.percentageBps`, value.percentageBps) : []),
    ...(value.kind === 'free_product' ? productFaults(`${field}.value`, value) : []),
    ...wholeFault(`${field}.costPoints`, reward.costPoints, PROGRAM_RANGES.costPoints),
    ...moneyFault(`${field}.minimumSpendMinor`, minimumSpendMinor),
    ...(value.kind === 'amount' && minimumSpendMinor !== null && minimumSpendMinor <= value.amountMinor
      ? [found(`${field}.minimumSpendMinor`, 'minimum')]
      : []),
    ...wholeFault(`${field}.validDays`, reward.validDays, PROGRAM_RANGES.validDays),
  ];
}

function productFaults(field: string, { productId, title }: { productId: string; title: string }): Found[] {
  return [
    ...(/^[1-9]\d{0,18}$/.test(productId) ? [] : [found(`${field}.productId`, 'product')]),
    ...(title.trim() === '' ? [found(`${field}.title`, 'empty')] : []),
  ];
}

function referralFaults({ referral }: ProgramTerms): Found[] {
  const { friendOffer } = referral;
  return [
    ...wholeFault('referral.advocatePoints', referral.advocatePoints, PROGRAM_RANGES.advocatePoints),
    ...(friendOffer.kind === 'amount'
      ? moneyFault('referral.friendOffer.amountMinor', friendOffer.amountMinor)
      : percentFault('referral.friendOffer.percentageBps', friendOffer.percentageBps)),
    ...moneyFault('referral.friendMinimumSpendMinor', referral.friendMinimumSpendMinor),
    ...(friendOffer.kind === 'amount' &&
    referral.friendMinimumSpendMinor !== null &&
    referral.friendMinimumSpendMinor <= friendOffer.amountMinor
      ? [found('referral.friendMinimumSpendMinor', 'minimum')]
      : []),
    ...wholeFault('referral.holdDays', referral.holdDays, PROGRAM_RANGES.holdDays),
  ];
}

function nameFaults({ pointsName }: ProgramTerms): Found[] {
  return (['en', 'vi', 'th'] as const).flatMap((language) =>
    lengthFault(`pointsName.${language}`, pointsName[language], PROGRAM_RANGES.pointsNameLength),
  );
}
