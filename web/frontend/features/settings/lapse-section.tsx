import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { ruleRanges } from '../../../contract/rules.ts';
import type { Bin, SettingsResponse, Thresholds } from '../../../contract/settings.ts';
import { useFormat } from '../../shared/format.ts';
import { Histogram } from '../../shared/histogram.tsx';
import { NumberField } from './number-field.tsx';
import type { RulesFormState } from './use-rules-form.ts';

type Props = { settings: SettingsResponse; state: RulesFormState; thresholds: Thresholds };

/** After how many silent days a customer counts as lapsed, drawn over the shop's own gaps. */
export function LapseSection({ settings, state, thresholds }: Props) {
  const { t } = useTranslation();
  const { lapse } = thresholds;
  return (
    <Card>
      <BlockStack gap="500">
        <Text as="p" tone="subdued">
          {t(`settings.lapse.source.${settings.thresholds.lapse.source}`)}
        </Text>
        <LapseLimit
          rule="lapseOneOccasionDays"
          bins={settings.distributions.firstGapDays}
          inForce={lapse.oneOccasionDays}
          measured={lapse.measuredOneOccasionDays}
          own={lapse.source === 'merchant'}
          state={state}
        />
        <LapseLimit
          rule="lapseLaterDays"
          bins={settings.distributions.laterGapDays}
          inForce={lapse.laterDays}
          measured={lapse.measuredLaterDays}
          own={lapse.source === 'merchant'}
          state={state}
        />
      </BlockStack>
    </Card>
  );
}

type LimitProps = {
  rule: 'lapseOneOccasionDays' | 'lapseLaterDays';
  bins: readonly Bin[];
  inForce: number;
  measured: number | null;
  /** The merchant's number stands, so there is no other to name. */
  own: boolean;
  state: RulesFormState;
};

function LapseLimit({ rule, bins, inForce, measured, own, state }: LimitProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const typed = Number(state.form[rule]);
  const limit = state.form[rule].trim() !== '' && typed > 0 ? typed : inForce;
  const days = format.number(limit);
  const gaps = bins.reduce((sum, bin) => sum + bin.count, 0);
  return (
    <BlockStack gap="200">
      <NumberField
        rule={rule}
        state={state}
        unit="days"
        placeholder={String(measured ?? inForce)}
        help={
          measured !== null
            ? t('settings.lapse.measured', { days: format.number(measured) })
            : own
              ? t('settings.lapse.ownNumber')
              : t('settings.lapse.notMeasured', { days: format.number(inForce) })
        }
      />
      {gaps === 0 ? (
        <Text as="p" tone="subdued">
          {t('settings.lapse.noGaps')}
        </Text>
      ) : (
        <Histogram
          bins={bins}
          line={{
            at: limit,
            label: t('settings.lapse.line', { days }),
            movable: {
              ...ruleRanges[rule],
              name: t(`settings.rule.${rule}`),
              onMove: (moved) => state.set({ [rule]: String(moved) }),
            },
          }}
          label={t(`settings.lapse.picture.${rule}`, { days, count: gaps, gaps: format.number(gaps) })}
          formatValue={(value) => t('settings.lapse.axis', { days: format.number(value) })}
        />
      )}
    </BlockStack>
  );
}
