import { BlockStack, Card, FormLayout, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { SettingsResponse, Thresholds } from '../../../contract/settings.ts';
import { useFormat } from '../../shared/format.ts';
import { Histogram } from '../../shared/histogram.tsx';
import { NumberField } from './number-field.tsx';
import type { RulesFormState } from './use-rules-form.ts';

type Props = { settings: SettingsResponse; state: RulesFormState; thresholds: Thresholds };

/** Who is a VIP: the percentiles, what they come to in this shop, drawn over purchases and spend. */
export function VipSection({ settings, state, thresholds }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { vip } = thresholds;
  const { occasions, spentMinor } = settings.distributions;
  const currency = vip.enterSpent.currency;
  const number = format.number(vip.enterOccasions);
  const spent = format.money(vip.enterSpent);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="p" fontWeight="medium">
          {t('settings.vip.inForce', { count: vip.enterOccasions, occasions: number, spent })}
        </Text>
        <FormLayout>
          <FormLayout.Group>
            <NumberField rule="vipEnterPercentile" state={state} unit="percent" />
            <NumberField rule="vipKeepPercentile" state={state} unit="percent" />
          </FormLayout.Group>
          <NumberField rule="vipMinOccasions" state={state} unit="purchases" />
        </FormLayout>
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {t('settings.vip.occasionsTitle')}
          </Text>
          <Histogram
            bins={occasions}
            line={{
              at: vip.enterOccasions,
              label: t('settings.vip.occasionsLine', { count: vip.enterOccasions, occasions: number }),
            }}
            label={t('settings.vip.occasionsPicture', { count: vip.enterOccasions, occasions: number })}
            formatValue={format.number}
          />
        </BlockStack>
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {t('settings.vip.spentTitle')}
          </Text>
          <Histogram
            bins={spentMinor}
            line={{ at: vip.enterSpent.amountMinor, label: t('settings.vip.spentLine', { spent }) }}
            label={t('settings.vip.spentPicture', { spent })}
            formatValue={(amountMinor) => format.money({ amountMinor, currency })}
          />
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
