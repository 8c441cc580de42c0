import { describe, expect, it } from 'vitest';
import { type BatchMapping, ROW_FAULTS, readBatchRows } from '../../../web/domain/loyalty/batch-rows.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';

const MAPPING: BatchMapping = { customer: 0, customerBy: 'id', points: 1, expires: 2 };
const read = (
  cells: string[][],
  change: Partial<{ mapping: BatchMapping; kind: 'import' | 'adjust'; header: boolean }> = {},
) =>
  readBatchRows(
    cells.map((row, index) => ({ line: index + 1, cells: row })),
    { mapping: MAPPING, kind: 'import', header: false, todayOn: isoToDay('2024-03-01'), ...change },
  );
const pointsOf = (text: string) =>
  read([['1', text]]).rows[0]?.points ?? read([['1', text]]).issues[0]?.message;

describe('a file of points', () => {
  it('columns in any order, under a heading, lines as in the file', () => {
    const mapping = { customer: 2, customerBy: 'email', points: 0, expires: null } as const;
    const rows = [
      ['Points', 'Name', 'Mail'],
      ['120', 'x', ' An@Example.com '],
      ['', '', ''],
    ];
    expect(read(rows, { mapping, header: true })).toEqual({
      rows: [{ line: 2, customer: { by: 'email', email: 'an@example.com' }, points: 120, expiresOn: null }],
      issues: [],
    });
  });

  it('ids bare, as a global id, or kept as text by a spreadsheet', () => {
    const rows = [
      ['7381234567890', '1'],
      ['gid://shopify/Customer/12', '1'],
      ["'13", '1'],
    ];
    expect(read(rows).rows.map((row) => row.customer)).toEqual([
      { by: 'id', customerId: '7381234567890' },
      { by: 'id', customerId: '12' },
      { by: 'id', customerId: '13' },
    ]);
  });

  it.each([
    ['120', 120],
    ['+120', 120],
    ['1,200', 1_200],
    ['1 200', 1_200],
    ['1\u00a0200\u00a0300', 1_200_300],
    ["12'000", 12_000],
    ['120.0', 120],
    ['120.00', 120],
    ['1.200', 'not_a_number'],
    ['12,00', 'not_a_number'],
    ['1,200 300', 'not_a_number'],
    ['12.5', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['', 'missing'],
    ['-5', 'below_zero'],
    ['10000001', 'too_many'],
  ])('points written %s → %s', (text, points) => {
    expect(pointsOf(text)).toBe(points);
  });

  it('a balance of 0 is passed over, a change of 0 refused', () => {
    expect(read([['1', '0']])).toEqual({ rows: [], issues: [] });
    expect(read([['1', '0']], { kind: 'adjust' }).issues).toMatchObject([
      { line: 1, field: 'points', message: 'zero' },
    ]);
    expect(read([['1', '-30']], { kind: 'adjust' }).rows).toMatchObject([{ points: -30 }]);
  });

  it.each([
    ['2024-12-31', isoToDay('2024-12-31'), undefined],
    ['2024-03-01', isoToDay('2024-03-01'), undefined],
    ['', null, undefined],
    ['2024-02-29', undefined, 'day_past'],
    ['2024-02-30', undefined, 'not_a_day'],
    ['31/12/2024', undefined, 'not_a_day'],
  ])('a last day written %s → %s', (text, day, fault) => {
    const { rows, issues } = read([['1', '5', text]]);
    expect(rows[0]?.expiresOn).toBe(day);
    expect(issues[0]?.message).toBe(fault);
  });

  it('every bad row with its line and field, the good ones besides', () => {
    const { rows, issues } = read([['1', '5'], ['', 'x'], ['someone', '5'], ['1', '7'], ['4'], ['0', '5']]);
    expect(rows).toMatchObject([{ line: 1 }]);
    expect(issues.map(({ line, field, message }) => [line, field, message])).toEqual([
      [2, 'customer', 'missing'],
      [2, 'points', 'not_a_number'],
      [3, 'customer', 'unknown_customer'],
      [4, 'customer', 'twice'],
      [5, 'row', 'columns'],
      [6, 'customer', 'unknown_customer'],
    ]);
    for (const { message, allowed } of issues) {
      expect(ROW_FAULTS).toContain(message);
      expect(allowed).toBeTruthy();
    }
  });
});
