import { expect, test } from 'vitest';
import { CoalescedInsert } from '../../../../web/db/coalesced-insert.ts';

/** A write that ends when the test says so; remembers what each call carried. */
function heldWrite() {
  const calls: { items: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      calls.push({ items, finish: () => resolve(items.map((item) => item.toUpperCase())), fail: reject });
    });
  return { calls, write };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const limits = { maxRows: 3, maxBytes: 10, bytesOf: (item: string) => item.length };

test('items that arrive while a write is in flight → one next write, each answered after its own', async () => {
  const { calls, write } = heldWrite();
  const insert = new CoalescedInsert(write, limits);
  const answered: string[] = [];
  const note = (answer: string) => answered.push(answer);
  const first = insert.add('a').then(note);
  await turn();
  const second = insert.add('b').then(note);
  const third = insert.add('c').then(note);
  await turn();
  expect(calls.map((call) => call.items)).toEqual([['a']]);
  calls[0]?.finish();
  await first;
  await turn();
  expect(answered).toEqual(['A']);
  expect(calls.map((call) => call.items)).toEqual([['a'], ['b', 'c']]);
  calls[1]?.finish();
  await Promise.all([second, third]);
  expect(answered).toEqual(['A', 'B', 'C']);
});

test('more than the limits of a write → several writes; an item over the byte limit goes alone', async () => {
  const carried: (readonly string[])[] = [];
  const insert = new CoalescedInsert(async (items: readonly string[]) => {
    carried.push(items);
    return items;
  }, limits);
  await Promise.all(['1', '2', '3', '4', 'x'.repeat(9), 'y'.repeat(40), 'z'].map((item) => insert.add(item)));
  expect(carried).toEqual([['1', '2', '3'], ['4', 'x'.repeat(9)], ['y'.repeat(40)], ['z']]);
});

test('many senders, each again once answered → two writes take turns, neither carries all', async () => {
  const { calls, write } = heldWrite();
  const insert = new CoalescedInsert(write, { ...limits, maxRows: 200, maxBytes: 1_000 });
  let open = true;
  const sender = async () => {
    while (open) {
      await insert.add('a');
      await turn();
    }
  };
  const senders = Array.from({ length: 32 }, sender);
  const answer = async (n: number) => {
    calls[n]?.finish();
    for (let turns = 0; turns < 3; turns++) await turn();
  };
  await turn();
  for (let n = 0; n < 5; n++) await answer(n);
  expect(calls.map(({ items }) => items.length)).toEqual([16, 16, 16, 16, 16, 16]);
  open = false;
  for (let n = 5; n < 8; n++) await answer(n);
  await Promise.all(senders);
});

test('a write fails → those it carried fail, the next write goes on', async () => {
  const { calls, write } = heldWrite();
  const insert = new CoalescedInsert(write, limits);
  const first = insert.add('a');
  await turn();
  const second = insert.add('b');
  calls[0]?.fail(new Error('no connection'));
  await expect(first).rejects.toThrow('no connection');
  await turn();
  calls[1]?.finish();
  await expect(second).resolves.toBe('B');
});

test('a write that forgets an item → that item is refused, not left waiting', async () => {
  const insert = new CoalescedInsert(async () => ['only one'], limits);
  const [first, second] = await Promise.allSettled([insert.add('a'), insert.add('b')]);
  expect(first).toMatchObject({ status: 'fulfilled', value: 'only one' });
  expect(second.status).toBe('rejected');
});
