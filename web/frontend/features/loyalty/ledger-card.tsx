import { BlockStack, Button, Card, InlineStack, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LedgerRow } from '../../../contract/members.ts';
import { orderAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { saveCsv } from '../../shared/save-as-file.ts';
import { toLedgerCsv } from './ledger-csv.ts';
import { useLedgerCause, useLedgerWords } from './ledger-words.ts';
import { readLedger, useLedger } from './member-requests.ts';

/** Every change of this member's points, newest first, with the balance after it. */
export function LedgerCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const ledger = useLedger(customerId);
  const download = useMutation({
    mutationFn: async () => {
      await saveCsv(toLedgerCsv(await readLedger(customerId)), `points-${customerId}.csv`);
    },
    onError: () => shopify.toast.show(t('customers.exportFailed'), { isError: true }),
  });
  const entries = ledger.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section aria-label={t('loyalty.ledger.title')}>
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t('loyalty.ledger.title')}
            </Text>
            <Button
              icon={ExportIcon}
              loading={download.isPending}
              disabled={entries.length === 0}
              onClick={() => download.mutate()}
            >
              {t('loyalty.ledger.export')}
            </Button>
          </InlineStack>
          {ledger.error ? <Problem error={ledger.error} onRetry={() => ledger.refetch()} /> : null}
          {ledger.isPending ? <SkeletonBodyText lines={6} /> : null}
          {ledger.data && entries.length === 0 ? (
            <Text as="p" tone="subdued">
              {t('loyalty.ledger.none')}
            </Text>
          ) : null}
          {entries.length === 0 ? null : <LedgerTable entries={entries} />}
          {ledger.hasNextPage ? (
            <InlineStack>
              <Button loading={ledger.isFetchingNextPage} onClick={() => ledger.fetchNextPage()}>
                {t('loyalty.ledger.more')}
              </Button>
            </InlineStack>
          ) : null}
        </BlockStack>
      </Card>
    </section>
  );
}

function LedgerTable({ entries }: { entries: readonly LedgerRow[] }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table ledger">
      <caption className="visually-hidden">{t('loyalty.ledger.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('loyalty.ledger.date')}</th>
          <th scope="col">{t('loyalty.ledger.what')}</th>
          <th scope="col" className="end">
            {t('loyalty.ledger.points')}
          </th>
          <th scope="col" className="end">
            {t('loyalty.ledger.pending')}
          </th>
          <th scope="col" className="end">
            {t('loyalty.ledger.balance')}
          </th>
          <th scope="col">{t('loyalty.ledger.because')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Entry key={entry.entryId} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** `data-label`: on a phone a line is a block, and each number says what it is. */
function Entry({ entry }: { entry: LedgerRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useLedgerWords();
  const said = useLedgerCause()(entry);
  const change = (points: number) => (points === 0 ? '–' : format.change(points));
  return (
    <tr>
      <td className="moment">{format.instant(entry.at)}</td>
      <td>{words(entry)}</td>
      <td className="end" data-label={t('loyalty.ledger.points')}>
        <Text as="span" {...(entry.points > 0 ? { tone: 'success' as const } : {})} fontWeight="medium">
          {change(entry.points)}
        </Text>
      </td>
      <td
        className={entry.pendingPoints === 0 ? 'end nothing' : 'end'}
        data-label={t('loyalty.ledger.pending')}
      >
        {change(entry.pendingPoints)}
      </td>
      <td className="end" data-label={t('loyalty.ledger.balance')}>
        {format.number(entry.balanceAfter)}
      </td>
      <td
        {...(entry.orderId === null && said.length === 0 ? { className: 'nothing' } : {})}
        data-label={t('loyalty.ledger.because')}
      >
        <Cause orderId={entry.orderId} said={said} />
      </td>
    </tr>
  );
}

function Cause({ orderId, said }: { orderId: string | null; said: readonly string[] }) {
  const { t } = useTranslation();
  if (orderId === null && said.length === 0) return '–';
  return (
    <BlockStack>
      {orderId === null ? null : <Link url={orderAdminUrl(orderId)}>{t('loyalty.ledger.order')}</Link>}
      {said.map((each, at) => (
        <Text
          key={each}
          as="span"
          breakWord
          {...(at === 0 && orderId === null ? {} : { variant: 'bodySm', tone: 'subdued' })}
        >
          {each}
        </Text>
      ))}
    </BlockStack>
  );
}
