import { badRequest } from './refusal.ts';

export type Comparator = ':' | ':>' | ':>=' | ':<' | ':<=';

/** One `field:value`; `field` is empty for a bare word. */
export interface SearchTerm {
  readonly kind: 'term';
  readonly field: string;
  readonly comparator: Comparator;
  readonly value: string;
  readonly quoted: boolean;
}

export type SearchNode =
  | SearchTerm
  | { readonly kind: 'and' | 'or'; readonly parts: readonly SearchNode[] }
  | { readonly kind: 'not'; readonly part: SearchNode };

interface Token {
  readonly kind: 'word' | 'open' | 'close';
  readonly text: string;
  readonly term?: SearchTerm;
}

const TERM = /^(?:([A-Za-z_][\w.]*)(:>=|:<=|:>|:<|:))?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()"']+|)/;

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let rest = query.trimStart();
  while (rest !== '') {
    const first = rest[0];
    if (first === '(' || first === ')') {
      tokens.push({ kind: first === '(' ? 'open' : 'close', text: first });
      rest = rest.slice(1).trimStart();
      continue;
    }
    const minus = first === '-' ? '-' : '';
    const match = TERM.exec(rest.slice(minus.length));
    if (match === null || match[0] === '')
      throw badRequest(`Invalid search query near "${rest.slice(0, 20)}"`);
    if (minus === '-') tokens.push({ kind: 'word', text: 'NOT' });
    tokens.push({ kind: 'word', text: match[0], term: termOf(match) });
    rest = rest.slice(minus.length + match[0].length).trimStart();
  }
  return tokens;
}

function termOf(match: RegExpExecArray): SearchTerm {
  const raw = match[3] ?? '';
  const quoted = /^["']/.test(raw);
  const value = quoted ? raw.slice(1, -1).replace(/\\(.)/g, '$1') : raw;
  const comparator = (match[2] ?? ':') as Comparator;
  return { kind: 'term', field: (match[1] ?? '').toLowerCase(), comparator, value, quoted };
}

/** Shopify's search syntax: `a:1 AND b:>2`, a blank is AND, OR, NOT and `-`, brackets, quotes. Empty: undefined. */
export function parseSearch(query: string | null | undefined): SearchNode | undefined {
  const tokens = tokenize(query ?? '');
  if (tokens.length === 0) return undefined;
  let at = 0;
  const isWord = (text: string): boolean => {
    const token = tokens[at];
    return token?.kind === 'word' && token.text === text;
  };
  const either = (): SearchNode => {
    const parts = [all()];
    while (isWord('OR')) {
      at += 1;
      parts.push(all());
    }
    const only = parts[0];
    return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts };
  };
  const all = (): SearchNode => {
    const parts = [one()];
    while (at < tokens.length && tokens[at]?.kind !== 'close' && !isWord('OR')) {
      if (isWord('AND')) at += 1;
      parts.push(one());
    }
    const only = parts[0];
    return parts.length === 1 && only !== undefined ? only : { kind: 'and', parts };
  };
  const one = (): SearchNode => {
    if (isWord('NOT')) {
      at += 1;
      return { kind: 'not', part: one() };
    }
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'open') {
      const inner = either();
      if (tokens[at]?.kind !== 'close') throw badRequest('Invalid search query: a bracket is not closed');
      at += 1;
      return inner;
    }
    if (token?.term === undefined) throw badRequest('Invalid search query: a term is missing');
    return token.term;
  };
  const node = either();
  if (at < tokens.length) throw badRequest('Invalid search query: a bracket is closed that was not opened');
  return node;
}

/** Makes the test of one term, once per query; throws badRequest for a value it cannot read. */
export type TermTest<T> = (term: SearchTerm) => (record: T) => boolean;

/** A test for records, or undefined where everything matches. An unknown field is refused by name. */
export function compileSearch<T>(
  node: SearchNode | undefined,
  fields: Readonly<Record<string, TermTest<T>>>,
): ((record: T) => boolean) | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'not') {
    const inner = compileSearch(node.part, fields);
    return (record) => inner?.(record) !== true;
  }
  if (node.kind === 'term') {
    const test = Object.hasOwn(fields, node.field) ? fields[node.field] : undefined;
    if (test === undefined) {
      const what = node.field === '' ? `free text "${node.value}"` : `field ${node.field}`;
      throw badRequest(`Invalid search query: the local Shopify does not search by ${what}`);
    }
    return test(node);
  }
  const parts = node.parts.map((part) => compileSearch(part, fields));
  return node.kind === 'and'
    ? (record) => parts.every((part) => part?.(record) === true)
    : (record) => parts.some((part) => part?.(record) === true);
}

/** The terms every match must satisfy: what an index can use. */
export function requiredTerms(node: SearchNode | undefined): readonly SearchTerm[] {
  if (node === undefined) return [];
  if (node.kind === 'term') return [node];
  return node.kind === 'and' ? node.parts.flatMap(requiredTerms) : [];
}
