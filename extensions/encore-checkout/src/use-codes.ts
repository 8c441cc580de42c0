import type { Api } from '@shopify/ui-extensions/purchase.checkout.block.render';
import { useState } from 'preact/hooks';
import type { OpenCode, RewardView } from '../../../web/domain/loyalty/member-view.ts';
import { giveBack, redeem } from '../../shared/redeeming.ts';
import type { ShopperState } from '../../shared/shopper-state.ts';

/** What the last tap came to; `message` is a key of the locales, `detail` words of the checkout itself. */
export type Outcome = { tone: 'success' | 'info' | 'critical'; message: string; detail?: string };

export type Codes = {
  /** The reward or redemption being worked on. */
  busy: string | null;
  outcome: Outcome | null;
  canChange: boolean;
  isApplied(code: string): boolean;
  /** Points for a code, and the code into the checkout; a code it refuses is given back. */
  spend(reward: RewardView): Promise<void>;
  apply(code: OpenCode): Promise<void>;
  /** Takes a code out and gives the points back. */
  undo(code: OpenCode): Promise<void>;
};

/** Points turned into codes of this checkout, and back. */
export function useCodes(shopify: Api, shopper: ShopperState): Codes {
  const [busy, setBusy] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const token = () => shopify.sessionToken.get();
  const entered = shopify.discountCodes.value.map(({ code }) => code.toUpperCase());
  const isApplied = (code: string): boolean => entered.includes(code.toUpperCase());

  async function during(what: string, work: () => Promise<Outcome | null>): Promise<void> {
    if (busy !== null) return;
    setBusy(what);
    setOutcome(null);
    try {
      setOutcome(await work());
    } finally {
      setBusy(null);
    }
  }

  async function enter(code: OpenCode): Promise<Outcome> {
    const change = await shopify.applyDiscountCodeChange({ type: 'addDiscountCode', code: code.code });
    if (change.type === 'success') return { tone: 'success', message: 'redeem.applied' };
    const { message } = await returned(code);
    return { tone: 'critical', message, detail: change.message };
  }

  async function returned(code: OpenCode): Promise<Outcome> {
    const back = await giveBack(token, code.redemptionId);
    if (!back.ok) return { tone: 'critical', message: 'redeem.refusedCodeKept' };
    shopper.keep(back.value.points, (known) => without(known, code));
    return { tone: 'info', message: 'redeem.refusedPointsBack' };
  }

  async function buy(reward: RewardView): Promise<Outcome> {
    const answer = await redeem(token, reward.rewardId);
    if (!answer.ok) {
      const isShort = answer.status === 409;
      if (isShort) shopper.reload();
      return { tone: 'critical', message: isShort ? 'redeem.notEnough' : 'redeem.noAnswer' };
    }
    const { code, points } = answer.value;
    if (code === null) return { tone: 'info', message: 'redeem.later' };
    shopper.keep(points, (known) => [...without(known, code), code]);
    return enter(code);
  }

  async function takeOut(code: OpenCode): Promise<Outcome> {
    const change = await shopify.applyDiscountCodeChange({ type: 'removeDiscountCode', code: code.code });
    if (change.type === 'error')
      return { tone: 'critical', message: 'redeem.notRemoved', detail: change.message };
    const { tone } = await returned(code);
    return tone === 'info' ? { tone, message: 'redeem.undone' } : { tone, message: 'redeem.removedCodeKept' };
  }

  return {
    busy,
    outcome,
    canChange: shopify.instructions.value.discounts.canUpdateDiscountCodes,
    isApplied,
    spend: (reward) => during(reward.rewardId, () => buy(reward)),
    apply: (code) => during(code.redemptionId, () => enter(code)),
    undo: (code) => during(code.redemptionId, () => takeOut(code)),
  };
}

function without(codes: readonly OpenCode[], { redemptionId }: OpenCode): readonly OpenCode[] {
  return codes.filter((each) => each.redemptionId !== redemptionId);
}
