import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { CampaignRow } from '../../web/contract/campaigns.ts';
import { toCampaignsCsv } from '../../web/frontend/features/campaigns/campaigns-csv.ts';
import { COLUMNS, sortCampaigns } from '../../web/frontend/features/campaigns/sort-campaigns.ts';

function row(campaignId: number, change: Partial<CampaignRow> = {}): CampaignRow {
  return {
    campaignId,
    name: `Campaign ${campaignId}`,
    kind: 'win_back',
    state: 'running',
    stopReason: null,
    people: campaignId,
    nextSendAt: null,
    extraOrders: null,
    ordersThatUsedTheOffer: 0,
    updatedAt: '2026-11-19T02:00:00.000Z',
    ...change,
  };
}

describe('the list sorted', () => {
  const extra = (estimate: number) => ({ estimate, low: estimate - 20, high: estimate + 20 });
  const rows = [
    row(1, { name: 'Ưu đãi 10', state: 'ended', ordersThatUsedTheOffer: 5, extraOrders: extra(-3) }),
    row(2, { name: 'Ưu đãi 9', state: 'draft', nextSendAt: '2026-11-21T02:00:00.000Z' }),
    row(3, {
      name: 'Áo dài',
      state: 'stopped',
      nextSendAt: '2026-11-20T02:00:00.000Z',
      extraOrders: extra(12),
    }),
    row(4, { name: 'Zalo', state: 'paused', ordersThatUsedTheOffer: 9 }),
    row(5, { name: 'bánh', state: 'running', ordersThatUsedTheOffer: 5, extraOrders: extra(0) }),
  ];
  const order = (by: (typeof COLUMNS)[number], direction: 'ascending' | 'descending') =>
    sortCampaigns(rows, { by, direction }, 'vi').map(({ campaignId }) => campaignId);

  test('not sorted → as it came', () => {
    expect(sortCampaigns(rows, null, 'vi')).toEqual(rows);
  });

  test.each([
    ['name', [3, 5, 2, 1, 4], [4, 1, 2, 5, 3]],
    ['state', [5, 4, 3, 2, 1], [1, 2, 3, 4, 5]],
    ['people', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]],
    ['next', [3, 2, 1, 4, 5], [2, 3, 1, 4, 5]],
    ['extra', [1, 5, 3, 2, 4], [3, 5, 1, 2, 4]],
    ['used', [2, 3, 1, 5, 4], [4, 1, 5, 2, 3]],
  ] as const)('by %s → up and down, the unknown last both times, equals as they stood', (by, up, down) => {
    expect(order(by, 'ascending')).toEqual(up);
    expect(order(by, 'descending')).toEqual(down);
  });

  test('every column can be sorted by', () => {
    for (const by of COLUMNS) expect(order(by, 'ascending')).toHaveLength(rows.length);
  });
});

describe('the list as CSV', () => {
  const read = (rows: readonly CampaignRow[]) =>
    parse(toCampaignsCsv(rows), { bom: true, columns: true }) as Record<string, string>[];

  test('a campaign → codes, moments and plain numbers, empty where nothing is known', () => {
    const stopped = row(3, {
      state: 'stopped',
      stopReason: 'discount_deleted',
      nextSendAt: '2026-11-21T02:00:00.000Z',
      extraOrders: { estimate: 12.5, low: -3, high: 28 },
      ordersThatUsedTheOffer: 4,
    });
    expect(toCampaignsCsv([stopped]).startsWith('\uFEFFcampaign_id,')).toBe(true);
    const common = { kind: 'win_back', updated_at: '2026-11-19T02:00:00.000Z' };
    expect(read([stopped, row(4)])).toEqual([
      {
        ...common,
        campaign_id: '3',
        name: 'Campaign 3',
        state: 'stopped',
        stop_reason: 'discount_deleted',
        people: '3',
        next_send_at: '2026-11-21T02:00:00.000Z',
        extra_orders: '12.5',
        extra_orders_low: '-3',
        extra_orders_high: '28',
        orders_that_used_the_offer: '4',
      },
      {
        ...common,
        campaign_id: '4',
        name: 'Campaign 4',
        state: 'running',
        stop_reason: '',
        people: '4',
        next_send_at: '',
        extra_orders: '',
        extra_orders_low: '',
        extra_orders_high: '',
        orders_that_used_the_offer: '0',
      },
    ]);
  });

  test.each(['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '\r=1'])(
    'a name a spreadsheet would run: %j → stands as text',
    (name) => {
      expect(read([row(1, { name })])[0]?.name).toBe(`'${name}`);
    },
  );

  test.each(['Tết, 2027', 'the “best”, "really"', 'two\nlines', 'ลูกค้าชั้นนำ', 'a=b', 'a;b'])(
    'any other name: %j → reads back as it is written',
    (name) => {
      expect(read([row(1, { name })])[0]?.name).toBe(name);
    },
  );
});
