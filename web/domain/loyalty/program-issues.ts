import { dayToIso, type LocalDay } from '../shared/time.ts';
import { count, issue, length, minimumIssues, percent, positive, twice, whole } from './issue-checks.ts';
import type { BonusEvent, ProgramTerms, ReferralRules, TierRules } from './program.ts';
import { PROGRAM_RANGES, type ProgramIssue } from './program-ranges.ts';
import { rewardIssues } from './reward-issues.ts';

/** Every fault of a program's terms, with the field and what is allowed; empty = they may be saved. */
export function programIssues(terms: ProgramTerms, { todayOn }: { todayOn: LocalDay }): ProgramIssue[] {
  const { pointsName, actions, expiry, tiers, historyFromOn } = terms;
  const ranges = PROGRAM_RANGES;
  return [
    ...(['en', 'vi', 'th'] as const).flatMap((language) =>
      length(`pointsName.${language}`, pointsName[language], ranges.pointsNameLength),
    ),
    ...earnIssues(terms),
    ...count('bonuses', terms.bonuses.length, ranges.bonuses),
    ...terms.bonuses.flatMap((bonus, index) => bonusIssues(bonus, `bonuses.${index}`)),
    ...(['signUp', 'birthday', 'review'] as const).flatMap((action) =>
      whole(`actions.${action}`, actions[action], ranges.actionPoints),
    ),
    ...(expiry.kind === 'never' ? [] : whole('expiry.months', expiry.months, ranges.expiryMonths)),
    ...(tiers === null ? [] : tierIssues(tiers)),
    ...count('rewards', terms.rewards.length, ranges.rewards),
    ...twice('rewards', terms.rewards, 'rewardId'),
    ...terms.rewards.flatMap((reward, index) => rewardIssues(reward, `rewards.${index}`)),
    ...referralIssues(terms.referral),
    ...(historyFromOn === null || historyFromOn <= todayOn ? [] : [futureIssue(historyFromOn, todayOn)]),
  ];
}

function earnIssues({ earn }: ProgramTerms): ProgramIssue[] {
  const { when, excludedProducts, excludedCollections } = earn;
  return [
    ...whole('earn.points', earn.points, PROGRAM_RANGES.earnPoints),
    ...whole('earn.perMinor', earn.perMinor, PROGRAM_RANGES.earnPerMinor),
    ...(when.kind === 'delivered' ? whole('earn.when.days', when.days, PROGRAM_RANGES.deliveredDays) : []),
    ...count('earn.excludedProducts', excludedProducts.length, PROGRAM_RANGES.excludedProducts),
    ...count('earn.excludedCollections', excludedCollections.length, PROGRAM_RANGES.excludedCollections),
  ];
}

function bonusIssues({ name, fromOn, toOn, multiplierBps }: BonusEvent, field: string): ProgramIssue[] {
  const { bonusDays } = PROGRAM_RANGES;
  const issues = [
    ...length(`${field}.name`, name, PROGRAM_RANGES.bonusNameLength),
    ...whole(`${field}.multiplierBps`, multiplierBps, PROGRAM_RANGES.multiplierBps),
  ];
  const lastOn = fromOn + bonusDays.max - 1;
  const said = { message: `is ${dayToIso(toOn)}`, allowed: `${dayToIso(fromOn)} to ${dayToIso(lastOn)}` };
  if (toOn < fromOn) issues.push(issue(`${field}.toOn`, 'days_reversed', said));
  else if (toOn > lastOn)
    issues.push(issue(`${field}.toOn`, 'too_long', { ...said, params: { max: bonusDays.max } }));
  return issues;
}

function tierIssues({ levels, graceDays }: TierRules): ProgramIssue[] {
  const ranges = PROGRAM_RANGES;
  const issues = [
    ...count('tiers.levels', levels.length, ranges.tiers),
    ...whole('tiers.graceDays', graceDays, ranges.graceDays),
    ...twice('tiers.levels', levels, 'key'),
  ];
  levels.forEach((level, index) => {
    const field = `tiers.levels.${index}`;
    issues.push(
      ...length(`${field}.name`, level.name, ranges.tierNameLength),
      ...whole(`${field}.threshold`, level.threshold, ranges.threshold),
      ...whole(`${field}.multiplierBps`, level.multiplierBps, ranges.multiplierBps),
    );
    const before = levels[index - 1];
    if (before === undefined && level.threshold !== 0) {
      const message = `must be 0 in the lowest tier, got ${level.threshold}`;
      issues.push(issue(`${field}.threshold`, 'first_tier', { message, allowed: '0' }));
    }
    if (before !== undefined && level.threshold <= before.threshold) {
      const message = `must be above that of the tier before it, got ${level.threshold}`;
      const params = { above: before.threshold };
      issues.push(
        issue(`${field}.threshold`, 'tier_order', {
          message,
          allowed: `more than ${before.threshold}`,
          params,
        }),
      );
    }
  });
  return issues;
}

function referralIssues(referral: ReferralRules): ProgramIssue[] {
  const { friendOffer, friendMinimumSpendMinor, advocatePoints, holdDays } = referral;
  return [
    ...whole('referral.advocatePoints', advocatePoints, PROGRAM_RANGES.advocatePoints),
    ...whole('referral.holdDays', holdDays, PROGRAM_RANGES.holdDays),
    ...(friendOffer.kind === 'percentage'
      ? percent('referral.friendOffer.percentageBps', friendOffer.percentageBps)
      : positive('referral.friendOffer.amountMinor', friendOffer.amountMinor)),
    ...minimumIssues('referral.friendMinimumSpendMinor', friendMinimumSpendMinor, friendOffer),
  ];
}

function futureIssue(on: LocalDay, todayOn: LocalDay): ProgramIssue {
  const allowed = `${dayToIso(todayOn)} or earlier, or empty`;
  return issue('historyFromOn', 'future', { message: `is ${dayToIso(on)}`, allowed });
}
