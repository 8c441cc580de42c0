import { BlockStack, Page, SkeletonBodyText, SkeletonPage } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { LoyaltyNav } from '../features/loyalty/loyalty-nav.tsx';
import { ProgramEditor } from '../features/loyalty/program-editor.tsx';
import { useProgram } from '../features/loyalty/program-requests.ts';
import '../features/loyalty/loyalty.css';
import '../features/loyalty/panel.css';
import { Problem } from '../shared/problem.tsx';

/** "What do customers get for coming back, and what does it cost me?" */
export function LoyaltyPage() {
  const { t } = useTranslation();
  const program = useProgram();
  if (program.isPending) return <SkeletonPage>{<SkeletonBodyText lines={10} />}</SkeletonPage>;
  return (
    <>
      <ui-title-bar title={t('nav.loyalty')} />
      <Page
        title={t('nav.loyalty')}
        subtitle={t('loyalty.subtitle')}
        secondaryActions={[{ content: t('health.look'), url: '/settings/health' }]}
        fullWidth
      >
        <BlockStack gap="400">
          <LoyaltyNav />
          {program.error ? <Problem error={program.error} onRetry={() => program.refetch()} /> : null}
          {program.data ? <ProgramEditor program={program.data} reload={program.refetch} /> : null}
        </BlockStack>
      </Page>
    </>
  );
}
