import { BlockStack, Card, InlineStack, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { LiabilityResponse } from '../../../contract/loyalty.ts';
import { useFormat } from '../../shared/format.ts';
import { Problem } from '../../shared/problem.tsx';
import { Figure } from './figure.tsx';
import { useLiability } from './program-requests.ts';

/** What open points could cost, where points came from and went, and who holds them. */
export function LiabilityCard() {
  const { t } = useTranslation();
  const liability = useLiability();
  return (
    <section aria-label={t('loyalty.liability.title')}>
      <Card>
        {liability.error ? <Problem error={liability.error} onRetry={() => liability.refetch()} /> : null}
        {liability.isPending ? <SkeletonBodyText lines={4} /> : null}
        {liability.data ? <Figures data={liability.data} /> : null}
      </Card>
    </section>
  );
}

function Figures({ data }: { data: LiabilityResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <BlockStack gap="400">
      <InlineStack align="space-between" gap="200" blockAlign="center">
        <Text as="h2" variant="headingMd">
          {t('loyalty.liability.title')}
        </Text>
        <Link url="/loyalty/members">{t('loyalty.liability.members')}</Link>
      </InlineStack>
      <Text as="p" variant="bodyLg">
        {headline()}
      </Text>
      {data.asOf === null ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t('loyalty.liability.asOf', { at: format.instant(data.asOf) })}
        </Text>
      )}
      <dl className="figures">
        <Figure name={t('loyalty.liability.open')} value={format.number(data.points)} />
        <Figure name={t('loyalty.liability.pending')} value={format.number(data.pendingPoints)} />
        <Figure name={t('loyalty.liability.reserved')} value={format.number(data.reservedPoints)} />
        <Figure name={t('loyalty.liability.debt')} value={format.number(data.debtPoints)} />
        <Figure name={t('loyalty.liability.issued')} value={format.number(data.issued)} />
        <Figure name={t('loyalty.liability.spent')} value={format.number(data.spent)} />
        <Figure name={t('loyalty.liability.expired')} value={format.number(data.expired)} />
        {data.tiers.map(({ key, name, members }) => (
          <Figure
            key={key}
            name={t('loyalty.liability.tier', { name })}
            value={t('loyalty.liability.people', { count: members, number: format.number(members) })}
          />
        ))}
      </dl>
      <Text as="p" variant="bodySm" tone={data.balanced ? 'subdued' : 'critical'}>
        {t(data.balanced ? 'loyalty.liability.balanced' : 'loyalty.liability.unbalanced')}
      </Text>
    </BlockStack>
  );

  function headline(): string {
    const people = {
      count: data.withPoints,
      people: format.number(data.withPoints),
      members: format.number(data.members),
    };
    if (data.atMost === null) return t('loyalty.liability.noCost', people);
    const atMost = format.money(data.atMost);
    if (data.likely === null || data.usedPercent === null)
      return t('loyalty.liability.atMost', { ...people, atMost });
    return t('loyalty.liability.likely', {
      ...people,
      atMost,
      likely: format.money(data.likely),
      used: format.share(data.usedPercent / 100),
    });
  }
}
