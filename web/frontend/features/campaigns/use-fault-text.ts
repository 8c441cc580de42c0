import { useTranslation } from 'react-i18next';
import { channelSchema } from '../../../contract/campaign-terms.ts';
import type { FieldIssue } from '../../../contract/errors.ts';
import { useFormat } from '../../shared/format.ts';
import { usePercent } from '../../shared/use-percent.ts';
import type { Fault } from './fault.ts';
import { faultWords, issueWords } from './fault-words.ts';

/** Faults and what the server refuses as sentences in the viewer's language, and the field's place in words. */
export function useFaultText() {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const voice = { ...format, percent, t: (key: string, params = {}) => t(key, params) };
  const place = (field: string): string => {
    const [, part = '', first, , second] = /^(\w+)(?:\.(\d+))?(?:\.offers(\.)(\d+))?/.exec(field) ?? [];
    const number = format.number(Number(second ?? first ?? 0) + 1);
    if (part === 'steps' && first !== undefined) return t('campaign.fault.place.steps', { number });
    if (part === 'arms' && second !== undefined) return t('campaign.fault.place.arms', { number });
    if (part === 'arms' && first !== undefined) return t('campaign.fault.place.arm', { number });
    if (part === 'audience' || part === 'backlogPerDay') return t('campaign.fault.place.audience');
    const channel = channelSchema.safeParse(/^channels\.(\w+)$/.exec(field)?.[1]);
    if (channel.success) return t(`campaign.where.channel.${channel.data}`);
    return part === 'name' ? t('campaign.fault.place.name') : t('campaign.fault.place.rest');
  };
  const issue = (each: FieldIssue) => issueWords(each, voice);
  return {
    fault: (each: Fault) => faultWords(each, voice),
    issue,
    at: (each: FieldIssue) => t('campaign.fault.at', { place: place(each.field), fault: issue(each) }),
  };
}
