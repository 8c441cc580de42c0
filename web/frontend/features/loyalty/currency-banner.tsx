import { Banner } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ProgramForm } from './use-program-form.ts';

type Props = { form: ProgramForm; saving: boolean; onSave: () => void };

/** The shop has left the currency the program was saved in: what that means, and how it ends. */
export function CurrencyBanner({ form: { program, valid, dirty }, saving, onSave }: Props) {
  const { t } = useTranslation();
  const { currency: now, savedIn: was } = program;
  if (was === now) return null;
  // What is typed has the save bar.
  const asTheyAre = {
    content: t('loyalty.currency.save', { now }),
    onAction: onSave,
    loading: saving,
    disabled: !valid,
  };
  return (
    <Banner
      tone="warning"
      title={t('loyalty.currency.title', { now, was })}
      {...(dirty ? {} : { action: asTheyAre })}
    >
      <p>{t('loyalty.currency.body', { now, was })}</p>
      <p>{t('loyalty.currency.todo', { now })}</p>
    </Banner>
  );
}
