/** Price and cost of one thing sold, minor units of the shop currency; a null cost is not known. */
export type PricedUnit = { priceMinor: number; unitCostMinor: number | null };

/** The merchant's margin settings: cost as a share of price where no unit cost is known (null = not told), and the floor. */
export type MarginRules = { costBps: number | null; floorBps: number };

/**
 * The deepest discount that leaves the floor: (price − discount − cost) / price ≥ floor. Basis points of the price, 0 where
 * not even full price leaves it; null = the cost is not known, so nothing can be said.
 */
export function deepestDiscountBps(unit: PricedUnit, rules: MarginRules): number | null {
  const costBps = costShareBps(unit, rules);
  return costBps === null
    ? null
    : Math.min(10_000, Math.max(0, Math.floor(10_000 - costBps - rules.floorBps)));
}

/** The same over several things sold together, by their money; null where the cost of any is not known, or nothing is sold. */
export function deepestDiscountOverBps(units: readonly PricedUnit[], rules: MarginRules): number | null {
  let priceMinor = 0;
  let costMinor = 0;
  for (const unit of units) {
    const costBps = costShareBps(unit, rules);
    if (costBps === null) return null;
    priceMinor += unit.priceMinor;
    costMinor += (unit.priceMinor * costBps) / 10_000;
  }
  if (priceMinor <= 0) return null;
  return deepestDiscountBps({ priceMinor, unitCostMinor: costMinor }, rules);
}

/** Whether an offer of that depth leaves the floor; null = depth or cost cannot be told. */
export function leavesMarginFloor(depthBps: number | null, deepestBps: number | null): boolean | null {
  return depthBps === null || deepestBps === null ? null : depthBps <= deepestBps;
}

/** What was given away for nothing has no share of cost. */
function costShareBps({ priceMinor, unitCostMinor }: PricedUnit, rules: MarginRules): number | null {
  if (unitCostMinor === null) return rules.costBps;
  return priceMinor > 0 ? (unitCostMinor / priceMinor) * 10_000 : null;
}
