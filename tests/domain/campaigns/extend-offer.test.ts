import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extendedEndsOn } from '../../../web/domain/campaigns/extend-offer.ts';
import type { Blackout } from '../../../web/domain/campaigns/settings.ts';
import { offerEndsOn } from '../../../web/domain/campaigns/timing.ts';

const TODAY = 20_500;
const off = (fromOn: number, toOn: number): Blackout => ({ name: 'Sale', fromOn, toOn });

test.for([
  ['no blackout', [], [], TODAY + 9, TODAY + 9],
  ['three days in its middle', [], [off(TODAY + 3, TODAY + 5)], TODAY + 9, TODAY + 12],
  ['days after its end', [], [off(TODAY + 20, TODAY + 25)], TODAY + 9, TODAY + 9],
  [
    'days that its new end runs into',
    [],
    [off(TODAY + 3, TODAY + 5), off(TODAY + 11, TODAY + 12)],
    TODAY + 9,
    TODAY + 14,
  ],
  ['days that lie behind', [], [off(TODAY - 5, TODAY - 1)], TODAY + 9, TODAY + 9],
  [
    'days it was lengthened by before',
    [off(TODAY + 3, TODAY + 5)],
    [off(TODAY + 3, TODAY + 5)],
    TODAY + 12,
    TODAY + 12,
  ],
  ['a blackout taken back', [off(TODAY + 3, TODAY + 5)], [], TODAY + 12, TODAY + 12],
  ['an offer whose every day left was a blackout', [off(TODAY, TODAY + 9)], [], TODAY + 9, TODAY + 9],
] as const)('%s → the end moves by exactly what was taken', ([_name, before, after, endsOn, expected]) => {
  expect(extendedEndsOn(endsOn, TODAY, { before, after })).toBe(expected);
});

const blackouts = fc.array(
  fc
    .tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: 0, max: 10 }))
    .map(([from, days]) => off(TODAY + from, TODAY + from + days)),
  { maxLength: 4 },
);

test('any blackouts → never shortened, as many open days left as before, saved twice no longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), blackouts, blackouts, (validDays, before, after) => {
      const endsOn = offerEndsOn(TODAY, validDays, before);
      const extended = extendedEndsOn(endsOn, TODAY, { before, after });
      expect(extended).toBe(Math.max(endsOn, offerEndsOn(TODAY, validDays, after)));
      expect(extendedEndsOn(extended, TODAY, { before: after, after })).toBe(extended);
    }),
  );
});
