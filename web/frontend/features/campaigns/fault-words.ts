import { termsIssueCodeSchema } from '../../../contract/campaign-terms.ts';
import type { FieldIssue } from '../../../contract/errors.ts';
import type { Fault } from './fault.ts';

const DAY_MS = 86_400_000;

/** The viewer's language and shapes. `percent` of basis points, `day` of `YYYY-MM-DD`. */
export type Voice = {
  t: (key: string, params?: Record<string, string>) => string;
  number: (value: number) => string;
  percent: (bps: number) => string;
  day: (value: string) => string;
};

/** A fault as a sentence. The unit of a number is in its name: `…Bps` a share, `…On` a local day. */
export function faultWords({ code, params }: Fault, voice: Voice): string {
  const shown = Object.entries(params).map(([name, value]) => [name, paramWords(name, value, voice)]);
  return voice.t(`campaign.fault.${code}`, Object.fromEntries(shown));
}

function paramWords(name: string, value: number | string, { number, percent, day }: Voice): string {
  if (typeof value === 'string') return value;
  if (name.endsWith('Bps')) return percent(value);
  if (name.endsWith('On')) return day(new Date(value * DAY_MS).toISOString().slice(0, 10));
  return number(value);
}

/**
 * What the server refuses as a sentence. The contract itself refuses by bare bounds (`≥ 1`); whatever else has no code we know is
 * said to be unreadable, for its English would stand in the middle of another language.
 */
export function issueWords({ code, params = {}, allowed = '' }: FieldIssue, voice: Voice): string {
  const known = termsIssueCodeSchema.safeParse(code);
  if (known.success) return faultWords({ code: known.data, params }, voice);
  return /^[≤≥] [\d.]+$/.test(allowed)
    ? voice.t('campaign.fault.other', { allowed })
    : voice.t('campaign.fault.unreadable');
}
