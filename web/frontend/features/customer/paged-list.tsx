import { Button, InlineStack, SkeletonBodyText, Text } from '@shopify/polaris';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/problem.tsx';

/** A list that is read page by page: trouble, waiting, nothing there, the items, and a button for more. */
export function PagedList<T>(props: {
  query: UseInfiniteQueryResult<InfiniteData<{ items: readonly T[] }>>;
  empty: string;
  skeletonLines: number;
  children: (items: readonly T[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const { query } = props;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {query.error ? <Problem error={query.error} onRetry={() => query.refetch()} /> : null}
      {query.isPending ? <SkeletonBodyText lines={props.skeletonLines} /> : null}
      {query.data && items.length === 0 ? (
        <Text as="p" tone="subdued">
          {props.empty}
        </Text>
      ) : null}
      {props.children(items)}
      {query.hasNextPage ? (
        <InlineStack>
          <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('customer.more')}
          </Button>
        </InlineStack>
      ) : null}
    </>
  );
}
