import type { ReactNode } from 'react';
import type { ProgramTerms, Reward, RewardValue } from '../../../contract/loyalty.ts';
import type { PanelVoice } from './panel-words.ts';

/** What every part of the panel is drawn from. */
export type PanelProps = { terms: ProgramTerms; voice: PanelVoice };

/** One heading with its lines. */
export function PanelPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <p className="panel-heading">{title}</p>
      <ul>{children}</ul>
    </>
  );
}

/** What a reward gives, in the panel's words. */
export function valueIn(value: RewardValue, voice: PanelVoice): string {
  switch (value.kind) {
    case 'amount':
      return voice.say('value_amount', { money: voice.money(value.amountMinor) });
    case 'percentage':
      return voice.say('value_percentage', { percent: voice.percent(value.percentageBps) });
    case 'free_shipping':
      return voice.say('value_free_shipping');
    case 'free_product':
      return voice.say('value_free_product', { title: value.title || '…' });
    case 'store_credit':
      return voice.say('value_store_credit', { money: voice.money(value.amountMinor) });
  }
}

/** What an order must come to for a reward, as the theme says it; null = anything. */
export function minimumIn({ value, minimumSpendMinor }: Reward, voice: PanelVoice): string | null {
  if (minimumSpendMinor === null || value.kind === 'store_credit') return null;
  return voice.say('offer_minimum', { money: voice.money(minimumSpendMinor) });
}

/** A reward by its name, else by what it gives. */
export function nameOf({ name, value }: Reward, voice: PanelVoice): string {
  return name.trim() || valueIn(value, voice);
}
