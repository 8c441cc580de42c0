import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { SyncHealth } from '../../../contract/sync.ts';
import { useFormat } from '../../shared/format.ts';

/** How we stand against Shopify: what came last, what the nightly check found, how far back we see. */
export function SyncCard({ sync }: { sync: SyncHealth }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lastReconciliation: check, history, tags } = sync;
  const orderAt = sync.lastOrderReceivedAt;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('home.sync.title')}
        </Text>
        <dl className="facts facts-wide">
          <Fact
            term={t('home.sync.lastOrder')}
            value={orderAt === null ? t('home.sync.noOrder') : format.instant(orderAt)}
            note={
              sync.inboxWaiting > 0
                ? t('home.sync.waiting', {
                    count: sync.inboxWaiting,
                    number: format.number(sync.inboxWaiting),
                  })
                : null
            }
          />
          <Fact
            term={t('home.sync.check')}
            value={check === null ? t('home.sync.noCheck') : format.instant(check.at)}
            note={check === null ? t('home.sync.checkNightly') : driftNote(check, t, format.number)}
          />
          <Fact
            term={t('home.sync.history')}
            value={
              history.sinceOn === null
                ? t('home.sync.noHistory')
                : t('home.sync.since', { day: format.day(history.sinceOn) })
            }
            note={history.limitedTo60Days ? t('home.sync.limited') : null}
          />
          <Fact
            term={t('home.sync.tags')}
            value={
              tags.enabled
                ? t('home.sync.tagged', { count: tags.standing, number: format.number(tags.standing) })
                : t('home.sync.tagsOff')
            }
            note={tagsNote(tags, t, format.number)}
          />
          {sync.ordersInOtherCurrency === 0 ? null : (
            <Fact
              term={t('home.sync.otherCurrency')}
              value={t('home.sync.otherCurrencyOrders', {
                count: sync.ordersInOtherCurrency,
                number: format.number(sync.ordersInOtherCurrency),
              })}
              note={t('home.sync.otherCurrencyNote')}
            />
          )}
        </dl>
      </BlockStack>
    </Card>
  );
}

type T = ReturnType<typeof useTranslation>['t'];

function driftNote(
  check: NonNullable<SyncHealth['lastReconciliation']>,
  t: T,
  number: (n: number) => string,
) {
  const checked = number(check.ordersChecked);
  if (check.driftFound === 0) return t('home.sync.noDrift', { count: check.ordersChecked, checked });
  return t('home.sync.drift', {
    count: check.driftFound,
    checked,
    found: number(check.driftFound),
    healed: number(check.driftHealed),
  });
}

function tagsNote(tags: SyncHealth['tags'], t: T, number: (n: number) => string): string | null {
  if (tags.refused > 0)
    return t('home.sync.tagsRefused', { count: tags.refused, number: number(tags.refused) });
  if (tags.waiting > 0)
    return t('home.sync.tagsWaiting', { count: tags.waiting, number: number(tags.waiting) });
  return null;
}

function Fact({ term, value, note }: { term: string; value: string; note: string | null }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Text as="span" fontWeight="medium">
          {value}
        </Text>
        {note === null ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        )}
      </dd>
    </div>
  );
}
