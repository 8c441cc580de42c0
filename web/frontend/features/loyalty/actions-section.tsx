import { FormLayout } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { EditorSection } from '../../shared/editor-section.tsx';
import { NumberInput } from '../../shared/number-input.tsx';
import { PROGRAM_RANGES } from './program-ranges.ts';
import type { ProgramForm } from './use-program-form.ts';

const ACTIONS = ['signUp', 'birthday', 'review'] as const;

/** Points for what is no order; 0 = none. */
export function ActionsSection({ form }: { form: ProgramForm }) {
  const { t } = useTranslation();
  const { terms, set, errorAt } = form;
  return (
    <EditorSection id="actions" title={t('loyalty.actions.title')} body={t('loyalty.actions.body')}>
      <FormLayout>
        <FormLayout.Group condensed>
          {ACTIONS.map((action) => (
            <NumberInput
              key={action}
              label={t(`loyalty.actions.${action}`)}
              help={t(`loyalty.actions.${action}Help`)}
              suffix={t('loyalty.unit.points')}
              value={terms.actions[action]}
              onChange={(points) => set({ actions: { ...terms.actions, [action]: points } })}
              error={errorAt(`actions.${action}`)}
              {...PROGRAM_RANGES.actionPoints}
            />
          ))}
        </FormLayout.Group>
      </FormLayout>
    </EditorSection>
  );
}
