import type { ResultResponse } from '../../../contract/results.ts';

/** The steps of "How we measured", in order. */
export type MethodStep =
  | 'who'
  | 'notCompared'
  | 'share'
  | 'difference'
  | 'parts'
  | 'extra'
  | 'range'
  | 'noRange'
  | 'once'
  | 'sure'
  | 'revenue'
  | 'profit'
  | 'split'
  | 'contaminated'
  | 'cost';
type Formula = 'share' | 'difference' | 'parts' | 'extra' | 'range' | 'once' | 'revenue' | 'profit' | 'split';

/** Which steps this result took, and which of them have a formula with numbers in it. */
export function methodSteps(result: ResultResponse): { step: MethodStep; formula: Formula | null }[] {
  const { method, summary, checks } = result;
  const steps: { step: MethodStep; formula: Formula | null }[] = [{ step: 'who', formula: null }];
  const difference = method.difference;
  if (difference === undefined) steps.push({ step: 'notCompared', formula: null });
  else {
    const { treated, comparison } = summary;
    const plain = (treated.share ?? 0) - (comparison.share ?? 0);
    const inParts = Math.abs(plain - difference) > 1e-9;
    steps.push({ step: 'share', formula: 'share' });
    steps.push(inParts ? { step: 'parts', formula: 'parts' } : { step: 'difference', formula: 'difference' });
    if (summary.extraOrders === null) steps.push({ step: 'noRange', formula: null });
    else {
      steps.push({ step: 'extra', formula: 'extra' }, { step: 'range', formula: 'range' });
      steps.push({ step: 'sure', formula: null });
    }
    steps.push({ step: 'once', formula: 'once' });
  }
  if (result.revenue !== null) steps.push({ step: 'revenue', formula: 'revenue' });
  if (result.profit !== null) steps.push({ step: 'profit', formula: 'profit' });
  if (checks.sampleRatioP !== null) steps.push({ step: 'split', formula: 'split' });
  if (difference !== undefined) steps.push({ step: 'contaminated', formula: null });
  steps.push({ step: 'cost', formula: null });
  return steps;
}
