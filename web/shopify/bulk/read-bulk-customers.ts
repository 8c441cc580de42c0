import { z } from 'zod';
import type { CustomerProfile, UnreadableLine } from '../../use-cases/ports.ts';
import { toProfile } from '../customers/customer-mapping.ts';
import { customerProfileShape } from '../operations/customer-operations.ts';
import { requireId } from '../orders/order-mapping.ts';
import { parseLine, streamLines } from './json-lines.ts';
import { read } from './read-bulk-orders.ts';

type LeftOut = (line: UnreadableLine) => void;

/** Streams the customers of a finished bulk query, `skip` of them first left out; unreadable lines are told and left out. */
export function readBulkCustomers(
  url: string,
  skip: number,
  leftOut?: LeftOut,
): AsyncGenerator<readonly CustomerProfile[]> {
  return readRoots(url, { skip, leftOut }, (line) => toProfile(read(customerProfileShape, parseLine(line))));
}

const changedShape = z.object({ id: z.string(), updatedAt: z.string() });

/** Streams ids with the time of their last change; what is no id is left out. */
export function readBulkIds(url: string): AsyncGenerator<readonly { id: string; updatedAt: Date }[]> {
  return readRoots(url, { skip: 0 }, (line) => {
    const { id, updatedAt } = read(changedShape, parseLine(line));
    return { id: requireId<string>(id), updatedAt: new Date(updatedAt) };
  });
}

/** A file of which every line is an object by itself. */
async function* readRoots<T>(
  url: string,
  { skip, leftOut }: { skip: number; leftOut?: LeftOut | undefined },
  toRoot: (line: string) => T,
): AsyncGenerator<readonly T[]> {
  let lineNumber = 0;
  for await (const lines of streamLines(url)) {
    const roots: T[] = [];
    for (const line of lines) {
      lineNumber += 1;
      if (lineNumber <= skip) continue;
      try {
        roots.push(toRoot(line));
      } catch (cause) {
        leftOut?.({ lineNumber, rootObject: true, cause });
      }
    }
    if (roots.length > 0) yield roots;
  }
}
