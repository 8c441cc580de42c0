import type { LocalDay } from '../shared/time.ts';
import { localDayOf } from '../shared/time.ts';
import { addMonths, endOfDay } from './calendar.ts';
import type { Grant } from './member.ts';
import { defaultProgram, type ExpiryRule, type ProgramHistory } from './program.ts';
import { launchVersion, versionAt } from './program-at.ts';

/** Least days that points hold after they were given back. */
export const RETURNED_DAYS = 30;

/** When points that start on a local day end by a rule: the last second of their last day; null = never. */
export function expiresFor(rule: ExpiryRule, startOn: LocalDay, timeZone: string): Date | null {
  return rule.kind === 'never' ? null : endOfDay(addMonths(startOn, rule.months), timeZone);
}

/** When points granted now end, by the program as it stands (before its first save, by what it would start from). */
export function grantExpiresAt(program: ProgramHistory, at: Date, timeZone: string): Date | null {
  return expiresFor(ruleAt(program, at), localDayOf(at, timeZone), timeZone);
}

/** Imported points that end by the rule start on launch day; a day that the file named stays. */
export function grantEnd(grant: Grant, program: ProgramHistory, timeZone: string): Date | null {
  const { at, expiresAt, reason } = grant;
  const { launchedAt } = program;
  if (reason !== 'import' || expiresAt === null || launchedAt === null || at >= launchedAt) return expiresAt;
  const byRule = grantExpiresAt(program, at, timeZone);
  if (byRule?.getTime() !== expiresAt.getTime()) return expiresAt;
  const rule = launchVersion(program)?.terms.expiry ?? ruleAt(program, launchedAt);
  const fromLaunch = expiresFor(rule, localDayOf(launchedAt, timeZone), timeZone);
  return fromLaunch !== null && fromLaunch < expiresAt ? expiresAt : fromLaunch;
}

function ruleAt(program: ProgramHistory, at: Date): ExpiryRule {
  return (versionAt(program, at)?.terms ?? defaultProgram('')).expiry;
}
