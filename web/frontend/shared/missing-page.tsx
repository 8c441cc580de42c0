import { Banner, Button, Card, EmptyState, Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { reloadPage } from './reload-page.ts';

/** An address we do not have. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Page>
      <Card>
        <EmptyState heading={t('missing.title')} image="" action={{ content: t('missing.action'), url: '/' }}>
          <p>{t('missing.body')}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}

/** A page that broke while drawing or loading its code. */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <Page>
      <Banner tone="critical" title={t('problem.crash.title')}>
        <p>{t('problem.crash.body')}</p>
        <Button onClick={() => reloadPage()}>{t('problem.reload')}</Button>
      </Banner>
    </Page>
  );
}
