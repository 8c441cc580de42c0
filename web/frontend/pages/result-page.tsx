import {
  BlockStack,
  Button,
  Card,
  InlineStack,
  Page,
  Select,
  SkeletonBodyText,
  SkeletonPage,
  Text,
} from '@shopify/polaris';
import { InfoIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { ResultResponse } from '../../contract/results.ts';
import { CameBackCard } from '../features/results/came-back-card.tsx';
import { CheckBanners } from '../features/results/check-banners.tsx';
import { FunnelCard } from '../features/results/funnel-card.tsx';
import { HowMeasured } from '../features/results/how-measured.tsx';
import { LiftCard } from '../features/results/lift-card.tsx';
import { MoneyCard } from '../features/results/money-card.tsx';
import { ResultHeadline } from '../features/results/result-headline.tsx';
import { type ResultKey, useResult } from '../features/results/result-requests.ts';
import { CostCard, SkippedCard, UsedOfferCard } from '../features/results/use-cards.tsx';
import { VerdictBadge } from '../features/results/verdict-badge.tsx';
import '../features/results/results.css';
import { useFormat } from '../shared/format.ts';
import { Problem } from '../shared/problem.tsx';
import { RequestError } from '../shared/request.ts';

/** "What did this campaign bring, and what should I do?" */
export function ResultPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const of: ResultKey = { campaignId: id, version: params.get('version') };
  const result = useResult(of);
  const back = { content: t('nav.results'), url: '/results' };
  if (result.isPending) return <SkeletonPage backAction>{<SkeletonBodyText lines={8} />}</SkeletonPage>;
  if (!result.data) {
    const missing = result.error instanceof RequestError && result.error.status === 404;
    return (
      <Page title={t('nav.results')} backAction={back}>
        {missing ? (
          <Card>
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t('results.missing.title')}
              </Text>
              <Text as="p">{t('results.missing.body')}</Text>
            </BlockStack>
          </Card>
        ) : (
          <Problem error={result.error} onRetry={() => result.refetch()} />
        )}
      </Page>
    );
  }
  return <Loaded result={result.data} of={of} />;
}

function Loaded({ result, of }: { result: ResultResponse; of: ResultKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [method, setMethod] = useState(false);
  const { summary } = result;
  const title = summary.name ?? t('nav.results');
  return (
    <>
      <ui-title-bar title={title} />
      <Page
        title={title}
        titleMetadata={<VerdictBadge summary={summary} />}
        subtitle={
          result.computedAt === null
            ? t('results.notMeasuredYet')
            : t('results.computed', { moment: format.instant(result.computedAt) })
        }
        backAction={{ content: t('nav.results'), url: '/results' }}
        secondaryActions={[
          { content: t('results.toCampaign'), url: `/campaigns/${of.campaignId}` },
          { content: t('results.toPeople'), url: `/customers?campaigns=${of.campaignId}` },
        ]}
      >
        <BlockStack gap="400">
          <CheckBanners result={result} />
          <Card>
            <BlockStack gap="400">
              <ResultHeadline summary={summary} large />
              <InlineStack>
                <Button icon={InfoIcon} onClick={() => setMethod(true)}>
                  {t('results.method.title')}
                </Button>
              </InlineStack>
            </BlockStack>
          </Card>
          <VersionChoice result={result} />
          <LiftCard result={result} />
          <div className="result-columns">
            <FunnelCard result={result} />
            <MoneyCard result={result} />
            <UsedOfferCard result={result} />
            <CostCard result={result} />
          </div>
          <CameBackCard of={of} key={`${of.campaignId} ${of.version}`} />
          <SkippedCard result={result} />
        </BlockStack>
      </Page>
      <HowMeasured result={result} open={method} onClose={() => setMethod(false)} />
    </>
  );
}

/** An edit makes a version, and versions are never mixed: one is looked at at a time. */
function VersionChoice({ result: { versions, summary } }: { result: ResultResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, setParams] = useSearchParams();
  if (versions.length < 2) return null;
  const newest = Math.max(...versions.map(({ version }) => version));
  return (
    <Card>
      <Select
        label={t('results.version.label')}
        helpText={t('results.version.help')}
        options={versions.toReversed().map(({ version, launchedAt }) => ({
          value: String(version),
          label: t('results.version.option', {
            version: format.number(version),
            since: format.instant(launchedAt),
          }),
        }))}
        value={String(summary.version)}
        onChange={(chosen) =>
          setParams(
            (before) => {
              if (chosen === String(newest)) before.delete('version');
              else before.set('version', chosen);
              return before;
            },
            { replace: true },
          )
        }
      />
    </Card>
  );
}
