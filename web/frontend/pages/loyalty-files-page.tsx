import { Banner, BlockStack, Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { CheckCard } from '../features/loyalty/check-card.tsx';
import { ChooseFileCard } from '../features/loyalty/choose-file-card.tsx';
import { EarlierFiles } from '../features/loyalty/earlier-files.tsx';
import { LoyaltyNav } from '../features/loyalty/loyalty-nav.tsx';
import { MappingCard } from '../features/loyalty/mapping-card.tsx';
import { useProgram } from '../features/loyalty/program-requests.ts';
import { useBatchFile } from '../features/loyalty/use-batch-file.ts';
import '../features/loyalty/loyalty.css';

/** "How do I bring balances in, or change many at once, without fear?" */
export function LoyaltyFilesPage() {
  const { t } = useTranslation();
  const batch = useBatchFile();
  const program = useProgram();
  const unlaunched = program.data !== undefined && program.data.launchedAt === null;
  return (
    <>
      <ui-title-bar title={t('loyalty.nav.files')} />
      <Page title={t('loyalty.nav.files')} subtitle={t('loyalty.files.subtitle')} fullWidth>
        <BlockStack gap="400">
          <LoyaltyNav />
          {unlaunched ? (
            <Banner
              tone="info"
              title={t('loyalty.files.unlaunched.title')}
              action={{ content: t('loyalty.nav.program'), url: '/loyalty' }}
            >
              <p>{t('loyalty.files.unlaunched.body')}</p>
            </Banner>
          ) : (
            <>
              <ChooseFileCard batch={batch} />
              <MappingCard batch={batch} />
              {batch.chosen === null ? null : <CheckCard batch={batch} />}
            </>
          )}
          <EarlierFiles />
        </BlockStack>
      </Page>
    </>
  );
}
