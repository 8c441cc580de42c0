import { BlockStack, Button, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { DeleteIcon, PlusIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { OutlookResponse } from '../../../contract/campaigns.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { NumberInput } from '../../shared/number-input.tsx';
import { addStep, removeStep, withStep } from './edit-terms.ts';
import { TERMS_RANGES } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

type Props = { form: TermsForm; outlook: OutlookResponse | undefined };

/** On which days people enter, when each message goes out and how long it may wait. */
export function WhenSection({ form, outlook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms, set } = form;
  const most = TERMS_RANGES.steps.max;
  const endsOnError = form.errorAt('endsOn');
  return (
    <EditorSection id="when" title={t('campaign.when.title')} body={t('campaign.when.body')}>
      {terms.kind === 'second_purchase' ? <Window form={form} outlook={outlook} /> : null}
      <ol className="ladder">
        {terms.steps.map((_, at) => (
          // Messages have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at}>
            <Rung form={form} at={at} />
          </li>
        ))}
      </ol>
      <BlockStack gap="200">
        <InlineStack>
          <Button icon={PlusIcon} disabled={terms.steps.length >= most} onClick={() => set(addStep(terms))}>
            {t('campaign.when.add')}
          </Button>
        </InlineStack>
        {terms.steps.length >= most ? (
          <Text as="p" tone="subdued">
            {t('campaign.when.most', { max: format.number(most) })}
          </Text>
        ) : null}
      </BlockStack>
      <TextField
        label={t('campaign.when.endsOn')}
        helpText={t('campaign.when.endsOnHelp')}
        type="date"
        autoComplete="off"
        value={terms.endsOn ?? ''}
        onChange={(day) => set({ endsOn: day === '' ? null : day })}
        {...(endsOnError ? { error: endsOnError } : {})}
      />
    </EditorSection>
  );
}

/** Second purchase: the days on which people enter, measured unless the merchant sets them. */
function Window({ form: { terms, set, errorAt }, outlook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { audience } = terms;
  const start = outlook?.start ?? null;
  const help = (day: number | undefined) =>
    start === null || day === undefined
      ? t('campaign.when.emptyMeasures')
      : t(start.measured ? 'campaign.when.measured' : 'campaign.when.default', { days: format.number(day) });
  return (
    <FormLayout>
      <FormLayout.Group>
        <NumberInput
          label={t('campaign.when.start')}
          suffix={t('campaign.unit.days')}
          help={help(audience.startDay === null ? start?.startDay : undefined)}
          value={audience.startDay}
          onChange={(startDay) => set({ audience: { ...audience, startDay } })}
          onEmpty={() => set({ audience: { ...audience, startDay: null } })}
          error={errorAt('audience.startDay')}
        />
        <NumberInput
          label={t('campaign.when.end')}
          suffix={t('campaign.unit.days')}
          help={help(audience.endDay === null ? start?.endDay : undefined)}
          value={audience.endDay}
          onChange={(endDay) => set({ audience: { ...audience, endDay } })}
          onEmpty={() => set({ audience: { ...audience, endDay: null } })}
          error={errorAt('audience.endDay')}
        />
      </FormLayout.Group>
    </FormLayout>
  );
}

/** When one message goes out. */
function Rung({ form: { terms, set, errorAt }, at }: { form: TermsForm; at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const step = terms.steps[at];
  if (!step) return null;
  const number = format.number(at + 1);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h3" variant="headingSm">
          {t('campaign.when.message', { number })}
        </Text>
        {terms.steps.length > 1 ? (
          <Button
            icon={DeleteIcon}
            variant="tertiary"
            accessibilityLabel={t('campaign.when.remove', { number })}
            onClick={() => set(removeStep(terms, at))}
          />
        ) : null}
      </InlineStack>
      <FormLayout>
        <FormLayout.Group>
          <NumberInput
            label={t('campaign.when.day')}
            suffix={t('campaign.unit.days')}
            value={step.afterDays}
            disabled={at === 0}
            onChange={(afterDays) => set(withStep(terms, at, { afterDays }))}
            error={errorAt(`steps.${at}.afterDays`)}
            {...(at === 0 ? { help: t('campaign.when.atOnce') } : {})}
          />
          <NumberInput
            label={t('campaign.when.wait')}
            suffix={t('campaign.unit.days')}
            help={t('campaign.when.waitHelp')}
            value={step.mayWaitDays}
            onChange={(mayWaitDays) => set(withStep(terms, at, { mayWaitDays }))}
            error={errorAt(`steps.${at}.mayWaitDays`)}
          />
        </FormLayout.Group>
      </FormLayout>
    </BlockStack>
  );
}
