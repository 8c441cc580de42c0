import { useTranslation } from 'react-i18next';
import type { FieldIssue } from '../../../contract/errors.ts';
import { useFormat } from '../../shared/format.ts';
import type { Fault } from './fault.ts';
import { usePercent } from './offer-words.ts';

/** Faults and what the server refuses as sentences in the viewer's language, and the field's place in words. */
export function useFaultText() {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const fault = ({ code, params }: Fault): string => {
    const shown: Record<string, string> = {};
    for (const [name, value] of Object.entries(params))
      shown[name] = typeof value === 'number' ? format.number(value) : value;
    return t(`campaign.fault.${code}`, shown);
  };
  const issue = ({ field, message, allowed = '' }: FieldIssue): string => {
    const [, deepest] = /at most ([\d.]+) % of a typical order/.exec(allowed) ?? [];
    if (deepest !== undefined) return t('campaign.fault.margin', { share: percent(Number(deepest) * 100) });
    if (/\.scope\.\w+Ids\.\d+$/.test(field)) return t('campaign.fault.unknownProduct');
    if (/^channels\.\w+$/.test(field)) return t('campaign.where.problem.not_set_up');
    return t('campaign.fault.other', { allowed: allowed || message });
  };
  const place = (field: string): string => {
    const [, part = '', first, , second] = /^(\w+)(?:\.(\d+))?(?:\.offers(\.)(\d+))?/.exec(field) ?? [];
    const number = format.number(Number(second ?? first ?? 0) + 1);
    if (part === 'steps' && first !== undefined) return t('campaign.fault.place.steps', { number });
    if (part === 'arms' && second !== undefined) return t('campaign.fault.place.arms', { number });
    if (part === 'arms' && first !== undefined) return t('campaign.fault.place.arm', { number });
    if (part === 'audience' || part === 'backlogPerDay') return t('campaign.fault.place.audience');
    return part === 'name' ? t('campaign.fault.place.name') : t('campaign.fault.place.rest');
  };
  return {
    fault,
    issue,
    at: (each: FieldIssue) => t('campaign.fault.at', { place: place(each.field), fault: issue(each) }),
  };
}
