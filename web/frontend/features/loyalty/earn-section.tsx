import { BlockStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramPreviewResponse } from '../../../contract/loyalty.ts';
import { ChosenResources } from '../../shared/chosen-resources.tsx';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { EarnMoment } from './earn-moment.tsx';
import { SentenceWithInputs } from './sentence-with-inputs.tsx';
import { usePoints } from './use-points-words.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; preview: ProgramPreviewResponse | undefined };

/** How many points for how much money, when, and on what none. */
export function EarnSection({ form, preview }: Props) {
  const { t } = useTranslation();
  return (
    <EditorSection id="earn" title={t('loyalty.earn.title')} body={t('loyalty.earn.body')}>
      <Rate form={form} />
      <TypicalOrder form={form} preview={preview} />
      <EarnMoment form={form} />
      <Exclusions form={form} />
    </EditorSection>
  );
}

function Rate({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt, currency } = form;
  const { earn } = terms;
  return (
    <SentenceWithInputs
      text={t('loyalty.earn.sentence')}
      inputs={{
        points: (
          <NumberInput
            label={t('loyalty.earn.points')}
            labelHidden
            suffix={t('loyalty.unit.points')}
            value={earn.points}
            onChange={(points) => set({ earn: { ...earn, points } })}
            error={errorAt('earn.points')}
          />
        ),
        amount: (
          <MoneyInput
            label={t('loyalty.earn.amount')}
            labelHidden
            currency={currency}
            value={earn.perMinor}
            onChange={(perMinor) => set({ earn: { ...earn, perMinor } })}
            error={errorAt('earn.perMinor')}
          />
        ),
      }}
    />
  );
}

/** What an order as the shop usually has it brings. */
function TypicalOrder({ form, preview }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = usePoints(form.terms.pointsName);
  const typical = preview?.typicalOrder ?? null;
  if (typical === null) return null;
  return (
    <Text as="p" tone="subdued">
      {t('loyalty.earn.typical', { amount: format.money(typical.amount), points: points(typical.points) })}
    </Text>
  );
}

function Exclusions({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt, program } = form;
  const { earn } = terms;
  const titles = Object.fromEntries(program.products.map(({ productId, title }) => [productId, title]));
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {t('loyalty.earn.excluded')}
        </Text>
        <Text as="p" tone="subdued">
          {t('loyalty.earn.excludedHelp')}
        </Text>
      </BlockStack>
      <ChosenResources
        kind="products"
        ids={earn.excludedProducts}
        known={titles}
        set={(excludedProducts) => set({ earn: { ...earn, excludedProducts } })}
        errorAt={(at) => errorAt(`earn.excludedProducts${at}`)}
      />
      <ChosenResources
        kind="collections"
        ids={earn.excludedCollections}
        set={(excludedCollections) => set({ earn: { ...earn, excludedCollections } })}
        errorAt={(at) => errorAt(`earn.excludedCollections${at}`)}
      />
    </BlockStack>
  );
}
