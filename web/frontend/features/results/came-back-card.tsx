import {
  BlockStack,
  Box,
  Button,
  Card,
  IndexTable,
  InlineStack,
  Link,
  SkeletonBodyText,
  Text,
  useBreakpoints,
} from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameBackResponse } from '../../../contract/results.ts';
import { orderAdminUrl } from '../../shared/admin-url.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { downloadCameBackCsv, type ResultKey, useCameBack } from './result-requests.ts';

type Row = CameBackResponse['rows'][number];

/** Who came back with the offer and what they bought, newest first, page by page. */
export function CameBackCard({ of }: { of: ResultKey }) {
  const { t } = useTranslation();
  const [trail, setTrail] = useState<readonly string[]>([]);
  const page = useCameBack(of, trail.at(-1) ?? null);
  const next = page.data?.nextCursor ?? null;
  const download = useMutation({
    mutationFn: () => downloadCameBackCsv(of),
    onError: () => shopify.toast.show(t('customers.exportFailed'), { isError: true }),
  });
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t('results.back.title')}
            </Text>
            <Button
              icon={ExportIcon}
              loading={download.isPending}
              disabled={!page.data?.rows.length}
              onClick={() => download.mutate()}
            >
              {t('results.back.export')}
            </Button>
          </InlineStack>
          <Text as="p" tone="subdued">
            {t('results.back.note')}
          </Text>
        </BlockStack>
      </Box>
      {page.error ? (
        <Box padding="400">
          <Problem error={page.error} onRetry={() => page.refetch()} />
        </Box>
      ) : null}
      {page.isPending ? (
        <Box padding="400">
          <SkeletonBodyText lines={4} />
        </Box>
      ) : null}
      {page.data ? (
        <CameBackTable
          rows={page.data.rows}
          previous={trail.length === 0 ? null : () => setTrail(trail.slice(0, -1))}
          next={next === null ? null : () => setTrail([...trail, next])}
        />
      ) : null}
    </Card>
  );
}

type TableProps = { rows: readonly Row[]; previous: (() => void) | null; next: (() => void) | null };

function CameBackTable({ rows, previous, next }: TableProps) {
  const { t } = useTranslation();
  const { smDown } = useBreakpoints();
  if (rows.length === 0) {
    return (
      <Box padding="400" paddingBlockStart="0">
        <Text as="p">{t('results.back.none')}</Text>
      </Box>
    );
  }
  return (
    <IndexTable
      resourceName={{ singular: t('results.back.one'), plural: t('results.back.many') }}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: t('results.back.customer') },
        { title: t('results.back.order') },
        { title: t('results.back.bought') },
        { title: t('results.back.how') },
        { title: t('results.back.discount'), alignment: 'end' },
        { title: t('results.back.revenue'), alignment: 'end' },
      ]}
      pagination={{
        hasPrevious: previous !== null,
        hasNext: next !== null,
        onPrevious: () => previous?.(),
        onNext: () => next?.(),
      }}
    >
      {rows.map((row, position) => (
        <IndexTable.Row id={row.orderId} key={row.orderId} position={position}>
          {smDown ? <ShortRow row={row} /> : <WideRow row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Customer({ row: { customerId, name } }: { row: Row }) {
  const { t } = useTranslation();
  if (customerId === null) return <Text as="span">{t('results.back.erased')}</Text>;
  return (
    <Link url={`/customers/${customerId}`} dataPrimaryLink monochrome removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {name ?? t('customers.unnamed', { id: customerId })}
      </Text>
    </Link>
  );
}

function useBought(): (row: Row) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ products }) => (products.length === 0 ? t('results.back.untold') : format.list(products));
}

function WideRow({ row }: { row: Row }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bought = useBought();
  return (
    <>
      <IndexTable.Cell>
        <Customer row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Link url={orderAdminUrl(row.orderId)}>{format.instant(row.orderedAt)}</Link>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div className="wrapping">{bought(row)}</div>
      </IndexTable.Cell>
      <IndexTable.Cell>{t(`results.how.${row.basis}`)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(row.discount)}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(row.revenue)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

/** On a phone Polaris draws list items, so there are no cells. */
function ShortRow({ row }: { row: Row }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bought = useBought();
  return (
    <div className="short-row">
      <BlockStack gap="100">
        <Customer row={row} />
        <Text as="span">{bought(row)}</Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {t('results.back.short', {
            revenue: format.money(row.revenue),
            discount: format.money(row.discount),
            how: t(`results.how.${row.basis}`),
          })}
        </Text>
        <Link url={orderAdminUrl(row.orderId)}>{format.instant(row.orderedAt)}</Link>
      </BlockStack>
    </div>
  );
}
