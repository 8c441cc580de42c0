import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate, fillTemplate, MERGE_FIELDS } from '../../../web/domain/campaigns/merge-fields.ts';

const ALL =
  '{{first_name}}, {{shop_name}}, {{code}}, {{offer}}, {{ends}}, {{products}}, {{points}}, {{points_name}}, {{points_ending}}, {{points_end}}, {{reward}}';

describe('checkTemplate', () => {
  it('every field, with and without a fallback, spaces inside → good', () => {
    const text = MERGE_FIELDS.map(
      (field) => `{{${field}}} {{ ${field} | some words, even with % and <b> }}`,
    ).join('\n');
    expect(checkTemplate(text)).toEqual([]);
  });

  it('single braces around other words → plain text', () => {
    expect(checkTemplate('a {smile} and {} and }{')).toEqual([]);
  });

  it('an unknown field → named with its place and what is allowed', () => {
    expect(checkTemplate('Hi {{first_name}},\nวันนี้ {{last_name|x}}!')).toEqual([
      {
        problem: 'unknown_field',
        found: '{{last_name|x}}',
        line: 2,
        column: 8,
        message: '"{{last_name|x}}" at line 2, character 8 is no merge field',
        allowed: ALL,
      },
    ]);
  });

  it.each([
    ['Hi {{first_name', '{{', 4],
    ['Hi {{first_name}', '{{', 4],
    ['Hi first_name}}', '}}', 14],
    ['Hi {{}}', '{{}}', 4],
    ['Hi {{|you}}', '{{|you}}', 4],
    ['Hi {first_name}', '{first_name}', 4],
    ['Hi { first_name | you }', '{ first_name | you }', 4],
  ])('%s → broken, at its place', (text, found, column) => {
    expect(checkTemplate(text)[0]).toMatchObject({ problem: 'broken', found, line: 1, column });
  });

  it('capitals or spaces in a name → no field of that name', () => {
    expect(checkTemplate('{{First_Name}} {{first name}}').map(({ problem }) => problem)).toEqual([
      'unknown_field',
      'unknown_field',
    ]);
  });

  it('fields of an offer in a message without one → refused, and not among the allowed', () => {
    const [fault, ...others] = checkTemplate('{{first_name}} {{code}}', { hasOffer: false });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ problem: 'no_offer', found: '{{code}}' });
    expect(fault?.allowed).toBe(
      '{{first_name}}, {{shop_name}}, {{products}}, {{points}}, {{points_name}}, {{points_ending}}, {{points_end}}, {{reward}}',
    );
  });

  it('several faults → all of them, in order', () => {
    expect(checkTemplate('{{a}} {{code}} {{b').map(({ found }) => found)).toEqual(['{{a}}', '{{']);
  });
});

describe('fillTemplate', () => {
  it('a value → put in; none or an empty one → the fallback, without one nothing', () => {
    const text = 'Hi {{first_name|there}}, {{shop_name}}{{points}}';
    expect(fillTemplate(text, { first_name: 'Mai', shop_name: 'Tea' })).toBe('Hi Mai, Tea');
    expect(fillTemplate(text, { first_name: '', shop_name: 'Tea', points: '12' })).toBe('Hi there, Tea12');
  });

  it('a value that looks like a field or a pattern → stands as it is', () => {
    expect(fillTemplate('{{first_name}}', { first_name: '{{code}} $& $1', code: 'SECRET' })).toBe(
      '{{code}} $& $1',
    );
  });

  it('any text that is good → no braces of fields are left, plain text is untouched', () => {
    const part = fc.oneof(
      fc.string().map((text) => text.replaceAll(/[{}]/g, '')),
      fc.constantFrom(...MERGE_FIELDS).map((field) => `{{${field}|x}}`),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        expect(checkTemplate(text)).toEqual([]);
        expect(fillTemplate(text, {})).toBe(parts.map((each) => each.replace(/^\{\{.*\}\}$/s, 'x')).join(''));
      }),
    );
  });
});
