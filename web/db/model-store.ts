import { type CutPoints, readStoredModel, type StoredModel } from '../domain/rfm/model.ts';
import { CUT_SHARES } from '../domain/rfm/rule.ts';
import type { ShopId } from '../domain/shared/ids.ts';
import type { ModelStore } from '../use-cases/store-port.ts';
import * as statement from './model-statements.ts';
import type { Sql } from './sql.ts';

/** Set-based scoring of a whole shop. Each statement names the domain rule it equals; a test proves it on random customers. */
export function createModelStore(sql: Sql): ModelStore {
  return {
    current: (shop) =>
      sql.atomically(async (tx) => {
        await tx.rows(statement.LOCK_SHARED, [shop]);
        const [row] = await tx.rows<{ model: StoredModel; rules_version: number }>(statement.CURRENT, [shop]);
        return row ? { model: readStoredModel(row.model), rulesVersion: row.rules_version } : null;
      }),
    before: async (shop, asOfOn) => {
      const [row] = await sql.rows<{ model: StoredModel }>(statement.BEFORE, [shop, asOfOn]);
      return row ? readStoredModel(row.model) : null;
    },
    save: (shop, model, { rulesVersion, night, at }) =>
      sql.atomically(async (tx) => {
        const json = [model, night?.stageCounts ?? null, night?.metrics ?? null].map((value) =>
          JSON.stringify(value),
        );
        await tx.rows(statement.LOCK, [shop]);
        await tx.run(statement.SAVE, [shop, model.asOfOn, ...json, rulesVersion, at]);
      }),
    cutPoints: (shop, asOfOn, topPercentile, provisional) =>
      cutPoints(sql, shop, { asOfOn, topPercentile, provisional }),
    gapHistograms: (shop, asOfOn) => gapHistograms(sql, shop, asOfOn),
    vipThresholds: async (shop, model, rules) => {
      const { asOfOn, provisional, lapse, meanGapDays } = model;
      const shares = [rules.vipEnterPercentile, rules.vipKeepPercentile];
      const limits = [lapse.oneOccasionDays, lapse.laterDays, meanGapDays];
      const values = [shop, asOfOn, shares, provisional, ...limits];
      type Row = { frequency: number[] | null; monetary: number[] | null };
      const [row] = await inMemory<Row>(sql, statement.VIP_QUANTILES, values);
      if (!row?.frequency || !row.monetary) return null;
      const [enterFrequency = 0, keepFrequency = 0] = row.frequency;
      const [enterMonetaryMinor = 0, keepMonetaryMinor = 0] = row.monetary;
      return { enterFrequency, enterMonetaryMinor, keepFrequency, keepMonetaryMinor };
    },
    rescoreAll: (shop, { asOfOn, provisional, cuts }) => {
      const negated = [cuts.recencyDays, cuts.frequency, cuts.monetaryMinor].map((points) =>
        points.map((point) => -point).reverse(),
      );
      return sql.run(statement.RESCORE_ALL, [shop, asOfOn, provisional, ...negated]);
    },
  };
}

async function cutPoints(
  sql: Sql,
  shop: ShopId,
  { asOfOn, topPercentile, provisional }: { asOfOn: number; topPercentile: number; provisional: boolean },
): ReturnType<ModelStore['cutPoints']> {
  type Quantiles = number[] | null;
  type Row = {
    buyers: number;
    revenue: string;
    occasions: string;
    recency: Quantiles;
    frequency: Quantiles;
    monetary: Quantiles;
  };
  const recencyShares = [...CUT_SHARES, 1 - topPercentile];
  const shares = [...CUT_SHARES, topPercentile];
  const values = [shop, asOfOn, recencyShares, shares, provisional];
  const [row] = await inMemory<Row>(sql, statement.CUT_POINTS, values);
  const recency = cutsAndTop(row?.recency ?? null);
  const frequency = cutsAndTop(row?.frequency ?? null);
  const monetary = cutsAndTop(row?.monetary ?? null);
  return {
    buyers: row?.buyers ?? 0,
    revenueMinor: Number(row?.revenue ?? 0),
    occasions: Number(row?.occasions ?? 0),
    cuts: { recencyDays: recency.cuts, frequency: frequency.cuts, monetaryMinor: monetary.cuts },
    topQuarter: { recencyDays: recency.top, frequency: frequency.top, monetaryMinor: monetary.top },
  };
}

function cutsAndTop(quantiles: readonly number[] | null): { cuts: CutPoints; top: number } {
  const [a = 0, b = 0, c = 0, d = 0, top = 0] = quantiles ?? [];
  return { cuts: [a, b, c, d], top };
}

async function gapHistograms(
  sql: Sql,
  shop: ShopId,
  asOfOn: number,
): ReturnType<ModelStore['gapHistograms']> {
  type Row = { is_first: boolean; day: number; events: number; censored: number };
  const rows = await sql.rows<Row>(statement.GAP_HISTOGRAMS, [shop, asOfOn]);
  const [history] = await sql.rows<{ days: number | null }>(statement.HISTORY_DAYS, [shop, asOfOn]);
  const entries = (isFirst: boolean) =>
    rows
      .filter((row) => row.is_first === isFirst)
      .map(({ day, events, censored }) => ({ day, events, censored }));
  const returns = rows.reduce((sum, row) => sum + row.events, 0);
  const gapsSumDays = rows.reduce((sum, row) => sum + row.day * row.events, 0);
  return {
    firstToSecond: entries(true),
    laterGaps: entries(false),
    meanGapDays: returns === 0 ? null : gapsSumDays / returns,
    historyDays: history?.days ?? 0,
  };
}

function inMemory<Row extends object>(
  sql: Sql,
  reading: { name: string; text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  return sql.atomically(async (tx) => {
    await tx.rows(statement.SORT_IN_MEMORY, []);
    return tx.rows<Row>(reading, values);
  });
}
