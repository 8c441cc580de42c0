/**
 * What a message may fill in. `ends` is the day on which the code ends, `products` what the customer bought, `points` their balance,
 * `points_name` what points are called, `points_ending` how many of them end next and `points_end` their last day, `reward` the cheapest one.
 */
export const MERGE_FIELDS = [
  'first_name',
  'shop_name',
  'code',
  'offer',
  'ends',
  'products',
  'points',
  'points_name',
  'points_ending',
  'points_end',
  'reward',
] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

/** Fields that only a message with an offer can fill. */
const OFFER_FIELDS: readonly MergeField[] = ['code', 'offer', 'ends'];

/** Values by field; what is absent or empty is filled by the fallback (`{{first_name|there}}`), without one by nothing. */
export type MergeValues = Readonly<Partial<Record<MergeField, string>>>;

/**
 * A merge field that cannot be filled. `unknown_field`: not on the list. `no_offer`: the message has no offer. `broken`: braces that do
 * not belong to a field. `line` and `column` count from 1, in characters.
 */
export type MergeFault = {
  problem: 'unknown_field' | 'no_offer' | 'broken';
  /** What stands there, as written. */
  found: string;
  line: number;
  column: number;
  /** In words, for a FieldIssue. */
  message: string;
  allowed: string;
};

/** Fields allowed in a message with or without an offer. */
export function mergeFieldsFor(message: { hasOffer: boolean }): readonly MergeField[] {
  return message.hasOffer ? MERGE_FIELDS : MERGE_FIELDS.filter((field) => !OFFER_FIELDS.includes(field));
}

/** A field in double braces, a lone pair of braces, or one in single braces around a known name (a slip worth naming). */
const TOKEN = new RegExp(
  `\\{\\{([^{}]*)\\}\\}|\\{\\{|\\}\\}|\\{\\s*(?:${MERGE_FIELDS.join('|')})\\s*(?:\\|[^{}]*)?\\}`,
  'g',
);

/** Every merge field of a text that could not be filled, in the order of the text; empty = the text is good. */
export function checkTemplate(
  text: string,
  message: { hasOffer: boolean } = { hasOffer: true },
): readonly MergeFault[] {
  const allowed = mergeFieldsFor(message);
  const faults: MergeFault[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const problem = problemOf(match, allowed);
    if (problem !== null) faults.push(faultAt(text, match, problem, allowed));
  }
  return faults;
}

/** Fills the fields of a text that `checkTemplate` found good; what it would refuse stays as it is written. */
export function fillTemplate(text: string, values: MergeValues): string {
  return text.replace(TOKEN, (written: string, inner: string | undefined) => {
    if (inner === undefined) return written;
    const { name, fallback } = parseField(inner);
    if (!isMergeField(name)) return written;
    return values[name] || fallback;
  });
}

function problemOf(match: RegExpExecArray, allowed: readonly MergeField[]): MergeFault['problem'] | null {
  const inner = match[1];
  if (inner === undefined) return 'broken';
  const { name } = parseField(inner);
  if (!isMergeField(name)) return name === '' ? 'broken' : 'unknown_field';
  return allowed.includes(name) ? null : 'no_offer';
}

function parseField(inner: string): { name: string; fallback: string } {
  const bar = inner.indexOf('|');
  if (bar < 0) return { name: inner.trim(), fallback: '' };
  return { name: inner.slice(0, bar).trim(), fallback: inner.slice(bar + 1).trim() };
}

function isMergeField(name: string): name is MergeField {
  return (MERGE_FIELDS as readonly string[]).includes(name);
}

function faultAt(
  text: string,
  match: RegExpExecArray,
  problem: MergeFault['problem'],
  allowed: readonly MergeField[],
): MergeFault {
  const before = text.slice(0, match.index);
  const line = before.split('\n').length;
  const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1;
  const found = match[0];
  const place = `at line ${line}, character ${column}`;
  const message = {
    unknown_field: `"${found}" ${place} is no merge field`,
    no_offer: `"${found}" ${place} needs an offer, and this message has none`,
    broken: `"${found}" ${place} is no whole merge field: write two braces on both sides of its name`,
  }[problem];
  return {
    problem,
    found,
    line,
    column,
    message,
    allowed: allowed.map((field) => `{{${field}}}`).join(', '),
  };
}
