import { describe, expect, test } from 'vitest';
import { guessColumns } from '../../web/frontend/features/loyalty/guess-columns.ts';
import { decodeFile, MAX_CHARACTERS, readTable } from '../../web/frontend/features/loyalty/read-table.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a file’s bytes as text', () => {
  test('UTF-8 with its mark, without it, UTF-16 as Excel writes it → the same text', () => {
    const text = 'Điểm,คะแนน\n1,2\n';
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from([...text].map((c) => c.charCodeAt(0))).buffer),
    ]);
    for (const bytes of [utf8(text), utf8(`\uFEFF${text}`), utf16])
      expect(decodeFile(bytes)).toEqual({ text });
  });

  test('another encoding, a picture, nothing, too much → refused with a reason', () => {
    expect(decodeFile(new Uint8Array([0x44, 0xe9, 0x6a, 0xe0]))).toEqual({ fault: 'not_text' });
    expect(decodeFile(utf8('PK\0\0'))).toEqual({ fault: 'not_text' });
    expect(decodeFile(utf8(' \n'))).toEqual({ fault: 'empty' });
    expect(decodeFile(utf8('1'.repeat(MAX_CHARACTERS + 1)))).toEqual({ fault: 'too_long' });
  });
});

describe('the first rows', () => {
  test.each([
    ['comma', 'a,b\n1,2'],
    ['semicolon', 'a;b\r\n1;2\r\n'],
    ['tab', 'a\tb\r1\t2'],
  ])('%s → told by the first line', (_, text) => {
    expect(readTable(text).rows).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('quotes around signs and line breaks, empty lines between → one cell each, no empty row', () => {
    expect(readTable('name,points\n\n"Thảo, ""T""\nHà Nội",5\n ,\nx,6').rows).toEqual([
      ['name', 'points'],
      ['Thảo, "T"\nHà Nội', '5'],
      ['x', '6'],
    ]);
  });

  test('a long file → six rows are read, no more', () => {
    expect(readTable('a,1\n'.repeat(5_000)).rows).toHaveLength(6);
  });
});

describe('which column is what', () => {
  test('e-mail, points and a last day in any order → found by their values, the first row as headings', () => {
    const table = readTable(
      'expires,points,name,email\n2027-03-31,"1,200",Ann,ann@example.com\n,5,Bo,bo@example.com',
    );
    expect(guessColumns(table)).toEqual({
      mapping: { customer: 3, customerBy: 'email', points: 1, expires: 0 },
      header: true,
    });
  });

  test('customer numbers without headings → the first row is a row', () => {
    expect(guessColumns(readTable('7000000000000000001;120\n7000000000000000002;-5'))).toEqual({
      mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
      header: false,
    });
  });

  test('nothing that can be recognised → the first columns, to be corrected', () => {
    expect(guessColumns(readTable('a,b\nc,d'))).toEqual({
      mapping: { customer: 0, customerBy: 'email', points: 1, expires: null },
      header: true,
    });
  });
});
