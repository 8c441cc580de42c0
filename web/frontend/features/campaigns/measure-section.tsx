import { BlockStack, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CampaignKind } from '../../../contract/campaign-terms.ts';
import type { OutlookResponse } from '../../../contract/campaigns.ts';
import { EditorSection } from '../../shared/editor-section.tsx';
import { useFormat } from '../../shared/format.ts';
import { usePercent } from '../../shared/use-percent.ts';
import { isService } from './terms-ranges.ts';

type Props = { kind: CampaignKind; outlook: OutlookResponse | undefined; failed: boolean };

/** What this shop could see of the campaign's effect, and how long that takes. */
export function MeasureSection({ kind, outlook, failed }: Props) {
  const { t } = useTranslation();
  const body = isService(kind) ? t('campaign.measure.service') : t('campaign.measure.body');
  return (
    <EditorSection id="measure" title={t('campaign.measure.title')} body={body}>
      {isService(kind) ? null : outlook ? (
        <>
          <Group outlook={outlook} />
          {outlook.holdoutShareBps === 0 ? null : <Planner outlook={outlook} />}
          <Margin outlook={outlook} />
        </>
      ) : failed ? (
        <Text as="p" tone="subdued">
          {t('campaign.measure.failed')}
        </Text>
      ) : (
        <SkeletonBodyText lines={4} />
      )}
    </EditorSection>
  );
}

/** How many people come, how many of them are held back, what they do without the campaign. */
function Group({ outlook }: { outlook: OutlookResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { eligiblePerMonth: month, holdoutShareBps, windowDays, baseShare } = outlook;
  const days = format.number(windowDays);
  if (holdoutShareBps === 0) return <Text as="p">{t('campaign.measure.off')}</Text>;
  return (
    <BlockStack gap="100">
      <Text as="p">
        {month === null
          ? t('campaign.measure.monthUnknown')
          : t('campaign.measure.month', {
              count: month,
              number: format.number(month),
              held: format.number(Math.round((month * holdoutShareBps) / 10_000)),
            })}
      </Text>
      <Text as="p">{t('campaign.measure.window', { days })}</Text>
      {baseShare === null ? null : (
        <Text as="p">
          {t('campaign.measure.base', { number: format.number(Math.round(baseShare * 1_000) / 10), days })}
        </Text>
      )}
    </BlockStack>
  );
}

/** The smallest difference that could be told from chance, by months. */
function Planner({ outlook: { measurable, detectable, weeksToSee } }: { outlook: OutlookResponse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weeks = weeksToSee === null ? null : Math.ceil(weeksToSee);
  return (
    <BlockStack gap="200">
      {measurable ? null : <Text as="p">{t('campaign.measure.together')}</Text>}
      {detectable.length === 0 ? null : (
        <table className="plan-table">
          <caption>{t('campaign.measure.smallest')}</caption>
          <tbody>
            {detectable.map(({ months, points }) => (
              <tr key={months}>
                <th scope="row">
                  {t('campaign.measure.months', { count: months, number: format.number(months) })}
                </th>
                <td>
                  {points === null
                    ? t('campaign.measure.tooFew')
                    : t('campaign.measure.points', { points: format.number(Math.round(points * 10) / 10) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {measurable ? (
        <Text as="p">
          {weeks === null
            ? t('campaign.measure.never')
            : t('campaign.measure.weeks', { count: weeks, number: format.number(weeks) })}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Margin({ outlook: { margin } }: { outlook: OutlookResponse }) {
  const { t } = useTranslation();
  const percent = usePercent();
  if (margin.costShare === null) {
    return (
      <Text as="p">
        {t('campaign.measure.noCost')} <Link url="/settings#cost">{t('campaign.measure.setCost')}</Link>
      </Text>
    );
  }
  return margin.deepestDiscountBps === null ? null : (
    <Text as="p">{t('campaign.measure.deepest', { share: percent(margin.deepestDiscountBps) })}</Text>
  );
}
