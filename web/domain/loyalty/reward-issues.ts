import { issue, length, minimumIssues, percent, positive, whole } from './issue-checks.ts';
import type { Reward, RewardValue } from './program.ts';
import { PROGRAM_RANGES, type ProgramIssue } from './program-ranges.ts';

/** Every fault of one reward; `field` is where it stands in the form. */
export function rewardIssues(reward: Reward, field: string): ProgramIssue[] {
  const { name, value, costPoints, minimumSpendMinor, validDays } = reward;
  return [
    ...length(`${field}.name`, name, PROGRAM_RANGES.rewardNameLength),
    ...whole(`${field}.costPoints`, costPoints, PROGRAM_RANGES.costPoints),
    ...whole(`${field}.validDays`, validDays, PROGRAM_RANGES.validDays),
    ...valueIssues(value, `${field}.value`),
    ...minimumIssues(`${field}.minimumSpendMinor`, minimumSpendMinor, value),
  ];
}

function valueIssues(value: RewardValue, field: string): ProgramIssue[] {
  switch (value.kind) {
    case 'amount':
    case 'store_credit':
      return positive(`${field}.amountMinor`, value.amountMinor);
    case 'percentage':
      return percent(`${field}.percentageBps`, value.percentageBps);
    case 'free_product': {
      const said = { message: 'names no product', allowed: 'a product of this shop' };
      return /^[1-9]\d*$/.test(value.productId) ? [] : [issue(`${field}.productId`, 'product', said)];
    }
    case 'free_shipping':
      return [];
  }
}
