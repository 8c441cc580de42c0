import type { LocalDay } from '../shared/time.ts';
import type { BonusEvent, Program, ProgramHistory, ProgramTerms } from './program.ts';

export const WHOLE_BPS = 10_000;

/** The version that held at a moment, on or off; undefined before the first. */
export function versionAt(history: ProgramHistory, at: Date): Program | undefined {
  return history.versions.findLast((version) => version.savedAt <= at);
}

/**
 * A version's terms as a shop of this currency offers them: where the shop has left the one they were saved in, their amounts
 * would be read in another, so that the program is off, without rewards and invitations, until it is saved anew.
 */
export function termsIn(currency: string, { terms, currency: savedIn }: Program): ProgramTerms {
  if (savedIn === currency) return terms;
  const rewards = terms.rewards.map((reward) => ({ ...reward, active: false }));
  return { ...terms, on: false, rewards, referral: { ...terms.referral, on: false } };
}

/** The version that launched the program. */
export function launchVersion(history: ProgramHistory): Program | undefined {
  return history.versions.find((version) => version.terms.on);
}

/**
 * By which version an order earns. `none`: placed before the launch and not reached back to. `off`: placed while the program was
 * off. The newest version says how far back orders earn, by the terms of the launch, so that a merchant can still correct it.
 */
export function earningVersion(
  history: ProgramHistory,
  at: Date,
  localOn: LocalDay,
): { program: Program; backfilled: boolean } | 'off' | 'none' {
  const { launchedAt } = history;
  if (launchedAt === null) return 'none';
  if (at >= launchedAt) {
    const program = versionAt(history, at);
    return program?.terms.on ? { program, backfilled: false } : 'off';
  }
  const fromOn = history.versions.at(-1)?.terms.historyFromOn ?? null;
  const program = launchVersion(history);
  return program && fromOn !== null && localOn >= fromOn ? { program, backfilled: true } : 'none';
}

/** The multiplier of a local day: the largest of its events, which never add up; 10,000 on a plain day. */
export function bonusBpsOn(bonuses: readonly BonusEvent[], on: LocalDay): number {
  let bps = WHOLE_BPS;
  for (const bonus of bonuses)
    if (bonus.fromOn <= on && on <= bonus.toOn) bps = Math.max(bps, bonus.multiplierBps);
  return bps;
}
