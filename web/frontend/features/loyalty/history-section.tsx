import { Banner, BlockStack, ChoiceList, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramPreviewResponse } from '../../../contract/loyalty.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { localDayOf } from './local-day.ts';
import { usePoints } from './use-points-words.ts';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; preview: ProgramPreviewResponse | undefined };

/** Whether orders from before the launch earn, and what that would come to, told before anything is saved. */
export function HistorySection({ form, preview }: Props) {
  const { t } = useTranslation();
  const { terms, set, errorAt, program } = form;
  const from = terms.historyFromOn;
  const error = errorAt('historyFromOn');
  const yearAgo = () => {
    const [year, ...rest] = localDayOf(new Date(), program.timeZone).split('-');
    // The year before a leap year has no 29th of February.
    return `${Number(year) - 1}-${rest.join('-')}`.replace('-02-29', '-02-28');
  };
  return (
    <EditorSection id="history" title={t('loyalty.history.title')} body={t('loyalty.history.body')}>
      <ChoiceList
        title={t('loyalty.history.label')}
        selected={[from === null ? 'no' : 'yes']}
        onChange={([chosen]) =>
          set({ historyFromOn: chosen === 'yes' ? (program.terms.historyFromOn ?? yearAgo()) : null })
        }
        choices={[
          { value: 'no', label: t('loyalty.history.no') },
          { value: 'yes', label: t('loyalty.history.yes') },
        ]}
      />
      {from === null ? null : (
        <BlockStack gap="300">
          <div className="short-field">
            <TextField
              label={t('loyalty.history.from')}
              type="date"
              autoComplete="off"
              value={from}
              onChange={(day) => set({ historyFromOn: day })}
              {...(error ? { error } : {})}
            />
          </div>
          {preview ? <WhatItComesTo form={form} preview={preview} /> : null}
        </BlockStack>
      )}
    </EditorSection>
  );
}

function WhatItComesTo({ form, preview }: { form: ProgramForm; preview: ProgramPreviewResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = usePoints(form.terms.pointsName);
  const { customers, orders, points: given, cost, sampled } = preview.history;
  return (
    <div aria-live="polite">
      <Banner tone="info">
        <p>
          {orders === 0
            ? t('loyalty.history.nobody')
            : t('loyalty.history.preview', {
                count: customers,
                customers: format.number(customers),
                orders: format.number(orders),
                points: points(given),
              })}
          {orders === 0 || cost === null
            ? null
            : ` ${t('loyalty.history.cost', { cost: format.money(cost) })}`}
          {orders > 0 && sampled ? ` ${t('loyalty.history.sampled')}` : null}
        </p>
      </Banner>
    </div>
  );
}
