import { describe, expect, it } from 'vitest';
import { type CampaignSettings, DEFAULT_CAMPAIGN_SETTINGS } from '../../../web/domain/campaigns/settings.ts';
import { settingsIssues } from '../../../web/domain/campaigns/settings-issues.ts';
import { settingsWith, TODAY } from './people.ts';

describe('settings over all campaigns', () => {
  it('the defaults have no fault', () => {
    expect(settingsIssues(DEFAULT_CAMPAIGN_SETTINGS)).toEqual([]);
  });

  it.each<[string, Partial<CampaignSettings>, string[]]>([
    ['a negative cap', { caps: { offersPer30Days: -1, messagesPer7Days: 2 } }, ['caps.offersPer30Days']],
    [
      'fifteen messages a week',
      { caps: { offersPer30Days: 1, messagesPer7Days: 15 } },
      ['caps.messagesPer7Days'],
    ],
    ['24:00', { quietHours: { fromMinute: 1_200, toMinute: 1_440 } }, ['quietHours.toMinute']],
    ['a share of 1 %', { comparisonGroup: { enabled: true, shareBps: 100 } }, ['comparisonGroup.shareBps']],
    ['a cost above the price', { margin: { costBps: 10_001, floorBps: 0 } }, ['margin.costBps']],
    ['a floor of everything', { margin: { costBps: null, floorBps: 10_000 } }, ['margin.floorBps']],
    [
      'a blackout that ends before it begins',
      { blackouts: [{ name: 'Tết', fromOn: TODAY, toOn: TODAY - 1 }] },
      ['blackouts.0.toOn'],
    ],
    [
      'a blackout of half a year',
      { blackouts: [{ name: 'x', fromOn: TODAY, toOn: TODAY + 60 }] },
      ['blackouts.0.toOn'],
    ],
    [
      'a blackout without a name',
      { blackouts: [{ name: ' ', fromOn: TODAY, toOn: TODAY }] },
      ['blackouts.0.name'],
    ],
  ])('%s → refused with field and range', (_, change, expected) => {
    const issues = settingsIssues(settingsWith(change));
    expect(issues.map(({ field }) => field)).toEqual(expected);
    for (const { allowed } of issues) expect(allowed).toBeTruthy();
  });
});
