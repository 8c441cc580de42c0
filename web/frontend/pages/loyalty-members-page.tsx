import { BlockStack, Card, Page, SkeletonBodyText } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LoyaltyNav } from '../features/loyalty/loyalty-nav.tsx';
import { downloadMembersCsv, useMembers } from '../features/loyalty/member-requests.ts';
import { MembersFilters } from '../features/loyalty/members-filters.tsx';
import { type MembersFilters as Filters, useMembersInUrl } from '../features/loyalty/members-in-url.ts';
import { MembersTable } from '../features/loyalty/members-table.tsx';
import { useProgram } from '../features/loyalty/program-requests.ts';
import '../features/loyalty/loyalty.css';
import { Problem } from '../shared/problem.tsx';

/** "Who holds points, how many, and which end soon?" */
export function LoyaltyMembersPage() {
  const { t } = useTranslation();
  const { filters, patch } = useMembersInUrl();
  const pages = usePages(filters);
  const list = useMembers(filters, pages.cursor);
  const program = useProgram();
  const download = useMutation({
    mutationFn: () => downloadMembersCsv(filters),
    onError: () => shopify.toast.show(t('customers.exportFailed'), { isError: true }),
  });
  const next = list.data?.nextCursor ?? null;
  return (
    <>
      <ui-title-bar title={t('loyalty.nav.members')} />
      <Page
        title={t('loyalty.nav.members')}
        subtitle={t('loyalty.members.subtitle')}
        fullWidth
        secondaryActions={[
          {
            content: t('loyalty.members.export'),
            icon: ExportIcon,
            loading: download.isPending,
            disabled: list.data?.members.length === 0,
            onAction: () => download.mutate(),
          },
        ]}
      >
        <BlockStack gap="400">
          <LoyaltyNav />
          {list.error ? <Problem error={list.error} onRetry={() => list.refetch()} /> : null}
          <Card padding="0">
            <MembersFilters
              filters={filters}
              patch={patch}
              tiers={program.data?.terms.tiers ?? null}
              loading={list.isFetching}
            />
            {list.data ? (
              <MembersTable
                list={list.data}
                filters={filters}
                patch={patch}
                paging={{
                  previous: pages.trail.length > 0 ? pages.previous : null,
                  next: next === null ? null : () => pages.next(next),
                }}
              />
            ) : list.error ? null : (
              <div className="padded">
                <SkeletonBodyText lines={10} />
              </div>
            )}
          </Card>
        </BlockStack>
      </Page>
    </>
  );
}

/** The cursors walked through so far; any change of filter, search or sort starts at the first page again. */
function usePages(filters: Filters) {
  const key = JSON.stringify(filters);
  const [walk, setWalk] = useState<{ key: string; trail: string[] }>({ key, trail: [] });
  const trail = walk.key === key ? walk.trail : [];
  return {
    trail,
    cursor: trail.at(-1) ?? null,
    next: (cursor: string) => setWalk({ key, trail: [...trail, cursor] }),
    previous: () => setWalk({ key, trail: trail.slice(0, -1) }),
  };
}
