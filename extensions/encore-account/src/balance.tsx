import type { MemberPoints, ProgramView } from '../../../web/domain/loyalty/member-view.ts';
import { DebtLine } from '../../shared/next-reward-line.tsx';
import type { Words } from '../../shared/words.ts';

type Part = { member: MemberPoints; program: ProgramView; words: Words };

/** What can be spent, what is still to come, what ends soon, what is owed, and the tier. */
export function BalanceLines({ member, program, words }: Part) {
  const { points, pendingPoints, expiring } = member;
  return (
    <s-stack gap="small-200">
      <s-heading>{words.t('balance', { points: words.points(points) })}</s-heading>
      {pendingPoints === 0 ? null : (
        <s-text>{words.t(`pending.${program.earn.when}`, { points: words.points(pendingPoints) })}</s-text>
      )}
      <DebtLine held={member} words={words} />
      {expiring === null ? null : (
        <s-text>
          {words.t('expiring', { points: words.points(expiring.points), day: words.day(expiring.at) })}
        </s-text>
      )}
      <TierLines member={member} program={program} words={words} />
    </s-stack>
  );
}

function TierLines({ member: { tier, nextTier }, program, words }: Part) {
  if (tier === null) return null;
  const missing = (amount: number): string =>
    program.tiers?.by === 'points' ? words.points(amount) : words.money(amount);
  const until = tier.graceUntilOn ?? tier.keptUntilOn;
  return (
    <>
      <s-text>
        {until === null
          ? words.t('tier.is', { tier: tier.name })
          : words.t('tier.kept', { tier: tier.name, day: words.day(until) })}
      </s-text>
      {tier.graceMissing === null ? null : (
        <s-text>{words.t('tier.grace', { missing: missing(tier.graceMissing) })}</s-text>
      )}
      {nextTier === null ? null : (
        <s-text color="subdued">
          {words.t('tier.next', { missing: missing(nextTier.missing), tier: nextTier.name })}
        </s-text>
      )}
    </>
  );
}
