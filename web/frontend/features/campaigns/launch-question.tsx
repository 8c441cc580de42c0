import { BlockStack, Modal, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { TermsForm } from './use-terms-form.ts';

type Props = {
  form: TermsForm;
  open: boolean;
  sentence: readonly string[];
  /** The next 14 days in words; null = not known. */
  next: string | null;
  launching: boolean;
  onLaunch: () => void;
  onClose: () => void;
};

/** Asked once before anything is sent: the whole campaign in words and what the next 14 days bring. */
export function LaunchQuestion({ form, open, sentence, next, launching, onLaunch, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t('campaign.launch.ask', { name: form.terms.name })}
      primaryAction={{ content: t('campaign.bar.launch'), loading: launching, onAction: onLaunch }}
      secondaryActions={[{ content: t('settings.cancel'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">{sentence.join(' ')}</Text>
          {next === null ? null : (
            <Text as="p" fontWeight="semibold">
              {next}
            </Text>
          )}
          {form.dirty ? (
            <Text as="p" tone="subdued">
              {t('campaign.launch.saves')}
            </Text>
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
