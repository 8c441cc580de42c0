import type { FieldIssue } from '../../../contract/errors.ts';
import { programIssueCodeSchema } from '../../../contract/loyalty.ts';
import type { Fault } from './fault.ts';

const DAY_MS = 86_400_000;

/** The viewer's language and shapes. `percent` and `times` of basis points, `day` of `YYYY-MM-DD`. */
export type Voice = {
  t: (key: string, params?: Record<string, string>) => string;
  number: (value: number) => string;
  percent: (bps: number) => string;
  times: (bps: number) => string;
  money: (amountMinor: number) => string;
  day: (value: string) => string;
};

/** A fault as a sentence. The unit of a number is in its name: `…Bps` a share, `…TimesBps` a factor, `…Minor` money, `…On` a local day. */
export function faultWords({ code, params }: Fault, voice: Voice): string {
  const shown = Object.entries(params).map(([name, value]) => [name, paramWords(name, value, voice)]);
  return voice.t(`loyalty.fault.${code}`, Object.fromEntries(shown));
}

function paramWords(name: string, value: number | string, voice: Voice): string {
  if (typeof value === 'string') return value;
  if (name.endsWith('TimesBps')) return voice.times(value);
  if (name.endsWith('Bps')) return voice.percent(value);
  if (name.endsWith('Minor')) return voice.money(value);
  if (name.endsWith('On')) return voice.day(new Date(value * DAY_MS).toISOString().slice(0, 10));
  return voice.number(value);
}

/**
 * What the server refuses as a sentence. The contract itself refuses by bare bounds (`≥ 1`); whatever else has no code we know is
 * said to be unreadable, for its English would stand in the middle of another language.
 */
export function issueWords({ field, code, params = {}, allowed = '' }: FieldIssue, voice: Voice): string {
  const known = programIssueCodeSchema.safeParse(code);
  if (field.endsWith('.multiplierBps') && params.min !== undefined && params.max !== undefined)
    return faultWords({ code: 'times', params: { minTimesBps: params.min, maxTimesBps: params.max } }, voice);
  if (known.success) return faultWords({ code: known.data, params }, voice);
  return /^[≤≥] [\d.]+$/.test(allowed)
    ? voice.t('loyalty.fault.other', { allowed })
    : voice.t('loyalty.fault.unreadable');
}
