import { describe, expect, it } from 'vitest';
import { advance, type StepOutcome, startPosition } from '../../../web/domain/campaigns/advance.ts';
import { someTerms } from './people.ts';

const terms = someTerms('win_back');
const enrolledAt = new Date('2026-06-15T12:00Z');
const start = { enrolledAt, ...startPosition(enrolledAt, terms, 'UTC') };
const sent: StepOutcome = { outcome: 'counted', reason: 'due' };
const move = (from: typeof start, outcome: StepOutcome) => ({
  enrolledAt,
  ...advance(from, outcome, terms, 'UTC').position,
});

describe('the enrolment’s machine', () => {
  it('enrolled → the first step is due at once, until the end of its last day', () => {
    expect(start).toMatchObject({
      state: 'waiting',
      step: 0,
      dueAt: enrolledAt,
      validUntil: new Date('2026-06-23T00:00Z'),
    });
  });

  it('sent, held out or skipped → the next step by the days since enrolment; after the last finished', () => {
    const second = move(start, sent);
    expect(second).toMatchObject({ state: 'waiting', step: 1, dueAt: new Date('2026-06-25T00:00Z') });
    const third = move(second, { outcome: 'skipped', reason: 'waited_too_long' });
    expect(third).toMatchObject({ state: 'waiting', step: 2, dueAt: new Date('2026-07-25T00:00Z') });
    const over = { state: 'finished', step: 3, dueAt: null, validUntil: null };
    expect(move(third, { outcome: 'counted', reason: 'held_out' })).toMatchObject(over);
  });

  it('deferred → the same step and validity, due later, and the reason is told', () => {
    const until = new Date('2026-06-20T09:00Z');
    const moved = advance(start, { outcome: 'deferred', reason: 'message_cap', until }, terms, 'UTC');
    expect(moved).toEqual({
      position: { state: 'waiting', step: 0, dueAt: until, validUntil: start.validUntil },
      reason: 'message_cap',
    });
  });

  it('stopped → final: no other outcome is taken', () => {
    const stopped = move(start, { outcome: 'stopped', reason: 'bought' });
    expect(stopped).toMatchObject({ state: 'stopped', step: 0, dueAt: null });
    expect(() => advance(stopped, sent, terms, 'UTC')).toThrow(RangeError);
  });
});
