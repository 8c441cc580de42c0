import type { CampaignTerms } from './campaign.ts';
import type { CampaignReason, Enrolment, EnrolmentState } from './enrolment.ts';
import { stepDueAt, stepValidUntil } from './timing.ts';

/**
 * The enrolment's machine. A step lies ahead while `waiting`; `finished` and `stopped` are final.
 *
 * | from     | outcome of the step       | to                                              |
 * | -------- | ------------------------- | ----------------------------------------------- |
 * | (none)   | enrolled                  | waiting, step 0, due now                        |
 * | waiting  | counted (sent, held out)  | waiting on the next step, or finished after all |
 * | waiting  | skipped                   | waiting on the next step, or finished after all |
 * | waiting  | deferred                  | waiting, same step, same validity, due later    |
 * | waiting  | stopped                   | stopped                                         |
 * | finished | anything                  | refused                                         |
 * | stopped  | anything                  | refused                                         |
 */
const MOVES: Readonly<Record<EnrolmentState, readonly StepOutcome['outcome'][]>> = {
  waiting: ['counted', 'skipped', 'deferred', 'stopped'],
  finished: [],
  stopped: [],
};

/** What became of the step that lay ahead. */
export type StepOutcome =
  | { outcome: 'counted'; reason: 'due' | 'held_out' }
  | { outcome: 'skipped' | 'stopped'; reason: CampaignReason }
  | { outcome: 'deferred'; reason: CampaignReason; until: Date };

/** The part of an enrolment that moves. */
export type EnrolmentPosition = Pick<Enrolment, 'state' | 'step' | 'dueAt' | 'validUntil'>;

/** A new place and why it was reached, to be written as one row of the enrolment's history. */
export type EnrolmentMove = { position: EnrolmentPosition; reason: CampaignReason };

/** Where an enrolment starts: its first step, due at once. Days are counted by the recipient's zone. */
export function startPosition(enrolledAt: Date, terms: CampaignTerms, zone: string): EnrolmentPosition {
  return positionAt(0, enrolledAt, terms, zone);
}

/** The next place after an outcome. RangeError where the table knows no such move. */
export function advance(
  enrolment: EnrolmentPosition & Pick<Enrolment, 'enrolledAt'>,
  outcome: StepOutcome,
  terms: CampaignTerms,
  zone: string,
): EnrolmentMove {
  if (!MOVES[enrolment.state].includes(outcome.outcome))
    throw new RangeError(`a ${enrolment.state} enrolment cannot be ${outcome.outcome}`);
  const { reason } = outcome;
  if (outcome.outcome === 'stopped') return { position: over('stopped', enrolment.step), reason };
  if (outcome.outcome === 'deferred') {
    const { state, step, validUntil } = enrolment;
    return { position: { state, step, dueAt: outcome.until, validUntil }, reason };
  }
  return { position: positionAt(enrolment.step + 1, enrolment.enrolledAt, terms, zone), reason };
}

function positionAt(step: number, enrolledAt: Date, terms: CampaignTerms, zone: string): EnrolmentPosition {
  const ahead = terms.steps[step];
  if (!ahead) return over('finished', step);
  return {
    state: 'waiting',
    step,
    dueAt: stepDueAt(enrolledAt, ahead, zone),
    validUntil: stepValidUntil(enrolledAt, ahead, zone),
  };
}

function over(state: 'finished' | 'stopped', step: number): EnrolmentPosition {
  return { state, step, dueAt: null, validUntil: null };
}
