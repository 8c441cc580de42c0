import type { FieldIssue } from '../shared/errors.ts';
import { dayToIso } from '../shared/time.ts';
import type { Blackout, CampaignSettings } from './settings.ts';

/** The allowed ranges, ends included, for screens to print beside their fields. */
export const SETTINGS_RANGES = {
  offersPer30Days: { min: 0, max: 10 },
  messagesPer7Days: { min: 0, max: 14 },
  minute: { min: 0, max: 1_439 },
  shareBps: { min: 500, max: 5_000 },
  costBps: { min: 0, max: 10_000 },
  floorBps: { min: 0, max: 9_000 },
  blackouts: { min: 0, max: 50 },
  blackoutDays: { min: 1, max: 60 },
} as const;

type Range = { min: number; max: number };

/** Every fault of a shop's campaign settings, with the field and what is allowed; empty = they may be saved. */
export function settingsIssues(settings: CampaignSettings): FieldIssue[] {
  const { caps, quietHours, comparisonGroup, margin, blackouts } = settings;
  const optional = (field: string, value: number | null, range: Range) =>
    value === null ? [] : within(field, value, range, ', or empty');
  return [
    ...within('caps.offersPer30Days', caps.offersPer30Days, SETTINGS_RANGES.offersPer30Days),
    ...within('caps.messagesPer7Days', caps.messagesPer7Days, SETTINGS_RANGES.messagesPer7Days),
    ...within('quietHours.fromMinute', quietHours.fromMinute, SETTINGS_RANGES.minute),
    ...within('quietHours.toMinute', quietHours.toMinute, SETTINGS_RANGES.minute),
    ...optional('comparisonGroup.shareBps', comparisonGroup.shareBps, SETTINGS_RANGES.shareBps),
    ...optional('margin.costBps', margin.costBps, SETTINGS_RANGES.costBps),
    ...within('margin.floorBps', margin.floorBps, SETTINGS_RANGES.floorBps),
    ...within('blackouts', blackouts.length, SETTINGS_RANGES.blackouts),
    ...blackouts.flatMap(blackoutIssues),
  ];
}

function blackoutIssues({ name, fromOn, toOn }: Blackout, index: number): FieldIssue[] {
  const field = `blackouts.${index}`;
  const issues: FieldIssue[] = [];
  const length = [...name.trim()].length;
  if (length < 1 || length > 60)
    issues.push({
      field: `${field}.name`,
      message: `has ${length} characters`,
      allowed: '1 to 60 characters',
    });
  const lastOn = fromOn + SETTINGS_RANGES.blackoutDays.max - 1;
  if (!(toOn >= fromOn && toOn <= lastOn)) {
    const allowed = `${dayToIso(fromOn)} to ${dayToIso(lastOn)}`;
    issues.push({ field: `${field}.toOn`, message: `is ${dayToIso(toOn)}`, allowed });
  }
  return issues;
}

function within(field: string, value: number, { min, max }: Range, suffix = ''): FieldIssue[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const message = `must be a whole number from ${min} to ${max}, got ${value}`;
  return [{ field, message, allowed: `${min} to ${max}${suffix}` }];
}
