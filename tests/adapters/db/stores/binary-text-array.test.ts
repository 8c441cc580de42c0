import { expect, test } from 'vitest';
import { binaryTextArray, keptMemory } from '../../../../web/db/binary-text-array.ts';

test('kept memory → the same bytes as fresh, whether it has to grow or holds longer remains', () => {
  const memory = keptMemory();
  for (const texts of [['a'], ['long '.repeat(1_000), 'ภาษา'], [], [Buffer.from('é'), 'b'], ['']])
    expect(binaryTextArray(texts, memory)).toEqual(binaryTextArray(texts));
});

test('a second array out of kept memory → in the place of the first', () => {
  const memory = keptMemory();
  const first = binaryTextArray(['first'], memory);
  const second = binaryTextArray(['again'], memory);
  expect(first.buffer).toBe(second.buffer);
  expect(first.subarray(-5).toString()).toBe('again');
});
