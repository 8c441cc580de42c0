import { BlockStack, Button, Checkbox, FormLayout, InlineStack, Select, Text } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { NumberInput } from '../../shared/number-input.tsx';
import { addLevel, firstTiers } from './edit-program.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';
import { TierStep } from './tier-step.tsx';
import { afterRemoval, fieldOf, useFocusNext } from './use-focus-next.ts';
import type { ProgramForm } from './use-program-form.ts';

const LIST = 'tier-list';
const BY = ['spend', 'points'] as const;

/** Levels as a ladder, the lowest first. */
export function TiersSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set } = form;
  const names = [t('loyalty.tiers.first'), t('loyalty.tiers.second'), t('loyalty.tiers.third')] as const;
  return (
    <EditorSection id="tiers" title={t('loyalty.tiers.title')} body={t('loyalty.tiers.body')}>
      <Checkbox
        label={t('loyalty.tiers.on')}
        checked={terms.tiers !== null}
        onChange={(on) => set({ tiers: on ? (form.program.terms.tiers ?? firstTiers(terms, names)) : null })}
      />
      {terms.tiers === null ? null : <Ladder form={form} tiers={terms.tiers} />}
    </EditorSection>
  );
}

type Tiers = NonNullable<ProgramTerms['tiers']>;

function Ladder({ form, tiers }: { form: ProgramForm; tiers: Tiers }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { set, errorAt } = form;
  const change = (part: Partial<Tiers>) => set({ tiers: { ...tiers, ...part } });
  const focusNext = useFocusNext();
  const name = t('loyalty.tiers.fresh', { number: format.number(tiers.levels.length + 1) });
  return (
    <BlockStack gap="400">
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={t('loyalty.tiers.by')}
            helpText={t('loyalty.tiers.byHelp')}
            value={tiers.by}
            onChange={(chosen) => {
              const by = BY.find((each) => each === chosen);
              if (by) change({ by });
            }}
            options={BY.map((value) => ({ value, label: t(`loyalty.tiers.byKind.${value}`) }))}
          />
          <NumberInput
            label={t('loyalty.tiers.grace')}
            help={t('loyalty.tiers.graceHelp')}
            suffix={t('loyalty.unit.days')}
            value={tiers.graceDays}
            onChange={(graceDays) => change({ graceDays })}
            error={errorAt('tiers.graceDays')}
            {...PROGRAM_RANGES.graceDays}
          />
        </FormLayout.Group>
      </FormLayout>
      <ol className="tier-ladder" id={LIST}>
        {tiers.levels.map(({ key }, at) => (
          <li key={key} className="tier-rung" style={{ '--step': at } as React.CSSProperties}>
            <TierStep
              form={form}
              tiers={tiers}
              at={at}
              onRemove={() => {
                change({ levels: tiers.levels.filter((_, other) => other !== at) });
                focusNext(afterRemoval(LIST, at));
              }}
            />
          </li>
        ))}
      </ol>
      <BlockStack gap="200">
        <InlineStack>
          <Button
            id={`${LIST}-add`}
            icon={PlusIcon}
            disabled={tiers.levels.length >= PROGRAM_RANGES.tiers.max}
            onClick={() => {
              change({ levels: addLevel(tiers.levels, name) });
              focusNext(fieldOf(LIST, tiers.levels.length));
            }}
          >
            {t('loyalty.tiers.add')}
          </Button>
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t('loyalty.tiers.kept')}
        </Text>
      </BlockStack>
    </BlockStack>
  );
}
