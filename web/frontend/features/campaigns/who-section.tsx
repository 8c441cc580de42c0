import { BlockStack, ChoiceList, FormLayout, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { OutlookResponse } from '../../../contract/campaigns.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { CountriesField } from './countries-field.tsx';
import { TERMS_RANGES } from './terms-ranges.ts';
import type { TermsForm } from './use-terms-form.ts';

type Props = { form: TermsForm; outlook: OutlookResponse | undefined };

/** Whom the campaign is for, and who goes first when several want the same person. */
export function WhoSection({ form, outlook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms, set, errorAt } = form;
  const { audience } = terms;
  const nameError = errorAt('name');
  const { min, max } = TERMS_RANGES.priority;
  return (
    <EditorSection id="who" title={t('campaign.who.title')} body={t(`campaign.who.body.${terms.kind}`)}>
      <FormLayout>
        <TextField
          label={t('campaign.name')}
          helpText={t('campaign.nameHelp')}
          autoComplete="off"
          value={terms.name}
          onChange={(name) => set({ name })}
          {...(nameError ? { error: nameError } : {})}
        />
        <CountriesField form={form} />
        <FormLayout.Group>
          <MoneyInput
            label={t('campaign.who.minSpent')}
            help={t('campaign.who.minSpentHelp')}
            currency={form.currency}
            value={audience.minSpentMinor}
            onChange={(minSpentMinor) => set({ audience: { ...audience, minSpentMinor } })}
            onEmpty={() => set({ audience: { ...audience, minSpentMinor: null } })}
            error={errorAt('audience.minSpentMinor')}
          />
          <NumberInput
            label={t('campaign.who.priority')}
            help={t('campaign.who.priorityHelp', { min: format.number(min), max: format.number(max) })}
            value={terms.priority}
            onChange={(priority) => set({ priority })}
            error={errorAt('priority')}
            min={min}
            max={max}
          />
        </FormLayout.Group>
        <Backlog form={form} outlook={outlook} />
      </FormLayout>
    </EditorSection>
  );
}

/** One day's share of the backlog when the merchant first chooses to work it off: 5 %, product.md section 4. */
const DAILY_SHARE = 0.05;
const WITHOUT_A_COUNT = 40;

/** People who matched before the launch: a choice of its own, because they are many and were not asked for. */
function Backlog({ form: { terms, set, errorAt }, outlook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const backlog = outlook?.backlog ?? null;
  const suggested = backlog === null ? WITHOUT_A_COUNT : Math.max(1, Math.round(backlog * DAILY_SHARE));
  const working = terms.backlogPerDay !== null;
  return (
    <BlockStack gap="200">
      <ChoiceList
        title={t('campaign.who.backlog')}
        selected={[working ? 'work' : 'leave']}
        onChange={([choice]) => set({ backlogPerDay: choice === 'work' ? suggested : null })}
        choices={[
          { value: 'leave', label: t('campaign.who.leave'), helpText: t('campaign.who.leaveHelp') },
          { value: 'work', label: t('campaign.who.work'), helpText: t('campaign.who.workHelp') },
        ]}
      />
      {backlog === null || backlog === 0 ? null : (
        <Text as="p" tone="subdued">
          {t('campaign.who.backlogNow', { count: backlog, number: format.number(backlog) })}
        </Text>
      )}
      {working ? (
        <NumberInput
          label={t('campaign.who.perDay')}
          suffix={t('campaign.unit.people')}
          value={terms.backlogPerDay}
          // The contract takes no negative number; what cannot be read becomes 0, which is out of range.
          onChange={(backlogPerDay) => set({ backlogPerDay: Math.max(0, backlogPerDay) })}
          error={errorAt('backlogPerDay')}
        />
      ) : null}
    </BlockStack>
  );
}
