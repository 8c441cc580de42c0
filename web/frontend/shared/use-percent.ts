import { useLocale } from './locale.ts';

/** Basis points as a percentage with what decimals it has: 12.5 %. */
export function usePercent(): (bps: number) => string {
  const { intl } = useLocale();
  const percent = new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 2 });
  return (bps) => percent.format(bps / 10_000);
}
