import { BlockStack, ChoiceList, FormLayout, InlineError, Select } from '@shopify/polaris';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferTerms, OfferValue } from '../../../contract/campaign-terms.ts';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { type OfferProps, OfferScope } from './offer-scope.tsx';
import { OFFER_RANGES } from './terms-ranges.ts';

const FRESH: Readonly<Record<OfferValue['kind'], OfferValue>> = {
  percentage: { kind: 'percentage', percentageBps: 1_000 },
  amount: { kind: 'amount', amountMinor: 0 },
  free_shipping: { kind: 'free_shipping' },
};
const KINDS = ['percentage', 'amount', 'free_shipping'] as const;
const COMBINES = ['orderDiscounts', 'productDiscounts', 'shippingDiscounts'] as const;
const APPLIES = ['oneTimePurchase', 'subscription'] as const;

/** The terms of one offer. */
export function OfferEditor({ form, path, offer, change }: OfferProps) {
  const { t } = useTranslation();
  const patch = (part: Partial<OfferTerms>) => change({ ...offer, ...part });
  return (
    <BlockStack gap="400">
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={t('offer.value.label')}
            value={offer.value.kind}
            onChange={(chosen) => {
              const kind = KINDS.find((each) => each === chosen);
              if (kind)
                patch({
                  value: FRESH[kind],
                  ...(kind === 'free_shipping' ? { scope: { kind: 'all' } } : {}),
                });
            }}
            options={KINDS.map((value) => ({ value, label: t(`offer.value.${value}`) }))}
          />
          <Value form={form} path={path} offer={offer} change={change} />
        </FormLayout.Group>
        <FormLayout.Group>
          <MoneyInput
            label={t('offer.minimum')}
            help={t('offer.minimumHelp')}
            currency={form.currency}
            value={offer.minimumSpendMinor}
            onChange={(minimumSpendMinor) => patch({ minimumSpendMinor })}
            onEmpty={() => patch({ minimumSpendMinor: null })}
            error={form.errorAt(`${path}.minimumSpendMinor`)}
          />
          <NumberInput
            label={t('offer.days')}
            help={t('offer.daysHelp')}
            suffix={t('campaign.unit.days')}
            value={offer.validDays}
            onChange={(validDays) => patch({ validDays })}
            error={form.errorAt(`${path}.validDays`)}
            {...OFFER_RANGES.validDays}
          />
        </FormLayout.Group>
        <OfferScope form={form} path={path} offer={offer} change={change} />
      </FormLayout>
      <Ticks form={form} path={path} offer={offer} change={change} />
    </BlockStack>
  );
}

/** How much is taken off. */
function Value({ form, path, offer, change }: OfferProps) {
  const { t } = useTranslation();
  const valueError = form.errorAt(`${path}.value`);
  const { value } = offer;
  if (value.kind === 'percentage') {
    return (
      <NumberInput
        label={t('offer.value.percent')}
        suffix={t('campaign.unit.percent')}
        scale={100}
        value={value.percentageBps}
        onChange={(percentageBps) =>
          change({ ...offer, value: { kind: 'percentage', percentageBps: Math.round(percentageBps) } })
        }
        error={form.errorAt(`${path}.value.percentageBps`)}
      />
    );
  }
  if (value.kind === 'amount') {
    return (
      <MoneyInput
        label={t('offer.value.money')}
        currency={form.currency}
        value={value.amountMinor}
        onChange={(amountMinor) => change({ ...offer, value: { kind: 'amount', amountMinor } })}
        error={form.errorAt(`${path}.value.amountMinor`)}
      />
    );
  }
  return valueError ? <InlineError message={valueError} fieldID={path} /> : null;
}

/** What it may be combined with, and for which kinds of purchase it holds. */
function Ticks({ form, path, offer, change }: OfferProps) {
  const { t } = useTranslation();
  const name = useId();
  const { combinesWith, appliesTo } = offer;
  const appliesError = form.errorAt(`${path}.appliesTo`);
  return (
    <FormLayout>
      <FormLayout.Group>
        <ChoiceList
          allowMultiple
          name={`${name}-combines`}
          title={t('offer.combines.label')}
          selected={COMBINES.filter((each) => combinesWith[each])}
          onChange={(chosen) =>
            change({
              ...offer,
              combinesWith: {
                orderDiscounts: chosen.includes('orderDiscounts'),
                productDiscounts: chosen.includes('productDiscounts'),
                shippingDiscounts: chosen.includes('shippingDiscounts'),
              },
            })
          }
          choices={COMBINES.map((value) => ({ value, label: t(`offer.combines.${value}`) }))}
        />
        <ChoiceList
          allowMultiple
          name={`${name}-applies`}
          title={t('offer.applies.label')}
          selected={APPLIES.filter((each) => appliesTo[each])}
          onChange={(chosen) =>
            change({
              ...offer,
              appliesTo: {
                oneTimePurchase: chosen.includes('oneTimePurchase'),
                subscription: chosen.includes('subscription'),
              },
            })
          }
          choices={APPLIES.map((value) => ({ value, label: t(`offer.applies.${value}`) }))}
          {...(appliesError ? { error: appliesError } : {})}
        />
      </FormLayout.Group>
    </FormLayout>
  );
}
