import { Checkbox, FormLayout, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { PROGRAM_RANGES } from './program-ranges.ts';
import type { ProgramForm } from './use-program-form.ts';

type Referral = ProgramTerms['referral'];
const KINDS = ['percentage', 'amount'] as const;

/** What a friend gets, and who invited them. */
export function ReferralSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set } = form;
  const { referral } = terms;
  return (
    <EditorSection id="referral" title={t('loyalty.referral.title')} body={t('loyalty.referral.body')}>
      <Checkbox
        label={t('loyalty.referral.on')}
        checked={referral.on}
        onChange={(on) => set({ referral: { ...referral, on } })}
      />
      {referral.on ? (
        <Fields form={form} change={(part) => set({ referral: { ...referral, ...part } })} />
      ) : null}
    </EditorSection>
  );
}

function Fields({ form, change }: { form: ProgramForm; change: (part: Partial<Referral>) => void }) {
  const { t } = useTranslation();
  const { errorAt, currency } = form;
  const { referral } = form.terms;
  return (
    <FormLayout>
      <FormLayout.Group>
        <NumberInput
          label={t('loyalty.referral.advocate')}
          suffix={t('loyalty.unit.points')}
          value={referral.advocatePoints}
          onChange={(advocatePoints) => change({ advocatePoints })}
          error={errorAt('referral.advocatePoints')}
          {...PROGRAM_RANGES.advocatePoints}
        />
        <NumberInput
          label={t('loyalty.referral.hold')}
          help={t('loyalty.referral.holdHelp')}
          suffix={t('loyalty.unit.days')}
          value={referral.holdDays}
          onChange={(holdDays) => change({ holdDays })}
          error={errorAt('referral.holdDays')}
          {...PROGRAM_RANGES.holdDays}
        />
      </FormLayout.Group>
      <FormLayout.Group>
        <Select
          label={t('loyalty.referral.friend')}
          value={referral.friendOffer.kind}
          onChange={(chosen) => {
            const kind = KINDS.find((each) => each === chosen);
            if (kind === 'percentage') change({ friendOffer: { kind, percentageBps: 1_000 } });
            if (kind === 'amount')
              change({ friendOffer: { kind, amountMinor: Math.max(1, form.terms.earn.perMinor) * 5 } });
          }}
          options={KINDS.map((value) => ({ value, label: t(`offer.value.${value}`) }))}
        />
        <FriendValue form={form} change={change} />
      </FormLayout.Group>
      <MoneyInput
        label={t('loyalty.referral.minimum')}
        help={t('offer.minimumHelp')}
        currency={currency}
        value={referral.friendMinimumSpendMinor}
        onChange={(friendMinimumSpendMinor) => change({ friendMinimumSpendMinor })}
        onEmpty={() => change({ friendMinimumSpendMinor: null })}
        error={errorAt('referral.friendMinimumSpendMinor')}
      />
    </FormLayout>
  );
}

function FriendValue({ form, change }: { form: ProgramForm; change: (part: Partial<Referral>) => void }) {
  const { t } = useTranslation();
  const { friendOffer } = form.terms.referral;
  if (friendOffer.kind === 'amount') {
    return (
      <MoneyInput
        label={t('offer.value.money')}
        currency={form.currency}
        value={friendOffer.amountMinor}
        onChange={(amountMinor) => change({ friendOffer: { kind: 'amount', amountMinor } })}
        error={form.errorAt('referral.friendOffer.amountMinor')}
      />
    );
  }
  return (
    <NumberInput
      label={t('offer.value.percent')}
      suffix={t('campaign.unit.percent')}
      scale={100}
      value={friendOffer.percentageBps}
      onChange={(bps) => change({ friendOffer: { kind: 'percentage', percentageBps: Math.round(bps) } })}
      error={form.errorAt('referral.friendOffer.percentageBps')}
    />
  );
}
