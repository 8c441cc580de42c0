import { BlockStack, ChoiceList, InlineStack, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';

type ChoicesProps = {
  title: string;
  choices: { label: string; value: string }[];
  selected: readonly string[] | undefined;
  onChange: (selected: string[] | undefined) => void;
};

/** Several of a closed list; none chosen = no filter. */
export function Choices({ title, choices, selected, onChange }: ChoicesProps) {
  return (
    <ChoiceList
      title={title}
      titleHidden
      allowMultiple
      choices={choices}
      selected={[...(selected ?? [])]}
      onChange={(values) => onChange(values.length === 0 ? undefined : values)}
    />
  );
}

const FIVE = [5, 4, 3, 2, 1] as const;

type ScoreProps = {
  score: 'r' | 'f' | 'm';
  selected: number[] | undefined;
  onChange: (selected: number[] | undefined) => void;
};

/** Scores 5 to 1, each with what it means. */
export function ScoreChoices({ score, selected, onChange }: ScoreProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Choices
      title={t(`score.${score}.name`)}
      choices={FIVE.map((value) => ({
        value: String(value),
        label: `${format.number(value)} – ${t(`score.${score}.${value}`)}`,
      }))}
      selected={selected?.map(String)}
      onChange={(values) => onChange(values?.map(Number))}
    />
  );
}

type RangeProps = {
  type: 'number' | 'date';
  min: string | undefined;
  max: string | undefined;
  suffix?: string | undefined;
  onChange: (range: { min: string | undefined; max: string | undefined }) => void;
};

/** From – to, either side may stay open. */
export function RangeFields({ type, min, max, suffix, onChange }: RangeProps) {
  const { t } = useTranslation();
  const kept = (text: string) => (text === '' ? undefined : text);
  const common = {
    type,
    autoComplete: 'off',
    ...(suffix ? { suffix } : {}),
    ...(type === 'number' ? { min: 0 } : {}),
  };
  return (
    <BlockStack gap="200">
      <InlineStack gap="200">
        <TextField
          {...common}
          label={t('customers.filter.from')}
          value={min ?? ''}
          onChange={(text) => onChange({ min: kept(text), max })}
        />
        <TextField
          {...common}
          label={t('customers.filter.to')}
          value={max ?? ''}
          onChange={(text) => onChange({ min, max: kept(text) })}
        />
      </InlineStack>
    </BlockStack>
  );
}
