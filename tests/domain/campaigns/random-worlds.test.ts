import { describe, expect, it } from 'vitest';
import { isService } from '../../../web/domain/campaigns/campaign.ts';
import { brokenPromises } from './oracle.ts';
import { type Entry, play, randomWorld } from './simulated-world.ts';

const WORLDS = 50;
const SIZE = { campaigns: 4, people: 200 };

/** What happened and when, without which side of the comparison it was. */
function timing(log: readonly Entry[]): string[] {
  return log.map(({ atMs, enrolment, decision }) => {
    const what =
      decision.decision === 'send' || decision.decision === 'hold_out' ? 'counted' : decision.decision;
    const until = decision.decision === 'defer' ? decision.until.toISOString() : '';
    return `${atMs} ${enrolment.enrolmentId}/${enrolment.step} ${what} ${until}`;
  });
}

describe('200 random campaigns, 10,000 customers', () => {
  it('no cap broken, nobody of the comparison group messaged, no deferred message lost, no turn taken', () => {
    const seen = { send: 0, hold_out: 0, defer: 0, skip: 0, stop: 0 };
    const reasons = new Map<string, number>();
    const services = { sent: 0, heldOut: 0, stopped: 0, boughtBefore: 0 };
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const world = randomWorld(seed, SIZE);
      for (const [index, person] of world.people.entries()) {
        const log = play(world, person);
        for (const { atMs, decision, enrolment } of log) {
          if (isService(world.campaigns[enrolment.campaignId]?.terms.kind ?? 'win_back')) {
            if (decision.decision === 'send') services.sent += 1;
            if (decision.decision === 'hold_out') services.heldOut += 1;
            if (decision.decision === 'stop') services.stopped += 1;
            if (decision.decision === 'send' && person.buysMs !== null && atMs >= person.buysMs)
              services.boughtBefore += 1;
          }
          seen[decision.decision] += 1;
          if ('reason' in decision) reasons.set(decision.reason, (reasons.get(decision.reason) ?? 0) + 1);
        }
        const broken = brokenPromises(world, person, log);
        if (broken.length > 0) expect({ seed, index, broken }).toEqual({ seed, index, broken: [] });
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1_000);
    for (const reason of ['message_cap', 'offer_cap', 'higher_priority', 'quiet_hours', 'blackout', 'paused'])
      expect(reasons.get(reason), reason).toBeGreaterThan(100);
    for (const what of ['sent', 'stopped', 'boughtBefore'] as const)
      expect(services[what], what).toBeGreaterThan(100);
    expect(services.heldOut).toBe(0);
    expect(reasons.get('waited_too_long')).toBeGreaterThan(1_000);
  }, 120_000);

  it('the same person held out or treated → the same steps at the same moments', () => {
    for (let seed = 1; seed <= WORLDS; seed += 5) {
      const world = randomWorld(seed, SIZE);
      for (const person of world.people)
        expect(timing(play(world, person, null))).toEqual(timing(play(world, person, 0)));
    }
  }, 60_000);
});
