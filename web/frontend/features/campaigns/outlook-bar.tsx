import { Button, ButtonGroup, Card, InlineStack, Spinner, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignKind } from '../../../contract/campaign-terms.ts';
import type { OutlookResponse } from '../../../contract/campaigns.ts';
import { useFormat } from '../../shared/format.ts';
import { DryRun } from './dry-run.tsx';
import { isService } from './terms-ranges.ts';
import { issuesIn, type TermsForm } from './use-terms-form.ts';

type Props = {
  form: TermsForm;
  outlook: OutlookResponse | undefined;
  /** The numbers are of other terms than those that stand. */
  counting: boolean;
  error: Error | null;
  /** Null: nothing to launch. */
  onLaunch: (() => void) | null;
};

/** The next 14 days as a sentence with its numbers. */
export function useNext14Days(kind: CampaignKind): (outlook: OutlookResponse) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ next14Days: { people, comparison, discountCost } }) =>
    people + comparison === 0
      ? t('campaign.bar.nobody')
      : t(isService(kind) ? 'campaign.bar.told' : 'campaign.bar.people', {
          count: people,
          number: format.number(people),
          cost: format.money(discountCost),
          held: format.number(comparison),
        });
}

/** Stays in sight: what the next 14 days would bring, the dry run and the launch. */
export function OutlookBar({ form, outlook, counting, error, onLaunch }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dryRun, setDryRun] = useState(false);
  const next14Days = useNext14Days(form.terms.kind);
  const { version } = form.campaign;
  return (
    <section className="preview" aria-label={t('campaign.bar.label')}>
      <Card>
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <div className="outlook-words" aria-live="polite">
            {!form.valid || issuesIn(error).length > 0 ? (
              <Text as="p">{t('campaign.bar.fix')}</Text>
            ) : error ? (
              <Text as="p">{t('campaign.measure.failed')}</Text>
            ) : outlook && !counting ? (
              <Text as="p" fontWeight="semibold">
                {next14Days(outlook)}
              </Text>
            ) : (
              <InlineStack gap="200" blockAlign="center">
                <Spinner size="small" accessibilityLabel={t('campaign.bar.counting')} />
                <Text as="p">{t('campaign.bar.counting')}</Text>
              </InlineStack>
            )}
          </div>
          <ButtonGroup>
            <Button disabled={!form.valid} onClick={() => setDryRun(true)}>
              {t('campaign.bar.dryRun')}
            </Button>
            {onLaunch === null ? null : (
              <Button variant="primary" disabled={!form.valid} onClick={onLaunch}>
                {version === 0
                  ? t('campaign.bar.launch')
                  : t('campaign.bar.launchVersion', { version: format.number(version + 1) })}
              </Button>
            )}
          </ButtonGroup>
        </InlineStack>
      </Card>
      {dryRun ? <DryRun form={form} onClose={() => setDryRun(false)} /> : null}
    </section>
  );
}
