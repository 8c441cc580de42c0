import messages from '../contract/messages/reasons.en.json' with { type: 'json' };
import type { StageReason } from '../domain/lifecycle/stage.ts';
import { minorDigits } from '../domain/shared/money.ts';

const sentences: Readonly<Record<string, string>> = messages.reason;
const count = new Intl.NumberFormat('en-US');
const moneyFormats = new Map<string, Intl.NumberFormat>();

/** A stage reason as an English sentence; money (`…Minor`) in the shop's currency. */
export function reasonSentence(reason: StageReason, currency: string): string {
  const sentence = sentences[reason.code] ?? reason.code;
  return sentence.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = reason.params[name];
    if (value === undefined) return placeholder;
    return name.endsWith('Minor') ? money(value, currency) : count.format(value);
  });
}

function money(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const format =
    moneyFormats.get(currency) ??
    new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  moneyFormats.set(currency, format);
  return format.format(amountMinor / 10 ** digits);
}
