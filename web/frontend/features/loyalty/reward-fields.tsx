import { BlockStack, ChoiceList, FormLayout, Select, Text, TextField } from '@shopify/polaris';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reward } from '../../../contract/loyalty.ts';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { useApartFrom } from './apart-note.tsx';
import { COMBINES, ofKind, replaced } from './edit-program.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';
import { RewardProduct } from './reward-product.tsx';
import type { ProgramForm } from './use-program-form.ts';

export type RewardProps = { form: ProgramForm; at: number; reward: Reward };

const KINDS = ['amount', 'percentage', 'free_shipping', 'free_product', 'store_credit'] as const;

/** Everything about one reward. */
export function RewardFields({ form, at, reward }: RewardProps) {
  const { t } = useTranslation();
  const { terms, set, errorAt, currency } = form;
  const change = (part: Partial<Reward>) => set({ rewards: replaced(terms.rewards, at, part) });
  const path = `rewards.${at}`;
  const nameError = errorAt(`${path}.name`);
  const credit = reward.value.kind === 'store_credit';
  return (
    <FormLayout>
      <FormLayout.Group>
        <Kind form={form} at={at} reward={reward} />
        <Value form={form} at={at} reward={reward} />
      </FormLayout.Group>
      <FormLayout.Group>
        <NumberInput
          label={t('loyalty.rewards.cost')}
          suffix={t('loyalty.unit.points')}
          value={reward.costPoints}
          onChange={(costPoints) => change({ costPoints })}
          error={errorAt(`${path}.costPoints`)}
          {...PROGRAM_RANGES.costPoints}
        />
        <TextField
          label={t('loyalty.rewards.name')}
          helpText={t('loyalty.rewards.nameHelp')}
          autoComplete="off"
          maxLength={PROGRAM_RANGES.rewardNameLength.max}
          value={reward.name}
          onChange={(name) => change({ name })}
          {...(nameError ? { error: nameError } : {})}
        />
      </FormLayout.Group>
      {credit ? null : (
        <FormLayout.Group>
          <MoneyInput
            label={t('offer.minimum')}
            help={t('offer.minimumHelp')}
            currency={currency}
            value={reward.minimumSpendMinor}
            onChange={(minimumSpendMinor) => change({ minimumSpendMinor })}
            onEmpty={() => change({ minimumSpendMinor: null })}
            error={errorAt(`${path}.minimumSpendMinor`)}
          />
          <NumberInput
            label={t('loyalty.rewards.validDays')}
            help={t('loyalty.rewards.validDaysHelp')}
            suffix={t('loyalty.unit.days')}
            value={reward.validDays}
            onChange={(validDays) => change({ validDays })}
            error={errorAt(`${path}.validDays`)}
            {...PROGRAM_RANGES.validDays}
          />
        </FormLayout.Group>
      )}
      {credit ? null : <Combines form={form} reward={reward} change={change} />}
    </FormLayout>
  );
}

type Changed = { form: ProgramForm; reward: Reward; change: (part: Partial<Reward>) => void };

/** Two discounts on shipping never combine, so free shipping is not asked about them. */
function Combines({ form, reward, change }: Changed) {
  const { t } = useTranslation();
  const name = useId();
  const apartFrom = useApartFrom(form)(reward);
  const asked = COMBINES.filter(
    (each) => each !== 'shippingDiscounts' || reward.value.kind !== 'free_shipping',
  );
  return (
    <BlockStack gap="200">
      <ChoiceList
        allowMultiple
        name={name}
        title={t('offer.combines.label')}
        selected={asked.filter((each) => reward.combinesWith[each])}
        onChange={(chosen) =>
          change({
            combinesWith: {
              orderDiscounts: chosen.includes('orderDiscounts'),
              productDiscounts: chosen.includes('productDiscounts'),
              shippingDiscounts: chosen.includes('shippingDiscounts'),
            },
          })
        }
        choices={asked.map((value) => ({ value, label: t(`offer.combines.${value}`) }))}
      />
      <div aria-live="polite">
        {apartFrom === null ? null : (
          <Text as="p" tone="subdued">
            {apartFrom}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

/** Store credit only where the shop has it, or where a reward of that kind stands already. */
function Kind({ form, at, reward }: RewardProps) {
  const { t } = useTranslation();
  const { terms, set, program, errorAt } = form;
  const kinds = KINDS.filter(
    (kind) => kind !== 'store_credit' || program.storeCredit === true || reward.value.kind === kind,
  );
  const path = `rewards.${at}.value`;
  const error = errorAt(path);
  return (
    <Select
      label={t('loyalty.rewards.kind')}
      value={reward.value.kind}
      onChange={(chosen) => {
        const kind = KINDS.find((each) => each === chosen);
        if (kind === 'free_product') form.hush([`${path}.productId`, `${path}.title`]);
        if (kind) set({ rewards: replaced(terms.rewards, at, ofKind(reward, kind, terms.earn.perMinor)) });
      }}
      options={kinds.map((value) => ({ value, label: t(`loyalty.rewards.kinds.${value}`) }))}
      {...(program.storeCredit === false ? { helpText: t('loyalty.rewards.noCredit') } : {})}
      {...(error ? { error } : {})}
    />
  );
}

function Value({ form, at, reward }: RewardProps) {
  const { t } = useTranslation();
  const { terms, set, errorAt, currency } = form;
  const change = (value: Reward['value']) => set({ rewards: replaced(terms.rewards, at, { value }) });
  const { value } = reward;
  if (value.kind === 'percentage') {
    return (
      <NumberInput
        label={t('offer.value.percent')}
        suffix={t('campaign.unit.percent')}
        scale={100}
        value={value.percentageBps}
        onChange={(bps) => change({ kind: 'percentage', percentageBps: Math.round(bps) })}
        error={errorAt(`rewards.${at}.value.percentageBps`)}
      />
    );
  }
  if (value.kind === 'amount' || value.kind === 'store_credit') {
    return (
      <MoneyInput
        label={t(value.kind === 'amount' ? 'offer.value.money' : 'loyalty.rewards.credit')}
        currency={currency}
        value={value.amountMinor}
        onChange={(amountMinor) => change({ kind: value.kind, amountMinor })}
        error={errorAt(`rewards.${at}.value.amountMinor`)}
      />
    );
  }
  return value.kind === 'free_product' ? (
    <RewardProduct form={form} at={at} value={value} change={change} />
  ) : null;
}
