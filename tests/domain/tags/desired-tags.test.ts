import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, type Rules } from '../../../web/domain/rules.ts';
import { desiredTags, ownedTags, tagDifference, tagIssues } from '../../../web/domain/tags/desired-tags.ts';

const withTags = (tags: Partial<Rules['tags']>): Rules => ({
  ...DEFAULT_RULES,
  tags: { ...DEFAULT_RULES.tags, ...tags },
});
const named = withTags({ marks: { at_risk: 'at-risk' } });

describe('the tags we want on a customer', () => {
  it('the stage, and the marks that have a name, behind the prefix', () => {
    expect(desiredTags('repeat', ['at_risk', 'top_quarter'], named)).toEqual([
      'encore-repeat',
      'encore-at-risk',
    ]);
    expect(desiredTags('first_time', [], named)).toEqual(['encore-first-time']);
  });

  it('without a stage, or with tags off → none', () => {
    expect(desiredTags(null, [], named)).toEqual([]);
    expect(desiredTags('vip', [], withTags({ enabled: false }))).toEqual([]);
  });
});

describe('the tag difference', () => {
  const owned = ownedTags(named, [withTags({ prefix: 'old-' })]);

  it("adds what is missing, takes off what is ours and no longer wanted, leaves others' tags alone", () => {
    const standing = ['encore-lapsed', 'old-vip', 'vip', 'encore-custom', 'wholesale'];
    expect(tagDifference({ standing, desired: ['encore-repeat'], owned })).toEqual({
      add: ['encore-repeat'],
      remove: ['encore-lapsed', 'old-vip'],
    });
  });

  it('what stands already, in any case of letters → nothing to do', () => {
    expect(tagDifference({ standing: ['Encore-VIP'], desired: ['encore-vip'], owned })).toEqual({
      add: [],
      remove: [],
    });
    expect(tagDifference({ standing: ['Encore-VIP'], desired: [], owned }).remove).toEqual(['Encore-VIP']);
  });
});

describe('tag names', () => {
  const faults = (tags: Partial<Rules['tags']>) => tagIssues(withTags(tags)).map(({ field }) => field);
  const stages = DEFAULT_RULES.tags.stages;

  it('of the defaults are fine', () => {
    expect(tagIssues(DEFAULT_RULES)).toEqual([]);
  });

  it('with a comma, empty, padded, too long with the prefix, or alike → the field is named', () => {
    expect(faults({ stages: { ...stages, vip: 'a,b' } })).toEqual(['tags.stages.vip']);
    expect(faults({ stages: { ...stages, vip: ' ' } })).toEqual(['tags.stages.vip']);
    expect(faults({ stages: { ...stages, vip: ' vip' } })).toEqual(['tags.stages.vip']);
    expect(faults({ stages: { ...stages, vip: 'v'.repeat(34) } })).toEqual(['tags.stages.vip']);
    expect(faults({ stages: { ...stages, vip: 'v'.repeat(33) } })).toEqual([]);
    expect(faults({ marks: { long_gone: 'LAPSED' } })).toEqual(['tags.marks.long_gone']);
    expect(faults({ prefix: 'a,' })).toEqual(['tags.prefix']);
    expect(faults({ prefix: 'p'.repeat(21) })[0]).toBe('tags.prefix');
  });
});
