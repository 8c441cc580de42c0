import { useTranslation } from 'react-i18next';
import type { StageReason } from '../../contract/vocabulary.ts';
import { type Format, useFormat } from './format.ts';
import { useCurrency } from './shop.ts';

const DAY_MS = 86_400_000;

/** One number of a reason in the viewer's locale; its unit is in its name (`…Minor` money, `…On` a day, `…Share` a share). */
function formatParam(name: string, value: number, format: Format, currency: string | null): string {
  if (name.endsWith('Minor') && currency) return format.money({ amountMinor: value, currency });
  if (name.endsWith('On')) return format.day(new Date(value * DAY_MS).toISOString().slice(0, 10));
  if (name.endsWith('Share')) return format.share(value);
  return format.number(value);
}

/** Turns a reason into its sentence in the viewer's language. */
export function useReasonText(): (reason: StageReason) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  return (reason) => {
    const entries = Object.entries(reason.params);
    const params = Object.fromEntries(
      entries.map(([name, value]) => [name, formatParam(name, value, format, currency)]),
    );
    return t(`reason.${reason.code}`, params);
  };
}
