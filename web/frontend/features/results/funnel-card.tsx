import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { useFormat } from '../../shared/format.ts';

type Row = { key: 'inCampaign' | 'sent' | 'ordered'; campaign: number; comparison: number | null };

/** In the campaign → sent → ordered, beside the comparison group. */
export function FunnelCard({ result: { funnel, windowDays } }: { result: ResultResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows: readonly Row[] = [
    { key: 'inCampaign', campaign: funnel.inCampaign, comparison: funnel.comparison },
    { key: 'sent', campaign: funnel.sent, comparison: null },
    { key: 'ordered', campaign: funnel.ordered, comparison: funnel.comparisonOrdered },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('results.funnel.title')}
        </Text>
        <table className="funnel">
          <caption className="visually-hidden">{t('results.funnel.title')}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('results.funnel.treated')}</th>
              <th scope="col">{t('results.funnel.comparison')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, campaign, comparison }) => (
              <tr key={key}>
                <th scope="row">{t(`results.funnel.${key}`)}</th>
                <Cell people={campaign} of={funnel.inCampaign} />
                {comparison === null ? (
                  <td>
                    <span className="funnel-none">{t('results.funnel.nothingSent')}</span>
                  </td>
                ) : (
                  <Cell people={comparison} of={funnel.comparison} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
        <Text as="p" variant="bodySm" tone="subdued">
          {t('results.funnel.note', { days: format.number(windowDays) })}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Cell({ people, of }: { people: number; of: number }) {
  const format = useFormat();
  const width = of > 0 ? Math.min(100, (people / of) * 100) : 0;
  return (
    <td>
      <Text as="span" numeric fontWeight="semibold">
        {format.number(people)}
      </Text>
      <span className="funnel-track" aria-hidden="true">
        {width > 0 ? <span className="funnel-bar" style={{ inlineSize: `${width}%` }} /> : null}
      </span>
    </td>
  );
}
