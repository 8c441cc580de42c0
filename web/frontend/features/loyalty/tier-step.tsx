import { Button, FormLayout, InlineStack, TextField } from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms, Tier } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { MoneyInput, NumberInput } from '../../shared/number-input.tsx';
import { replaced } from './edit-program.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; tiers: NonNullable<ProgramTerms['tiers']>; at: number };
type Removable = Props & { onRemove: () => void };

/** One step: its name, from what it is reached, how many times the points. The first is everybody's. */
export function TierStep({ form, tiers, at, onRemove }: Removable) {
  const { t } = useTranslation();
  const format = useFormat();
  const { set, errorAt } = form;
  const level = tiers.levels[at];
  if (!level) return null;
  const path = `tiers.levels.${at}`;
  const change = (part: Partial<Tier>) =>
    set({ tiers: { ...tiers, levels: replaced(tiers.levels, at, part) } });
  const nameError = errorAt(`${path}.name`);
  return (
    <fieldset
      className="tier-step"
      aria-label={t('loyalty.place.one.tiers', { number: format.number(at + 1) })}
    >
      <FormLayout>
        <FormLayout.Group condensed>
          <TextField
            label={t('loyalty.tiers.name')}
            autoComplete="off"
            maxLength={PROGRAM_RANGES.tierNameLength.max}
            value={level.name}
            onChange={(name) => change({ name })}
            {...(nameError ? { error: nameError } : {})}
          />
          <Threshold form={form} tiers={tiers} at={at} change={change} />
          <NumberInput
            label={t('loyalty.tiers.times')}
            suffix={t('loyalty.unit.times')}
            scale={10_000}
            value={level.multiplierBps}
            onChange={(multiplierBps) => change({ multiplierBps: Math.round(multiplierBps) })}
            error={errorAt(`${path}.multiplierBps`)}
          />
        </FormLayout.Group>
        {at === 0 ? null : (
          <InlineStack>
            <Button
              icon={DeleteIcon}
              accessibilityLabel={t('loyalty.tiers.removeOne', { name: level.name })}
              onClick={onRemove}
            >
              {t('loyalty.remove')}
            </Button>
          </InlineStack>
        )}
      </FormLayout>
    </fieldset>
  );
}

function Threshold({ form, tiers, at, change }: Props & { change: (part: Partial<Tier>) => void }) {
  const { t } = useTranslation();
  const threshold = tiers.levels[at]?.threshold ?? 0;
  const error = form.errorAt(`tiers.levels.${at}.threshold`);
  if (at === 0) {
    return (
      <TextField
        label={t('loyalty.tiers.from')}
        autoComplete="off"
        disabled
        value={t('loyalty.tiers.everybody')}
        {...(error ? { error } : {})}
      />
    );
  }
  const field = {
    label: t('loyalty.tiers.from'),
    value: threshold,
    onChange: (next: number) => change({ threshold: next }),
    error,
  };
  return tiers.by === 'spend' ? (
    <MoneyInput {...field} currency={form.currency} />
  ) : (
    <NumberInput {...field} suffix={t('loyalty.unit.points')} />
  );
}
