import { Card, Checkbox, FormLayout } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { NumberField } from './number-field.tsx';
import type { RulesFormState } from './use-rules-form.ts';

/** What counts as a purchase, and how high the top quarter begins. */
export function OrdersSection({ state }: { state: RulesFormState }) {
  const { t } = useTranslation();
  return (
    <Card>
      <FormLayout>
        <NumberField rule="provisionalDays" state={state} unit="days" />
        <Checkbox
          label={t('settings.rule.includeB2b')}
          helpText={t('settings.rule.includeB2bHelp')}
          checked={state.form.includeB2b}
          onChange={(includeB2b) => state.set({ includeB2b })}
        />
        <NumberField rule="topPercentile" state={state} unit="percent" />
      </FormLayout>
    </Card>
  );
}
