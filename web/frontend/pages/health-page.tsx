import { BlockStack, Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { FlowCard } from '../features/health/flow-card.tsx';
import { HealthCard } from '../features/health/health-card.tsx';
import '../features/health/health.css';
import { Section } from '../features/settings/section.tsx';

/** "Is everything in Shopify switched on that Encore needs?" */
export function HealthPage() {
  const { t } = useTranslation();
  return (
    <>
      <ui-title-bar title={t('health.title')} />
      <Page
        title={t('health.title')}
        subtitle={t('health.subtitle')}
        backAction={{ content: t('nav.settings'), url: '/settings' }}
      >
        <BlockStack gap="800">
          <Section title={t('health.checks.title')} description={t('health.checks.body')}>
            <HealthCard />
          </Section>
          <Section id="flow" title={t('health.flow.title')} description={t('health.flow.body')}>
            <FlowCard />
          </Section>
        </BlockStack>
      </Page>
    </>
  );
}
