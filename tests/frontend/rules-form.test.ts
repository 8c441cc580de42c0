import { describe, expect, test } from 'vitest';
import {
  checkRules,
  type RulesForm,
  toForm,
  toRules,
} from '../../web/frontend/features/settings/rules-form.ts';
import { RULES } from './fixture/answers.ts';

const base = toForm(RULES, RULES);
const errorsOf = (change: Partial<RulesForm>) =>
  Object.fromEntries(
    [...checkRules(toRules({ ...base, ...change }))].map(([field, { message }]) => [field, message]),
  );

describe('the settings form', () => {
  test('untouched → saves exactly what was loaded', () => {
    expect(toRules(base)).toEqual(RULES);
    expect(errorsOf({})).toEqual({});
  });

  test('an empty lapse limit → measured; a typed one → the merchant’s', () => {
    expect(toRules({ ...base, lapseLaterDays: ' ' }).lapseLaterDays).toBeNull();
    expect(toRules({ ...base, lapseLaterDays: '90' }).lapseLaterDays).toBe(90);
  });

  test('a percentage with a decimal → a share without rounding dust', () => {
    expect(toRules({ ...base, topPercentile: '72.5' }).topPercentile).toBe(0.725);
  });

  test('a mark switched off → leaves the rules and keeps its name in the field', () => {
    const form = { ...base, markTags: { ...base.markTags, at_risk: { on: false, name: 'at-risk' } } };
    expect(toRules(form).tags.marks).toEqual({ back_again: 'back-again' });
  });

  test.each([
    ['text in a number', { provisionalDays: 'soon' }, { provisionalDays: 'whole_number_in_range' }],
    ['half a day', { provisionalDays: '30.5' }, { provisionalDays: 'whole_number_in_range' }],
    ['a limit under 14 days', { lapseLaterDays: '13' }, { lapseLaterDays: 'whole_number_in_range' }],
    ['a percentile of 100', { topPercentile: '100' }, { topPercentile: 'percent_in_range' }],
    ['keep above enter', { vipKeepPercentile: '80' }, { vipKeepPercentile: 'keep_above_enter' }],
    ['a comma in the prefix', { prefix: 'a,' }, { 'tags.prefix': 'tag_comma' }],
    ['our own tag left out', { excludedTags: ['Encore-VIP'] }, { 'excludedTags.0': 'excluded_is_ours' }],
  ])('%s → refused at its field', (_case, change, errors) => {
    expect(errorsOf(change)).toEqual(errors);
  });

  test('two stages with one tag → refused, whatever the case of the letters', () => {
    const stageTags = { ...base.stageTags, vip: 'Repeat' };
    expect(errorsOf({ stageTags })).toEqual({ 'tags.stages.vip': 'tag_twice' });
  });

  test('a tag of 40 characters → allowed alone, too long behind a prefix', () => {
    const stageTags = { ...base.stageTags, vip: 'v'.repeat(40) };
    expect(errorsOf({ stageTags, prefix: '' })).toEqual({});
    expect(errorsOf({ stageTags, prefix: 'e-' })).toEqual({ 'tags.stages.vip': 'tag_too_long_with_prefix' });
    const allowed = checkRules(toRules({ ...base, stageTags, prefix: 'e-' })).get('tags.stages.vip')?.allowed;
    expect(allowed).toBe('1–38');
  });
});
