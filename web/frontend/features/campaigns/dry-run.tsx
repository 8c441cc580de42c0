import { BlockStack, Button, InlineStack, Modal, SkeletonBodyText, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DryRunResponse } from '../../../contract/campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { DryRunTable } from './dry-run-table.tsx';
import { useDryRun } from './terms-requests.ts';
import type { TermsForm } from './use-terms-form.ts';

/** Who would get what and when in the next 14 days, and who not and why. Nothing is sent. */
export function DryRun({ form, onClose }: { form: TermsForm; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  /** The cursors walked through so far. */
  const [trail, setTrail] = useState<readonly string[]>([]);
  const page = useDryRun(form.campaign.campaignId, form.terms, trail.at(-1) ?? null);
  const next = page.data?.nextCursor ?? null;
  return (
    <Modal
      open
      size="large"
      onClose={onClose}
      title={t('campaign.dryRun.title')}
      secondaryActions={[{ content: t('campaign.dryRun.close'), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">{t('campaign.dryRun.body')}</Text>
          {page.error ? <Problem error={page.error} onRetry={() => page.refetch()} /> : null}
          {page.data ? (
            <>
              <Totals totals={page.data.totals} />
              <DryRunTable rows={page.data.rows} currency={form.currency} />
              {trail.length === 0 && next === null ? null : (
                <InlineStack gap="300" blockAlign="center">
                  <Button disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
                    {t('campaign.dryRun.previous')}
                  </Button>
                  <Text as="span">
                    {t('campaign.dryRun.page', { number: format.number(trail.length + 1) })}
                  </Text>
                  <Button
                    disabled={next === null}
                    loading={page.isPlaceholderData}
                    onClick={() => next !== null && setTrail([...trail, next])}
                  >
                    {t('campaign.dryRun.next')}
                  </Button>
                </InlineStack>
              )}
            </>
          ) : page.error ? null : (
            <SkeletonBodyText lines={6} />
          )}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** Over everybody, not the page: how many get it, how many are compared with, what it may cost, who is skipped and why. */
function Totals({ totals }: { totals: DryRunResponse['totals'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useCampaignReason();
  const counted = (count: number) => ({ count, number: format.number(count) });
  const skipped = totals.skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <BlockStack gap="200">
      <Text as="p" fontWeight="semibold">
        {format.list([
          t('campaign.dryRun.gets', counted(totals.gets)),
          t('campaign.dryRun.held', counted(totals.comparison)),
          t('campaign.dryRun.cost', { cost: format.money(totals.discountCost) }),
        ])}
      </Text>
      {skipped === 0 ? null : (
        <>
          <Text as="p">{t('campaign.dryRun.skipped', counted(skipped))}</Text>
          <ul className="skip-reasons">
            {totals.skipped.map((each) => (
              <li key={each.reason}>
                <Text as="span" fontWeight="semibold" numeric>
                  {format.number(each.count)}
                </Text>{' '}
                {reason(each.reason)}
              </li>
            ))}
          </ul>
        </>
      )}
    </BlockStack>
  );
}
