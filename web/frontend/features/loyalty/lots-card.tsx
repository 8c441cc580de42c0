import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MemberResponse } from '../../../contract/members.ts';
import { useFormat } from '../../shared/format.ts';
import { useLocalDay } from './local-day.ts';

type Lot = MemberResponse['lots'][number];

/** An order by the day it was placed; its points may count from later: from the launch, from when it was paid. */
function Origin({ lot: { from, at, orderedAt } }: { lot: Lot }) {
  const { t } = useTranslation();
  const localDay = useLocalDay();
  const counted = localDay(at);
  const day = orderedAt === null ? counted : localDay(orderedAt);
  return (
    <BlockStack>
      {t(`loyalty.lots.of.${from}`, { day })}
      {day === counted ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {t('loyalty.lots.counted', { day: counted })}
        </Text>
      )}
    </BlockStack>
  );
}

/** Which points end when; the uppermost is spent first. */
export function LotsCard({ lots }: { lots: MemberResponse['lots'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const localDay = useLocalDay();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t('loyalty.lots.title')}
          </Text>
          <Text as="p" tone="subdued">
            {t(lots.length === 0 ? 'loyalty.lots.none' : 'loyalty.lots.body')}
          </Text>
        </BlockStack>
        {lots.length === 0 ? null : (
          <table className="plain-table">
            <caption className="visually-hidden">{t('loyalty.lots.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('loyalty.lots.from')}</th>
                <th scope="col">{t('loyalty.lots.ends')}</th>
                <th scope="col" className="end">
                  {t('loyalty.members.points')}
                </th>
              </tr>
            </thead>
            <tbody>
              {lots.map((lot, at) => (
                // Lots of one moment have no identity but their place.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <tr key={at}>
                  <td>
                    <Origin lot={lot} />
                  </td>
                  <td>{lot.expiresAt === null ? t('loyalty.lots.never') : localDay(lot.expiresAt)}</td>
                  <td className="end">{format.number(lot.points)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </BlockStack>
    </Card>
  );
}
