import { InlineGrid } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { HomeReady } from '../../../contract/home.ts';
import { useFormat } from '../../shared/format.ts';
import { MetricCard } from './metric-card.tsx';

/** The three numbers of Home. */
export function Metrics({ home }: { home: HomeReady }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { secondPurchase: second, active, existingRevenue: revenue } = home;
  const share = (value: number | null) => (value === null ? '–' : format.share(value));
  const activeShare = home.customers > 0 ? active.count / home.customers : null;
  return (
    <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
      <MetricCard
        title={t('home.second.title')}
        value={share(second.share)}
        detail={t('home.second.detail', {
          count: second.outOf,
          bought: format.number(second.bought),
          outOf: format.number(second.outOf),
          days: format.number(second.windowDays),
        })}
        formula={t('home.second.formula', { days: format.number(second.windowDays) })}
        series={second.series}
        formatValue={format.share}
      />
      <MetricCard
        title={t('home.active.title')}
        value={format.number(active.count)}
        detail={t(active.change30Days === null ? 'home.active.detail' : 'home.active.detailChange', {
          count: home.customers,
          customers: format.number(home.customers),
          share: share(activeShare),
          change: format.change(active.change30Days ?? 0),
        })}
        formula={t('home.active.formula', {
          later: format.number(home.lapse.laterDays),
          one: format.number(home.lapse.oneOccasionDays),
        })}
        series={active.series}
        formatValue={format.number}
      />
      <MetricCard
        title={t('home.revenue.title')}
        value={share(revenue.share)}
        detail={t('home.revenue.detail', {
          existing: format.money(revenue.fromExisting),
          total: format.money(revenue.total),
        })}
        formula={t('home.revenue.formula')}
        series={revenue.series}
        formatValue={format.share}
      />
    </InlineGrid>
  );
}
