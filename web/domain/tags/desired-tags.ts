import { MARKS, type Mark, STAGES, type Stage } from '../lifecycle/stage.ts';
import type { FieldIssue } from '../shared/errors.ts';
import { MAX_PREFIX_LENGTH, MAX_TAG_LENGTH, OFFER_TAG, type TagRules } from './rule.ts';

/** The tags of ours that should stand on a customer: the stage's, then those of marks that have a name. Stage null or tags off: none. */
export function desiredTags(stage: Stage | null, marks: readonly Mark[], rules: TagRules): string[] {
  if (stage === null || !rules.tags.enabled) return [];
  const { prefix, stages, marks: markNames } = rules.tags;
  const named = MARKS.filter((mark) => marks.includes(mark)).flatMap((mark) => markNames[mark] ?? []);
  return [stages[stage], ...named].map((name) => prefix + name);
}

/** Every tag that is ours under these rules or was under earlier versions of them, and the offer tag; only these may be removed. */
export function ownedTags(rules: TagRules, earlier: readonly TagRules[] = []): Set<string> {
  return new Set([...[rules, ...earlier].flatMap(tagNames), OFFER_TAG]);
}

/**
 * What to add and remove so that exactly the desired tags of ours stand. Tags outside `owned` are never touched.
 * Shopify treats tags alike that differ only in case, so they are compared that way; a removal keeps the standing spelling.
 */
export function tagDifference(tags: {
  standing: readonly string[];
  desired: readonly string[];
  owned: ReadonlySet<string>;
}): { add: string[]; remove: string[] } {
  const standing = new Set(tags.standing.map(fold));
  const desired = new Set(tags.desired.map(fold));
  const owned = new Set([...tags.owned].map(fold));
  return {
    add: tags.desired.filter((tag) => !standing.has(fold(tag))),
    remove: tags.standing.filter((tag) => owned.has(fold(tag)) && !desired.has(fold(tag))),
  };
}

/** Faults of the tag names: empty, a comma, over 40 characters with the prefix, outer spaces, or two alike. */
export function tagIssues(rules: TagRules): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const { prefix } = rules.tags;
  if (prefix.includes(',') || prefix.length > MAX_PREFIX_LENGTH || prefix !== prefix.trimStart()) {
    const allowed = `at most ${MAX_PREFIX_LENGTH} characters, no comma, no space in front`;
    issues.push({ field: 'tags.prefix', message: `is "${prefix}"`, allowed });
  }
  const seen = new Map([[fold(OFFER_TAG), 'the tag of open offers']]);
  for (const [field, name] of namedTags(rules)) {
    const fault = nameFault(prefix + name, name) ?? alikeFault(seen.get(fold(prefix + name)));
    seen.set(fold(prefix + name), field);
    if (fault)
      issues.push({
        field,
        message: fault,
        allowed: `1 to ${MAX_TAG_LENGTH} characters with the prefix, no comma, no two alike`,
      });
  }
  return issues;
}

function nameFault(tag: string, name: string): string | null {
  if (name.trim() === '') return 'is empty';
  if (name.includes(',')) return `holds a comma: "${name}"`;
  if (name !== name.trim()) return `begins or ends with a space: "${name}"`;
  return tag.length > MAX_TAG_LENGTH ? `makes the tag "${tag}" ${tag.length} characters long` : null;
}

function alikeFault(other: string | undefined): string | null {
  return other === undefined ? null : `gives the same tag as ${other}`;
}

function namedTags(rules: TagRules): [field: string, name: string][] {
  const stages = STAGES.map((stage): [string, string] => [`tags.stages.${stage}`, rules.tags.stages[stage]]);
  const marks = MARKS.flatMap((mark): [string, string][] => {
    const name = rules.tags.marks[mark];
    return name === undefined ? [] : [[`tags.marks.${mark}`, name]];
  });
  return [...stages, ...marks];
}

function tagNames(rules: TagRules): string[] {
  return namedTags(rules).map(([, name]) => rules.tags.prefix + name);
}

function fold(tag: string): string {
  return tag.toLowerCase();
}
