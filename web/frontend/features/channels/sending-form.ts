import { type CampaignSettings, campaignSettingsRanges as ranges } from '../../../contract/channels.ts';

/** A stretch of days without sends, as typed; `id` tells rows apart while they are edited. */
export type BlackoutForm = { id: number; name: string; from: string; to: string };

/** What holds over all campaigns, as the fields hold it: numbers are text, shares percentages, times `HH:MM`, empty = not set. */
export type SendingForm = {
  offersPer30Days: string;
  messagesPer7Days: string;
  quietFrom: string;
  quietTo: string;
  blackouts: readonly BlackoutForm[];
  comparisonOn: boolean;
  share: string;
  cost: string;
  floor: string;
  qcPrefix: boolean;
};

const percent = (bps: number | null) => (bps === null ? '' : String(bps / 100));
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function toSendingForm(settings: CampaignSettings): SendingForm {
  const { caps, quietHours, blackouts, comparisonGroup, margin, qcPrefix } = settings;
  return {
    offersPer30Days: String(caps.offersPer30Days),
    messagesPer7Days: String(caps.messagesPer7Days),
    quietFrom: clock(quietHours.fromMinute),
    quietTo: clock(quietHours.toMinute),
    blackouts: blackouts.map((blackout, id) => ({ id, ...blackout })),
    comparisonOn: comparisonGroup.enabled,
    share: percent(comparisonGroup.shareBps),
    cost: percent(margin.costBps),
    floor: percent(margin.floorBps),
    qcPrefix,
  };
}

/** Text that is no number becomes −1, outside every range, so that the range is what the merchant is told. */
const number = (text: string) => {
  const value = text.trim() === '' ? -1 : Number(text);
  return Number.isFinite(value) ? value : -1;
};
const bps = (text: string) => Math.round(number(text) * 100);
const minute = (text: string) => {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  return hours === undefined ? -1 : Number(hours) * 60 + Number(minutes);
};

/** The fields as settings, not yet checked; pausing is a switch of its own and stays as it stands. */
export function toSending(form: SendingForm, standing: CampaignSettings): CampaignSettings {
  return {
    pausedEverything: standing.pausedEverything,
    caps: {
      offersPer30Days: number(form.offersPer30Days),
      messagesPer7Days: number(form.messagesPer7Days),
    },
    quietHours: { fromMinute: minute(form.quietFrom), toMinute: minute(form.quietTo) },
    blackouts: form.blackouts.map(({ name, from, to }) => ({ name: name.trim(), from, to })),
    comparisonGroup: {
      enabled: form.comparisonOn,
      shareBps: form.share.trim() === '' ? null : bps(form.share),
    },
    margin: { costBps: form.cost.trim() === '' ? null : bps(form.cost), floorBps: bps(form.floor) },
    qcPrefix: form.qcPrefix,
  };
}

/** What is wrong with a field. Ranges are as the field is typed: whole numbers or percentages. */
export type SendingFault =
  | { kind: 'whole' | 'percent'; min: number; max: number }
  | { kind: 'time' | 'name' | 'days' };

const DAY_MS = 86_400_000;

/** Faults by field path of `CampaignSettings` (`caps.offersPer30Days`, `blackouts.0.to`); empty = it may be saved. */
export function checkSending(settings: CampaignSettings): ReadonlyMap<string, SendingFault> {
  const faults = new Map<string, SendingFault>();
  const within = (path: string, value: number | null, range: { min: number; max: number }, unit: 1 | 100) => {
    if (value === null || (Number.isInteger(value) && value >= range.min && value <= range.max)) return;
    const kind = unit === 100 ? 'percent' : 'whole';
    faults.set(path, { kind, min: range.min / unit, max: range.max / unit });
  };
  const { caps, quietHours, comparisonGroup, margin, blackouts } = settings;
  within('caps.offersPer30Days', caps.offersPer30Days, ranges.offersPer30Days, 1);
  within('caps.messagesPer7Days', caps.messagesPer7Days, ranges.messagesPer7Days, 1);
  within('comparisonGroup.shareBps', comparisonGroup.shareBps, ranges.shareBps, 100);
  within('margin.costBps', margin.costBps, ranges.costBps, 100);
  within('margin.floorBps', margin.floorBps, ranges.floorBps, 100);
  for (const end of ['fromMinute', 'toMinute'] as const) {
    if (quietHours[end] < ranges.minute.min || quietHours[end] > ranges.minute.max) {
      faults.set(`quietHours.${end}`, { kind: 'time' });
    }
  }
  for (const [at, { name, from, to }] of blackouts.entries()) {
    if (name === '' || name.length > 60) faults.set(`blackouts.${at}.name`, { kind: 'name' });
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    const { min, max } = ranges.blackoutDays;
    if (!(days >= min && days <= max)) faults.set(`blackouts.${at}.to`, { kind: 'days' });
  }
  return faults;
}
