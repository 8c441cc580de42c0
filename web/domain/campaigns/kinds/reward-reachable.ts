import { type KindRule, type Match, NO_MATCH } from './kind.ts';
import { ANY_DAY, EVERYONE, MAIL_ONLY, step } from './preset-parts.ts';

/** News that is older is none. */
const LAST_DAY = 30;

/**
 * Points enough for a reward: members whose balance came to suffice for the cheapest active one, once for each time that it does,
 * and no more once it is spent.
 */
export const rewardReachable: KindRule = {
  kind: 'reward_reachable',
  preset: {
    kind: 'reward_reachable',
    name: 'Points enough for a reward',
    audience: EVERYONE,
    steps: [step('reward_reachable', 0, 14)],
    arms: [{ name: 'Message', offers: [null] }],
    channels: MAIL_ONLY,
    backlogPerDay: null,
    priority: 40,
  },
  available: () => true,
  matchOn: ({ points }, _terms, _model, todayOn): Match => {
    const sinceOn = points?.rewardSinceOn ?? null;
    if (sinceOn === null || todayOn < sinceOn || todayOn > sinceOn + LAST_DAY) return NO_MATCH;
    return { matches: true, triggerOn: sinceOn, sinceOn, validUntilOn: sinceOn + LAST_DAY };
  },
  lostOn: ({ points }, _model, _todayOn, triggerOn) =>
    points?.rewardSinceOn === triggerOn ? null : 'no_longer_matches',
  boundsOn: (_terms, _model, todayOn) => ({
    stages: ['first_time', 'repeat', 'vip', 'lapsed'],
    mark: null,
    frequency: null,
    lastOn: ANY_DAY,
    lastOccasionOn: ANY_DAY,
    member: { by: 'reward', fromOn: todayOn - LAST_DAY, toOn: todayOn },
  }),
};
