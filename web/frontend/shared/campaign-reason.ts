import { useTranslation } from 'react-i18next';

/** Why a step was skipped or put off, somebody is not in a campaign, or a campaign stopped: a sentence. Unknown codes stay as they are. */
export function useCampaignReason(): (code: string) => string {
  const { t, i18n } = useTranslation();
  return (code) => (i18n.exists(`campaignReason.${code}`) ? t(`campaignReason.${code}`) : code);
}
