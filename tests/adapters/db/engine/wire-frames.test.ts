import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader, textMessage } from '../../../../web/db/engine/wire-frames.ts';

const startup = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
const terminate = Buffer.from('X\0\0\0\x04', 'latin1');
const sync = Buffer.from('S\0\0\0\x04', 'latin1');
const execute = Buffer.from('E\0\0\0\x09\0\0\0\0\0', 'latin1');

function parse(sql: string): Buffer {
  const body = Buffer.from(`\0${sql}\0\0\0`);
  const head = Buffer.from('P\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

test('messages cut at any byte → the same messages come out, whole and in order', () => {
  const whole = Buffer.concat([startup, textMessage('Q', 'SELECT 1'), parse('SELECT $1'), execute, sync]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 12 }), (cuts) => {
      const reader = new FrameReader();
      const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const taken = places.slice(1).map((end, n) => reader.take(whole.subarray(places[n], end)));
      expect(Buffer.concat(taken.map(({ bytes }) => bytes))).toEqual(whole);
      expect(taken.reduce((sum, { messages }) => sum + messages, 0)).toBe(5);
      expect(taken.some(({ messages, bytes }) => (messages === 0) !== (bytes.length === 0))).toBe(false);
    }),
  );
});

test('a part of a message → nothing is passed on until the rest arrives', () => {
  const reader = new FrameReader();
  reader.take(startup);
  const query = textMessage('Q', 'SELECT 1');
  expect(reader.take(query.subarray(0, 7))).toMatchObject({ messages: 0, endsInSync: false });
  expect(reader.take(query.subarray(7))).toMatchObject({ messages: 1, endsInSync: true });
});

test('an extended query without Sync → its answer need not end with ReadyForQuery', () => {
  const reader = new FrameReader();
  reader.take(startup);
  expect(reader.take(parse('SELECT 1')).endsInSync).toBe(false);
  expect(reader.take(sync).endsInSync).toBe(true);
});

test('terminate → goodbye, and it is not passed on to the engine', () => {
  const reader = new FrameReader();
  reader.take(startup);
  expect(reader.take(terminate)).toMatchObject({ messages: 0, goodbye: true });
});

test('COPY FROM STDIN, simple or prepared → a CopyFail follows it', () => {
  const simple = new FrameReader();
  simple.take(startup);
  expect(simple.take(textMessage('Q', 'copy t from StdIn')).messages).toBe(2);
  const prepared = new FrameReader();
  prepared.take(startup);
  expect(prepared.take(parse('COPY t FROM STDIN')).messages).toBe(1);
  expect(prepared.take(Buffer.concat([execute, sync])).messages).toBe(3);
});
