import { BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { useRemoveTags } from './settings-requests.ts';

/** One button, one confirmation: every tag of ours off every customer. Others' tags stay. */
export function RemoveTagsSection({ taggedCustomers }: { taggedCustomers: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const remove = useRemoveTags();
  const count = { count: taggedCustomers, number: format.number(taggedCustomers) };
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: ({ customersQueued }) => {
        setAsking(false);
        shopify.toast.show(
          t('settings.removeTags.started', {
            count: customersQueued,
            number: format.number(customersQueued),
          }),
        );
      },
    });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">{t('settings.removeTags.now', count)}</Text>
        <InlineStack>
          <Button tone="critical" disabled={taggedCustomers === 0} onClick={() => setAsking(true)}>
            {t('settings.removeTags.action')}
          </Button>
        </InlineStack>
      </BlockStack>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.removeTags.ask')}
        primaryAction={{
          content: t('settings.removeTags.action'),
          destructive: true,
          loading: remove.isPending,
          onAction: confirm,
        }}
        secondaryActions={[{ content: t('settings.cancel'), onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <BlockStack gap="300">
            {remove.error ? <Problem error={remove.error} onRetry={confirm} /> : null}
            <Text as="p">{t('settings.removeTags.consequence', count)}</Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Card>
  );
}
