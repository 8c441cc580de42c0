import { TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { type RangedRule, ruleRanges } from '../../../contract/rules.ts';
import { useFormat } from '../../shared/format.ts';
import type { RulesFormState } from './use-rules-form.ts';

type Props = {
  rule: RangedRule;
  state: RulesFormState;
  unit: 'days' | 'percent' | 'purchases';
  /** Said under the field when nothing is wrong; without it the allowed range is. */
  help?: string;
  placeholder?: string;
};

/** One number of the rules with its unit and allowed range. */
export function NumberField({ rule, state, unit, help, placeholder }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = unit === 'percent' ? 100 : 1;
  const { min, max } = ruleRanges[rule];
  const range = { min: format.number(min * scale), max: format.number(max * scale) };
  const error = state.errorAt(rule);
  return (
    <TextField
      label={t(`settings.rule.${rule}`)}
      type="number"
      inputMode="decimal"
      autoComplete="off"
      min={min * scale}
      max={max * scale}
      suffix={t(`settings.unit.${unit}`)}
      value={state.form[rule]}
      onChange={(text) => state.set({ [rule]: text })}
      {...(error && !help ? {} : { helpText: help ?? t('settings.range', range) })}
      {...(placeholder ? { placeholder } : {})}
      {...(error ? { error } : {})}
    />
  );
}
