import { Badge, type BadgeProps, type IconSource } from '@shopify/polaris';
import { ClockIcon, OrderFirstIcon, OrderRepeatIcon, StarFilledIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { Mark, Stage } from '../../contract/vocabulary.ts';

const LOOK: Record<Stage, { tone: NonNullable<BadgeProps['tone']>; icon: IconSource }> = {
  first_time: { tone: 'info', icon: OrderFirstIcon },
  repeat: { tone: 'success', icon: OrderRepeatIcon },
  vip: { tone: 'magic', icon: StarFilledIcon },
  lapsed: { tone: 'attention', icon: ClockIcon },
};

/** A stage: colour, word and icon, the same everywhere. Null = no purchase that counts. */
export function StageBadge({ stage }: { stage: Stage | null }) {
  const { t } = useTranslation();
  if (stage === null) return <Badge>{t('stage.none')}</Badge>;
  return (
    <Badge tone={LOOK[stage].tone} icon={LOOK[stage].icon}>
      {t(`stage.${stage}`)}
    </Badge>
  );
}

/** A mark: outlined, so that it never looks like a stage. */
export function MarkBadge({ mark }: { mark: Mark }) {
  const { t } = useTranslation();
  return <span className="mark-badge">{t(`mark.${mark}`)}</span>;
}
