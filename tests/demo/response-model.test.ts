import { expect, test } from 'vitest';
import { createRandom } from '../dev-store/seed/random.ts';
import { drawAnswer, RESPONSE } from './response-model.ts';

const MAILS = 20_000;

function answers(hasOffer: boolean) {
  const random = createRandom(7);
  return Array.from({ length: MAILS }, () => drawAnswer(random, { hasOffer }));
}

test('mails with an offer → as many are moved as the model states, all within its last day', () => {
  const buys = answers(true).flatMap(({ buysAfterDays }) => buysAfterDays ?? []);
  const inTime = 1 - Math.exp(-RESPONSE.lastDay / RESPONSE.meanDelayDays);
  expect(buys.length / MAILS).toBeCloseTo(RESPONSE.offerUplift * inTime, 1.8);
  expect(Math.max(...buys)).toBeLessThan(RESPONSE.lastDay);
});

test('a reminder without an offer → moves nobody', () => {
  expect(answers(false).filter(({ buysAfterDays }) => buysAfterDays !== null)).toHaveLength(
    RESPONSE.reminderUplift * MAILS,
  );
});

test('any mail → one in a hundred unsubscribes', () => {
  const leaving = answers(false).filter(({ unsubscribes }) => unsubscribes).length;
  expect(leaving / MAILS).toBeCloseTo(RESPONSE.unsubscribes, 2.3);
});
