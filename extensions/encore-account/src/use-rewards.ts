import { useState } from 'preact/hooks';
import type { OpenCode, RewardView } from '../../../web/domain/loyalty/member-view.ts';
import type { TokenSource } from '../../shared/ask-app.ts';
import { giveBack, redeem } from '../../shared/redeeming.ts';
import type { ShopperState } from '../../shared/shopper-state.ts';
import type { Words } from '../../shared/words.ts';

export type Outcome = { tone: 'success' | 'info' | 'critical'; text: string };

/** Points turned into codes or store credit, and codes back into points. */
export function useRewards(token: TokenSource, shopper: ShopperState, words: Words) {
  const [busy, setBusy] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  async function during(what: string, work: () => Promise<Outcome>): Promise<void> {
    if (busy !== null) return;
    setBusy(what);
    setOutcome(null);
    try {
      setOutcome(await work());
    } finally {
      setBusy(null);
    }
  }

  async function buy(reward: RewardView): Promise<Outcome> {
    const answer = await redeem(token, reward.rewardId);
    if (!answer.ok) {
      const isShort = answer.status === 409;
      if (isShort) shopper.reload();
      return { tone: 'critical', text: words.t(isShort ? 'redeem.notEnough' : 'redeem.noAnswer') };
    }
    const { code, credit, points } = answer.value;
    shopper.keep(points, (known) => (code === null ? known : [...without(known, code), code]));
    if (credit !== null) {
      const text = words.t('redeem.credited', { money: words.money(credit.amountMinor) });
      return { tone: 'success', text };
    }
    if (code === null) return { tone: 'info', text: words.t('redeem.later') };
    return { tone: 'success', text: words.t('redeem.done', { code: code.code }) };
  }

  async function back(code: OpenCode): Promise<Outcome> {
    const answer = await giveBack(token, code.redemptionId);
    if (!answer.ok) {
      if (answer.status === 409) shopper.reload();
      return { tone: 'critical', text: words.t('redeem.notBack') };
    }
    shopper.keep(answer.value.points, (known) => without(known, code));
    return { tone: 'info', text: words.t('redeem.back') };
  }

  return {
    busy,
    outcome,
    spend: (reward: RewardView) => during(reward.rewardId, () => buy(reward)),
    giveBack: (code: OpenCode) => during(code.redemptionId, () => back(code)),
  };
}

function without(codes: readonly OpenCode[], { redemptionId }: OpenCode): readonly OpenCode[] {
  return codes.filter((each) => each.redemptionId !== redemptionId);
}
