import { Badge, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { DryRunRow } from '../../../contract/campaigns.ts';
import { useCampaignReason } from '../../shared/campaign-reason.ts';
import { useFormat } from '../../shared/format.ts';
import { useOfferWords } from './offer-words.ts';

type Props = { rows: readonly DryRunRow[]; currency: string };

const TONES = { gets: 'success', comparison: 'info', skipped: 'attention' } as const;

/** One line a person; on a phone the cells of a line stand one under the other. */
export function DryRunTable({ rows, currency }: Props) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Text as="p">{t('campaign.dryRun.nobody')}</Text>;
  return (
    <>
      {rows.some(({ name }) => name === null) ? (
        <Text as="p" tone="subdued">
          {t('campaign.dryRun.nameless')}
        </Text>
      ) : null}
      <table className="dry-table">
        <thead>
          <tr>
            <th scope="col">{t('campaign.dryRun.who')}</th>
            <th scope="col">{t('campaign.dryRun.when')}</th>
            <th scope="col">{t('campaign.dryRun.what')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.customerId} row={row} currency={currency} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Line({ row, currency }: { row: DryRunRow; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useCampaignReason();
  const words = useOfferWords(currency);
  const given = ({ offer, value }: DryRunRow['sends'][number]) =>
    value ? words.value(value) : (offer ?? t('offer.none'));
  return (
    <tr>
      <td>
        <Link url={`/customers/${row.customerId}`}>
          {row.name ?? t('customers.unnamed', { id: row.customerId })}
        </Link>
      </td>
      <td>
        {row.sends.map(({ step, at }) => (
          <div key={step}>{format.instant(at)}</div>
        ))}
      </td>
      <td>
        <Badge tone={TONES[row.outcome]}>{t(`campaign.dryRun.${row.outcome}`)}</Badge>
        {row.sends.map((send) => (
          <div key={send.step}>
            {t('campaign.dryRun.send', { number: format.number(send.step + 1), offer: given(send) })}
          </div>
        ))}
        {row.reason === null ? null : <div>{reason(row.reason)}</div>}
      </td>
    </tr>
  );
}
