import { Banner, Box } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { reloadPage } from './reload-page.ts';
import { useShop } from './shop.ts';

/** Shown above every page: Shopify refuses our token, so nothing is synced until the merchant agrees again. */
export function ShopNotices() {
  const { t } = useTranslation();
  const shop = useShop();
  if (!shop.data?.needsReauth) return null;
  return (
    <Box paddingInline="400" paddingBlockStart="400">
      <Banner
        tone="critical"
        title={t('reauth.title')}
        action={{ content: t('reauth.action'), onAction: () => reloadPage() }}
      >
        <p>{t('reauth.body')}</p>
      </Banner>
    </Box>
  );
}
