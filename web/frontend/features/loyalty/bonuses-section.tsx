import { BlockStack, Button, FormLayout, InlineStack, Text, TextField } from '@shopify/polaris';
import { DeleteIcon, PlusIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { NumberInput } from '../../shared/number-input.tsx';
import { addBonus, replaced } from './edit-program.ts';
import { localDayOf } from './local-day.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';
import { afterRemoval, fieldOf, useFocusNext } from './use-focus-next.ts';
import type { ProgramForm } from './use-program-form.ts';

const LIST = 'bonus-list';

/** Days on which orders bring more. */
export function BonusesSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, program } = form;
  const focusNext = useFocusNext();
  const add = () => {
    const at = terms.bonuses.length;
    set(addBonus(terms, localDayOf(new Date(), program.timeZone)));
    form.hush([`bonuses.${at}.name`]);
    focusNext(fieldOf(LIST, at));
  };
  const remove = (at: number) => {
    set({ bonuses: terms.bonuses.filter((_, other) => other !== at) });
    focusNext(afterRemoval(LIST, at));
  };
  return (
    <EditorSection id="bonuses" title={t('loyalty.bonuses.title')} body={t('loyalty.bonuses.body')}>
      {terms.bonuses.length === 0 ? <Text as="p">{t('loyalty.bonuses.none')}</Text> : null}
      <ul className="loyalty-rows" id={LIST}>
        {terms.bonuses.map((_, at) => (
          // Events have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={at}>
            <Bonus form={form} at={at} onRemove={() => remove(at)} />
          </li>
        ))}
      </ul>
      <InlineStack>
        <Button
          id={`${LIST}-add`}
          icon={PlusIcon}
          disabled={terms.bonuses.length >= PROGRAM_RANGES.bonuses.max}
          onClick={add}
        >
          {t('loyalty.bonuses.add')}
        </Button>
      </InlineStack>
    </EditorSection>
  );
}

function Bonus({ form, at, onRemove }: { form: ProgramForm; at: number; onRemove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { terms, set, errorAt } = form;
  const bonus = terms.bonuses[at];
  if (!bonus) return null;
  const change = (part: Partial<typeof bonus>) => set({ bonuses: replaced(terms.bonuses, at, part) });
  const number = format.number(at + 1);
  const date = (field: 'fromOn' | 'toOn') => {
    const error = errorAt(`bonuses.${at}.${field}`);
    return (
      <TextField
        label={t(`loyalty.bonuses.${field}`)}
        type="date"
        autoComplete="off"
        value={bonus[field]}
        onChange={(day) => change({ [field]: day })}
        {...(error ? { error } : {})}
      />
    );
  };
  const nameError = errorAt(`bonuses.${at}.name`);
  return (
    <fieldset className="loyalty-fieldset" aria-label={t('loyalty.place.one.bonuses', { number })}>
      <BlockStack gap="300">
        <FormLayout>
          <FormLayout.Group>
            <TextField
              label={t('loyalty.bonuses.name')}
              autoComplete="off"
              maxLength={PROGRAM_RANGES.bonusNameLength.max}
              value={bonus.name}
              placeholder={t('loyalty.bonuses.example')}
              onChange={(name) => change({ name })}
              onBlur={() => form.touch(`bonuses.${at}.name`)}
              {...(nameError ? { error: nameError } : {})}
            />
            <NumberInput
              label={t('loyalty.bonuses.times')}
              suffix={t('loyalty.unit.times')}
              scale={10_000}
              value={bonus.multiplierBps}
              onChange={(multiplierBps) => change({ multiplierBps: Math.round(multiplierBps) })}
              error={errorAt(`bonuses.${at}.multiplierBps`)}
            />
          </FormLayout.Group>
          <FormLayout.Group>
            {date('fromOn')}
            {date('toOn')}
          </FormLayout.Group>
        </FormLayout>
        <InlineStack>
          <Button
            icon={DeleteIcon}
            accessibilityLabel={t('loyalty.bonuses.removeOne', { number })}
            onClick={onRemove}
          >
            {t('loyalty.remove')}
          </Button>
        </InlineStack>
      </BlockStack>
    </fieldset>
  );
}
