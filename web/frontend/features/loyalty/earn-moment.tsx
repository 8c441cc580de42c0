import { Banner, BlockStack, FormLayout, Select } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { NumberInput } from '../../shared/number-input.tsx';
import { PROGRAM_RANGES } from './program-ranges.ts';
import type { ProgramForm } from './use-program-form.ts';

const KINDS = ['paid', 'fulfilled', 'delivered'] as const;
const FRESH: Readonly<Record<(typeof KINDS)[number], ProgramTerms['earn']['when']>> = {
  paid: { kind: 'paid' },
  fulfilled: { kind: 'fulfilled' },
  delivered: { kind: 'delivered', days: 7 },
};

/** When points can be spent; a shop whose orders are mostly unpaid and fulfilled is asked. */
export function EarnMoment({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt } = form;
  const { when } = terms.earn;
  const change = (next: ProgramTerms['earn']['when']) =>
    set((now) => ({ ...now, earn: { ...now.earn, when: next } }));
  return (
    <BlockStack gap="300">
      <UnpaidQuestion form={form} onFulfilled={() => change({ kind: 'fulfilled' })} />
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={t('loyalty.earn.when')}
            helpText={t(`loyalty.earn.whenHelp.${when.kind}`)}
            value={when.kind}
            onChange={(chosen) => {
              const kind = KINDS.find((each) => each === chosen);
              if (kind) change(FRESH[kind]);
            }}
            options={KINDS.map((value) => ({ value, label: t(`loyalty.earn.whenKind.${value}`) }))}
          />
          {when.kind === 'delivered' ? (
            <NumberInput
              label={t('loyalty.earn.days')}
              suffix={t('loyalty.unit.days')}
              value={when.days}
              onChange={(days) => change({ kind: 'delivered', days })}
              error={errorAt('earn.when.days')}
              {...PROGRAM_RANGES.deliveredDays}
            />
          ) : null}
        </FormLayout.Group>
      </FormLayout>
    </BlockStack>
  );
}

type QuestionProps = { form: ProgramForm; onFulfilled: () => void };

/** Cash on delivery and bank transfer: "paid" would come long after the goods. */
function UnpaidQuestion({ form, onFulfilled }: QuestionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [answered, setAnswered] = useState(false);
  const { orders, unpaidAndFulfilled } = form.program.payment;
  const mostly = orders > 0 && unpaidAndFulfilled * 2 > orders;
  if (!mostly || answered || form.terms.earn.when.kind !== 'paid') return null;
  return (
    <Banner
      tone="warning"
      title={t('loyalty.earn.unpaid.title')}
      action={{ content: t('loyalty.earn.unpaid.yes'), onAction: onFulfilled }}
      secondaryAction={{ content: t('loyalty.earn.unpaid.no'), onAction: () => setAnswered(true) }}
    >
      <p>
        {t('loyalty.earn.unpaid.body', {
          unpaid: format.number(unpaidAndFulfilled),
          orders: format.number(orders),
        })}
      </p>
    </Banner>
  );
}
