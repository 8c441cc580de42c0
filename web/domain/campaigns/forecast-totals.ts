import { type LocalDay, localDayOf } from '../shared/time.ts';
import type { PersonForecast } from './dry-run.ts';

/** What a dry run found over all people, gathered one by one in constant memory. */
export type ForecastTotals = {
  people: number;
  enrolled: number;
  heldOut: number;
  backlog: number;
  /** Messages that would be sent, by local day of the shop and by step. */
  byDay: Map<LocalDay, number>;
  byStep: Map<number, number>;
  /** People not enrolled, and steps not sent, by reason. */
  notEnrolled: Map<string, number>;
  notSent: Map<string, number>;
  /** Steps put off at least once before they go out, by the last reason; people who still wait at the end included. */
  delayed: Map<string, number>;
  /** Minor units of the shop currency; offers whose cost cannot be told are counted beside it. */
  expectedCostMinor: number;
  offersOfUnknownCost: number;
};

export function noForecasts(): ForecastTotals {
  return {
    people: 0,
    enrolled: 0,
    heldOut: 0,
    backlog: 0,
    byDay: new Map(),
    byStep: new Map(),
    notEnrolled: new Map(),
    notSent: new Map(),
    delayed: new Map(),
    expectedCostMinor: 0,
    offersOfUnknownCost: 0,
  };
}

/** Adds one person's forecast to the totals, in place. */
export function addForecast(totals: ForecastTotals, forecast: PersonForecast, shopZone: string): void {
  totals.people += 1;
  if (!forecast.enrolled) {
    countOne(totals.notEnrolled, forecast.reason);
    return;
  }
  totals.enrolled += 1;
  if (forecast.heldOut) totals.heldOut += 1;
  if (forecast.backlog) totals.backlog += 1;
  if (forecast.waitsFor !== null) countOne(totals.delayed, forecast.waitsFor);
  for (const { at, step, outcome, reason, delayedBy, expectedCostMinor } of forecast.steps) {
    if (delayedBy !== null) countOne(totals.delayed, delayedBy);
    if (outcome === 'send') {
      countOne(totals.byDay, localDayOf(at, shopZone));
      countOne(totals.byStep, step);
    } else if (outcome !== 'hold_out') countOne(totals.notSent, reason);
    if (expectedCostMinor === null) totals.offersOfUnknownCost += 1;
    else totals.expectedCostMinor += expectedCostMinor;
  }
}

function countOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
