/** Shopify's segment language, the part the local Shopify understands. Columns count from 0, as recorded errors do. */

export type SegmentOperator =
  | '='
  | '!='
  | '>'
  | '>='
  | '<'
  | '<='
  | 'CONTAINS'
  | 'NOT CONTAINS'
  | 'IS NULL'
  | 'IS NOT NULL';

export interface SegmentPredicate {
  readonly kind: 'predicate';
  readonly filter: string;
  readonly operator: SegmentOperator;
  readonly value: string;
}

export type SegmentNode =
  | SegmentPredicate
  | { readonly kind: 'and' | 'or'; readonly parts: readonly SegmentNode[] }
  | { readonly kind: 'not'; readonly part: SegmentNode };

export type SegmentParse =
  | { readonly ok: true; readonly node: SegmentNode }
  | { readonly ok: false; readonly problems: readonly string[] };

interface Token {
  readonly text: string;
  readonly column: number;
  readonly kind: 'word' | 'string' | 'operator' | 'bracket' | 'end';
}

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*')|(>=|<=|!=|=|>|<)|([()])|([^\s()'=<>!]+)|(.))/gy;

/** Filters known here, with the kind of value each compares. */
export const SEGMENT_FILTERS: Readonly<Record<string, 'list' | 'number' | 'date' | 'text'>> = {
  customer_tags: 'list',
  customer_countries: 'list',
  number_of_orders: 'number',
  amount_spent: 'number',
  last_order_date: 'date',
  first_order_date: 'date',
  customer_added_date: 'date',
  customer_email_domain: 'text',
  customer_language: 'text',
  email_subscription_status: 'text',
  sms_subscription_status: 'text',
  customer_account_status: 'text',
};

const OPERATORS: Readonly<Record<'list' | 'number' | 'date' | 'text', readonly SegmentOperator[]>> = {
  list: ['CONTAINS', 'NOT CONTAINS', 'IS NULL', 'IS NOT NULL'],
  number: ['=', '!=', '>', '>=', '<', '<='],
  date: ['=', '!=', '>', '>=', '<', '<=', 'IS NULL', 'IS NOT NULL'],
  text: ['=', '!=', 'IS NULL', 'IS NOT NULL'],
};

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  for (const match of query.matchAll(TOKEN)) {
    const [whole, string, operator, bracket, word, other] = match;
    const text = string ?? operator ?? bracket ?? word ?? other ?? '';
    const kind = string ? 'string' : operator ? 'operator' : bracket ? 'bracket' : 'word';
    if (text.trim() !== '') tokens.push({ text, column: match.index + whole.length - text.length, kind });
  }
  return [...tokens, { text: '', column: query.length, kind: 'end' }];
}

class SegmentSyntaxError extends Error {}

/** The parsed query, or what is wrong with it in Shopify's words. */
export function parseSegment(query: string): SegmentParse {
  const tokens = tokenize(query.replace(/\r?\n/g, ' '));
  const unknown: string[] = [];
  let at = 0;
  const peek = (): Token => tokens[at] ?? { text: '', column: query.length, kind: 'end' };
  const is = (word: string): boolean => peek().kind === 'word' && peek().text.toUpperCase() === word;
  const take = (word: string): boolean => {
    if (!is(word)) return false;
    at += 1;
    return true;
  };
  const unexpected = (): SegmentSyntaxError =>
    new SegmentSyntaxError(
      peek().kind === 'end'
        ? `Query Line 1 Column ${peek().column}: the query ends too early.`
        : `Query Line 1 Column ${peek().column}: '${peek().text}' is unexpected.`,
    );
  const bracket = (text: string): boolean => {
    if (peek().kind !== 'bracket' || peek().text !== text) return false;
    at += 1;
    return true;
  };
  const series = (word: 'AND' | 'OR', part: () => SegmentNode): SegmentNode => {
    const parts = [part()];
    while (take(word)) parts.push(part());
    const only = parts[0];
    return parts.length === 1 && only !== undefined ? only : { kind: word === 'AND' ? 'and' : 'or', parts };
  };
  const either = (): SegmentNode => series('OR', () => series('AND', one));
  const one = (): SegmentNode => {
    if (take('NOT')) return { kind: 'not', part: one() };
    if (!bracket('(')) return predicate();
    const inner = either();
    if (!bracket(')')) throw unexpected();
    return inner;
  };
  const predicate = (): SegmentPredicate => {
    const name = peek();
    if (name.kind !== 'word') throw unexpected();
    const kind = Object.hasOwn(SEGMENT_FILTERS, name.text) ? SEGMENT_FILTERS[name.text] : undefined;
    if (kind === undefined)
      unknown.push(`Query Line 1 Column ${name.column}: '${name.text}' filter cannot be found.`);
    at += 1;
    const operatorAt = peek();
    const operator = readOperator();
    if (kind !== undefined && !OPERATORS[kind].includes(operator)) {
      throw new SegmentSyntaxError(
        `Query Line 1 Column ${operatorAt.column}: '${name.text}' does not support operator '${operator}'.`,
      );
    }
    if (operator.startsWith('IS')) return { kind: 'predicate', filter: name.text, operator, value: '' };
    const value = peek();
    if (value.kind !== 'string' && value.kind !== 'word') throw unexpected();
    at += 1;
    const text = value.kind === 'string' ? value.text.slice(1, -1).replace(/\\(.)/g, '$1') : value.text;
    const needsString = kind === 'list' || kind === 'text';
    if (kind !== undefined && (value.kind === 'string') !== needsString) {
      throw new SegmentSyntaxError(`Query Line 1 Column ${value.column}: '${value.text}' is unexpected.`);
    }
    return { kind: 'predicate', filter: name.text, operator, value: text };
  };
  const readOperator = (): SegmentOperator => {
    if (peek().kind === 'operator') {
      const { text } = peek();
      at += 1;
      return text as SegmentOperator;
    }
    if (take('CONTAINS')) return 'CONTAINS';
    if (is('NOT') && tokens[at + 1]?.text.toUpperCase() === 'CONTAINS') {
      at += 2;
      return 'NOT CONTAINS';
    }
    if (!take('IS')) throw unexpected();
    const not = take('NOT');
    if (!take('NULL')) throw unexpected();
    return not ? 'IS NOT NULL' : 'IS NULL';
  };
  try {
    const node = either();
    if (peek().kind !== 'end') throw unexpected();
    return unknown.length > 0 ? { ok: false, problems: unknown } : { ok: true, node };
  } catch (error) {
    if (!(error instanceof SegmentSyntaxError)) throw error;
    return { ok: false, problems: [error.message, ...unknown] };
  }
}
