import { Badge, type BadgeProps, type IconSource } from '@shopify/polaris';
import {
  AlertTriangleIcon,
  CheckCircleIcon,
  EditIcon,
  PauseCircleIcon,
  PlayCircleIcon,
} from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { CampaignState } from '../../../contract/campaign-terms.ts';

const LOOK: Record<CampaignState, { tone?: NonNullable<BadgeProps['tone']>; icon: IconSource }> = {
  draft: { icon: EditIcon },
  running: { tone: 'success', icon: PlayCircleIcon },
  paused: { tone: 'attention', icon: PauseCircleIcon },
  ended: { icon: CheckCircleIcon },
  stopped: { tone: 'critical', icon: AlertTriangleIcon },
};

/** How a campaign stands: colour, word and icon. */
export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const { t } = useTranslation();
  return <Badge {...LOOK[state]}>{t(`campaigns.state.${state}`)}</Badge>;
}
