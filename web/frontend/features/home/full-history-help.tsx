import { BlockStack, Button, List, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reloadPage } from '../../shared/reload-page.ts';

const SHOPIFY_ON_SCOPES = 'https://shopify.dev/docs/api/usage/access-scopes#orders-permissions';
const SCOPE = 'read_all_orders';

/** How the app gets to see orders older than 60 days: asked for at Shopify, released, agreed to. Opened by its own button. */
export function FullHistoryHelp({ label }: { label: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title={t('home.fullHistory.title')}
        primaryAction={{ content: t('home.fullHistory.reload'), onAction: () => reloadPage() }}
        secondaryActions={[
          { content: t('home.fullHistory.shopify'), url: SHOPIFY_ON_SCOPES, external: true },
        ]}
      >
        <Modal.Section>
          <BlockStack gap="400">
            <Text as="p">{t('home.fullHistory.why', { scope: SCOPE })}</Text>
            <List type="number">
              <List.Item>{t('home.fullHistory.find')}</List.Item>
              <List.Item>{t('home.fullHistory.ask', { scope: SCOPE })}</List.Item>
              <List.Item>{t('home.fullHistory.reason')}</List.Item>
              <List.Item>{t('home.fullHistory.release', { scope: SCOPE })}</List.Item>
              <List.Item>{t('home.fullHistory.agree')}</List.Item>
            </List>
            <Text as="p" tone="subdued">
              {t('home.fullHistory.then')}
            </Text>
          </BlockStack>
        </Modal.Section>
      </Modal>
    </>
  );
}
