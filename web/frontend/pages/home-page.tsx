import { Banner, BlockStack, Box, Page, SkeletonBodyText, SkeletonPage, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { HomeReady } from '../../contract/home.ts';
import { CohortTable } from '../features/home/cohort-table.tsx';
import { Metrics } from '../features/home/metrics.tsx';
import { NextStepCard } from '../features/home/next-step.tsx';
import { RetentionCard } from '../features/home/retention-card.tsx';
import { StageStrip } from '../features/home/stage-strip.tsx';
import { SyncCard } from '../features/home/sync-card.tsx';
import { useHome } from '../features/home/use-home.ts';
import { RunningResults } from '../features/results/running-results.tsx';
import { SyncProgressCard } from '../features/sync/sync-progress.tsx';
import { useFormat } from '../shared/format.ts';
import { Problem } from '../shared/problem.tsx';

/** "How do my customers stand?" While the first sync runs, the page is that sync. */
export function HomePage() {
  const { t } = useTranslation();
  const home = useHome();
  if (home.isPending) return <SkeletonPage>{<SkeletonBodyText lines={6} />}</SkeletonPage>;
  if (!home.data) {
    return (
      <Page title={t('nav.home')}>
        <Problem error={home.error ?? new Error('no data')} onRetry={() => home.refetch()} />
      </Page>
    );
  }
  return (
    <>
      <ui-title-bar title={t('nav.home')} />
      <Page>
        <BlockStack gap="400">
          {home.error ? <Problem error={home.error} onRetry={() => home.refetch()} /> : null}
          {home.data.phase === 'syncing' ? (
            <>
              <Heading>{t('sync.title')}</Heading>
              <SyncProgressCard progress={home.data.progress} />
            </>
          ) : (
            <Ready home={home.data} />
          )}
        </BlockStack>
      </Page>
    </>
  );
}

function Ready({ home }: { home: HomeReady }) {
  const { t } = useTranslation();
  const format = useFormat();
  const source = home.lapse.source;
  return (
    <>
      <Heading>
        {t('home.headline', {
          count: home.active.count,
          active: format.number(home.active.count),
          back: format.number(home.cameBackThisMonth),
        })}
      </Heading>
      {source === 'cut-history' || source === 'too-little-history' ? (
        <Banner tone="info" title={t(`home.provisional.${source}.title`)}>
          <p>{t(`home.provisional.${source}.body`, { days: format.number(home.lapse.laterDays) })}</p>
        </Banner>
      ) : null}
      <Metrics home={home} />
      <NextStepCard home={home} />
      <StageStrip stages={home.stages} moves={home.moves} />
      <RunningResults campaigns={home.campaigns ?? []} />
      {home.retention ? <RetentionCard retention={home.retention} /> : null}
      {home.cohorts ? <CohortTable cohorts={home.cohorts} /> : null}
      <SyncCard sync={home.sync} />
    </>
  );
}

/** The answer in the first line; on a phone cards reach the edge, words do not. */
function Heading({ children }: { children: string }) {
  return (
    <Box paddingInline={{ xs: '400', sm: '0' }}>
      <Text as="h1" variant="headingLg">
        {children}
      </Text>
    </Box>
  );
}
