import { Banner, BlockStack, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type SyncProgress, syncProgressSchema, syncRetryPath } from '../../../contract/sync.ts';
import { useFormat } from '../../shared/format.ts';
import { sendJson } from '../../shared/request.ts';

/** Reading the history takes nearly all of the time; scoring is the last tenth of the bar. */
export function progressPercent(progress: SyncProgress): number {
  const part = (done: number, total: number | null) => (total ? Math.min(1, done / total) : 0);
  if (progress.step === 'done') return 100;
  if (progress.step === 'scoring') return 90 + 10 * part(progress.customersScored, progress.customersTotal);
  if (progress.step === 'reading') return 5 + 85 * part(progress.ordersRead, progress.ordersTotal);
  return progress.step === 'preparing' ? 4 : 1;
}

/** Time left in the coarsest unit that is honest: "about 3 minutes", never seconds counted down. */
function useTimeLeft(seconds: number | null): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (seconds === null) return t('sync.left.unknown');
  if (seconds < 60) return t('sync.left.soon');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return t('sync.left.minutes', { count: minutes, number: format.number(minutes) });
  const hours = Math.ceil(minutes / 60);
  return t('sync.left.hours', { count: hours, number: format.number(hours) });
}

/** The whole of Home while the history is read: it may be closed, the work goes on at the server. */
export function SyncProgressCard({ progress }: { progress: SyncProgress }) {
  const { t } = useTranslation();
  const left = useTimeLeft(progress.secondsLeft);
  const percent = Math.round(progressPercent(progress));
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id="sync-step">
            {t(`sync.step.${progress.step}`)}
          </Text>
          {progress.state === 'failed' ? null : (
            <Text as="p" tone="subdued">
              {left}
            </Text>
          )}
        </BlockStack>
        {progress.state === 'failed' ? <SyncFailure progress={progress} /> : null}
        <ProgressBar progress={percent} size="medium" tone="primary" ariaLabelledBy="sync-step" />
        <SyncCounts progress={progress} />
        <Text as="p" tone="subdued">
          {t('sync.mayLeave')}
        </Text>
      </BlockStack>
    </Card>
  );
}

function SyncCounts({ progress }: { progress: SyncProgress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const of = (done: number, total: number | null) =>
    total === null
      ? format.number(done)
      : t('sync.of', { done: format.number(done), total: format.number(total) });
  return (
    <InlineStack gap="800">
      <Count label={t('sync.orders')} value={of(progress.ordersRead, progress.ordersTotal)} />
      <Count label={t('sync.customers')} value={of(progress.customersScored, progress.customersTotal)} />
    </InlineStack>
  );
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack>
      <Text as="span" tone="subdued">
        {label}
      </Text>
      <Text as="span" variant="headingLg">
        {value}
      </Text>
    </BlockStack>
  );
}

function SyncFailure({ progress }: { progress: SyncProgress }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => sendJson(syncProgressSchema, syncRetryPath, { method: 'POST', body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['home'] }),
  });
  return (
    <Banner
      tone="critical"
      title={t('sync.failed.title')}
      action={{ content: t('sync.failed.action'), onAction: () => retry.mutate(), loading: retry.isPending }}
    >
      <p>{t(`sync.failed.${progress.failure ?? 'internal'}`)}</p>
    </Banner>
  );
}
