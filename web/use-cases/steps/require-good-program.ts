import type { ProgramTerms } from '../../domain/loyalty/program.ts';
import { programIssues } from '../../domain/loyalty/program-issues.ts';
import { AppError } from '../../domain/shared/errors.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { LoyaltyCtx } from '../ports.ts';

/** @throws AppError INVALID_INPUT with one issue per bad field */
export function requireGoodProgram(
  { shop, clock }: Pick<LoyaltyCtx, 'shop' | 'clock'>,
  terms: ProgramTerms,
): void {
  const issues = programIssues(terms, { todayOn: localDayOf(clock.now(), shop.timeZone) });
  if (issues.length > 0) throw new AppError('INVALID_INPUT', 'some fields are not valid', { issues });
}
