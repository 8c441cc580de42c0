import { ChoiceList, FormLayout, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramTerms } from '../../../contract/loyalty.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { LANGUAGES } from '../../shared/locale.ts';
import { NumberInput } from '../../shared/number-input.tsx';
import { PROGRAM_RANGES } from './program-ranges.ts';
import type { ProgramForm } from './use-program-form.ts';

type Expiry = ProgramTerms['expiry'];
const KINDS = ['per_lot', 'inactivity', 'never'] as const;

/** When points end. */
export function ExpirySection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt } = form;
  const { expiry } = terms;
  const months = expiry.kind === 'never' ? 12 : expiry.months;
  const fresh = (kind: Expiry['kind']): Expiry => (kind === 'never' ? { kind } : { kind, months });
  return (
    <EditorSection id="expiry" title={t('loyalty.expiry.title')} body={t('loyalty.expiry.body')}>
      <ChoiceList
        title={t('loyalty.expiry.label')}
        selected={[expiry.kind]}
        onChange={([chosen]) => {
          const kind = KINDS.find((each) => each === chosen);
          if (kind) set({ expiry: fresh(kind) });
        }}
        choices={KINDS.map((value) => ({
          value,
          label: t(`loyalty.expiry.${value}`),
          helpText: t(`loyalty.expiry.${value}Help`),
        }))}
      />
      {expiry.kind === 'never' ? null : (
        <div className="short-field">
          <NumberInput
            label={t('loyalty.expiry.months')}
            suffix={t('loyalty.unit.months')}
            value={expiry.months}
            onChange={(next) => set({ expiry: { kind: expiry.kind, months: next } })}
            error={errorAt('expiry.months')}
            {...PROGRAM_RANGES.expiryMonths}
          />
        </div>
      )}
    </EditorSection>
  );
}

/** What points are called, in each language. */
export function NamesSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt } = form;
  return (
    <EditorSection id="names" title={t('loyalty.names.title')} body={t('loyalty.names.body')}>
      <FormLayout>
        <FormLayout.Group condensed>
          {LANGUAGES.map((language) => {
            const error = errorAt(`pointsName.${language}`);
            return (
              <TextField
                key={language}
                label={t(`campaign.language.${language}`)}
                autoComplete="off"
                maxLength={PROGRAM_RANGES.pointsNameLength.max}
                placeholder={SHIPPED[language]}
                value={terms.pointsName[language]}
                onChange={(name) => set({ pointsName: { ...terms.pointsName, [language]: name } })}
                {...(error ? { error } : {})}
              />
            );
          })}
        </FormLayout.Group>
      </FormLayout>
    </EditorSection>
  );
}

/** The word a language has by itself. */
const SHIPPED = { en: 'points', vi: 'điểm', th: 'คะแนน' } as const;
