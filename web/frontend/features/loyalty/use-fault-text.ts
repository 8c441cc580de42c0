import { useTranslation } from 'react-i18next';
import type { FieldIssue } from '../../../contract/errors.ts';
import { useFormat } from '../../shared/format.ts';
import { useCurrency } from '../../shared/shop.ts';
import { usePercent } from '../../shared/use-percent.ts';
import type { Fault } from './fault.ts';
import { faultWords, issueWords } from './fault-words.ts';
import { useTimes } from './use-times.ts';

/** Places that stand several times, counted from 1 on the screen. */
const NUMBERED = ['rewards', 'bonuses', 'tiers'] as const;

/** Faults and what the server refuses as sentences in the viewer's language, and the field's place in words. */
export function useFaultText() {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = usePercent();
  const times = useTimes();
  const currency = useCurrency() ?? 'USD';
  const voice = {
    ...format,
    percent,
    times,
    money: (amountMinor: number) => format.money({ amountMinor, currency }),
    t: (key: string, params = {}) => t(key, params),
  };
  const place = (field: string): string => {
    const [, part = '', at] = /^(\w+)(?:\.(?:levels\.)?(\d+))?/.exec(field) ?? [];
    const numbered = NUMBERED.find((each) => each === part);
    if (numbered && at !== undefined)
      return t(`loyalty.place.one.${numbered}`, { number: format.number(Number(at) + 1) });
    const whole = PLACES.find((each) => each === part);
    return t(`loyalty.place.${whole ?? 'rest'}`);
  };
  const issue = (each: FieldIssue) => issueWords(each, voice);
  return {
    fault: (each: Fault) => faultWords(each, voice),
    issue,
    at: (each: FieldIssue) => t('loyalty.fault.at', { place: place(each.field), fault: issue(each) }),
  };
}

const PLACES = [
  'earn',
  'bonuses',
  'actions',
  'expiry',
  'pointsName',
  'rewards',
  'tiers',
  'referral',
  'historyFromOn',
] as const;
