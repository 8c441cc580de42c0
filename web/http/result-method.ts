import { PLAUSIBLE_LIFT, SOLID_ALPHA } from '../domain/results/rule.ts';
import type { CampaignVersion } from '../use-cases/ports.ts';
import type { ResultLine } from '../use-cases/steps/judge-figures.ts';

/** The numbers that stand in the formulas of "How we measured"; what is not known (yet) is left out. */
export function methodNumbers(line: ResultLine, version: CampaignVersion): Record<string, number> {
  const { lift, outcome } = line;
  const { conversion, revenue, profit } = lift;
  return known({
    treatedPeople: lift.treated.customers,
    treatedOrdered: lift.treated.ordered,
    treatedShare: lift.treated.share,
    comparisonPeople: lift.heldOut.customers,
    comparisonOrdered: lift.heldOut.ordered,
    comparisonShare: lift.heldOut.share,
    openWindows: lift.openWindows,
    difference: conversion?.fixed.estimate,
    differenceLow: conversion?.fixed.lower,
    differenceHigh: conversion?.fixed.upper,
    alwaysValidLow: conversion?.sequential?.lower,
    alwaysValidHigh: conversion?.sequential?.upper,
    standardError: conversion?.standardError,
    alwaysValidP: conversion?.alwaysValidP,
    fixedP: conversion?.fixedP,
    ratio: conversion?.ratio?.estimate,
    plausibleLift: PLAUSIBLE_LIFT,
    alpha: SOLID_ALPHA,
    revenuePerCustomerMinor: revenue.measured ? revenue.perCustomerMinor.estimate : undefined,
    profitPerCustomerMinor: profit.measured ? profit.perCustomerMinor.estimate : undefined,
    capMinor: version.capMinor,
    windowDays: version.windowDays,
    comparisonShareBps: version.shareBps,
    expectedComparison: lift.sampleRatio?.expectedHeldOut,
    drawnComparison: lift.sampleRatio?.heldOut,
    contaminated: lift.contamination.count,
    ordersUsed: outcome.cost.ordersUsed,
    discountMinor: outcome.cost.discountMinor,
    profitBeforeMinor: outcome.cost.profitBeforeMinor,
    enrolledPerWeek: outcome.enrolledPerWeek,
    ageDays: outcome.ageDays,
  });
}

function known(numbers: Record<string, number | null | undefined>): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, value] of Object.entries(numbers)) if (value != null) found[name] = value;
  return found;
}
