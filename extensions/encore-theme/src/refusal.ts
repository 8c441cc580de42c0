import type { OpenCode, RewardView } from '../../../web/domain/loyalty/member-view.ts';
import { canCombine } from '../../../web/domain/loyalty/reward-combination.ts';
import type { CartAnswer } from './cart.ts';
import type { PageData } from './page-data.ts';
import { rateOf, toProgramMinor } from './prices.ts';
import type { Voice } from './voice.ts';

/** The first of `codes` that by the program's settings cannot be in one cart with a reward's code; null = none that is known of. */
export function clashing(
  rewardId: string,
  rewards: readonly RewardView[],
  codes: readonly OpenCode[],
): OpenCode | null {
  const find = (id: string) => rewards.find((one) => one.rewardId === id);
  const wanted = find(rewardId);
  if (!wanted) return null;
  const clashes = (other: RewardView | undefined) => other && !canCombine(wanted, other);
  return codes.find((one) => clashes(find(one.rewardId))) ?? null;
}

/**
 * Why a cart with goods in it does not take a code of ours, in words. `mayFit`: with other goods it would. `held`: all open codes
 * of the shopper.
 */
export function refusal(
  { page, voice }: { page: PageData; voice: Voice },
  cart: CartAnswer,
  code: OpenCode,
  held: readonly OpenCode[],
): { why: string; mayFit: boolean } {
  const { program, currency } = page;
  const name = ({ rewardId, value }: OpenCode) => voice.reward(rewardId, value);
  const reward = name(code);
  const beside = (cart.discount_codes ?? []).flatMap((one) =>
    one.applicable && one.code !== code.code ? [one.code] : [],
  );
  const together = (other: string) => ({
    why: voice.say('no_together', { reward, other }),
    mayFit: false,
  });
  const clash = clashing(
    code.rewardId,
    program.rewards,
    held.filter((one) => beside.includes(one.code)),
  );
  if (clash) return together(name(clash));

  const minimum = program.rewards.find((one) => one.rewardId === code.rewardId)?.minimumSpendMinor ?? 0;
  const rate = rateOf(currency, program);
  if (rate > 0 && toProgramMinor(cart.items_subtotal_price, program, rate) < minimum)
    return { why: voice.say('no_minimum', { reward, money: voice.money(minimum) }), mayFit: true };
  const { value } = code;
  if (value.kind === 'free_product' && !cart.items.some((one) => String(one.product_id) === value.productId))
    return { why: voice.say('no_product', { title: value.title }), mayFit: true };

  const [other] = beside;
  if (!other) return { why: voice.say('no_fit', { reward }), mayFit: false };
  const ours = held.find((one) => one.code === other);
  return together(ours ? name(ours) : other);
}
