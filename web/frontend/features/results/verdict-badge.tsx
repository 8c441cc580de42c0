import { Badge, type BadgeProps, type IconSource } from '@shopify/polaris';
import { CheckCircleIcon, ClockIcon, DisabledIcon, MoneyIcon, ThumbsUpIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { ResultSummary, Verdict } from '../../../contract/results.ts';
import { useFormat } from '../../shared/format.ts';

const LOOK: Record<Verdict, { tone?: NonNullable<BadgeProps['tone']>; icon: IconSource }> = {
  solid: { tone: 'success', icon: CheckCircleIcon },
  promising: { tone: 'info', icon: ThumbsUpIcon },
  cant_tell_yet: { tone: 'attention', icon: ClockIcon },
  decides_on_cost: { icon: MoneyIcon },
  not_measured: { icon: DisabledIcon },
};

/** How sure a result is: colour, word and icon, with the weeks it still takes where they are known. */
export function VerdictBadge({ summary: { verdict, weeksMore } }: { summary: ResultSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const waits = weeksMore !== null && (verdict === 'cant_tell_yet' || verdict === 'promising');
  const weeks = Math.ceil(weeksMore ?? 0);
  return (
    <Badge {...LOOK[verdict]}>
      {waits
        ? t(`results.verdictWeeks.${verdict}`, { count: weeks, weeks: format.number(weeks) })
        : t(`results.verdict.${verdict}`)}
    </Badge>
  );
}
