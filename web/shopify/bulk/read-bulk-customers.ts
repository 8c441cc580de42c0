import { z } from 'zod';
import type { CustomerProfile } from '../../use-cases/ports.ts';
import { toProfile } from '../customers/customer-mapping.ts';
import { customerProfileShape } from '../operations/customer-operations.ts';
import { requireId } from '../orders/order-mapping.ts';
import { parseLine, streamLines } from './json-lines.ts';
import { read } from './read-bulk-orders.ts';

/** Streams the customers of a finished bulk query, `skip` of them first left out. */
export async function* readBulkCustomers(
  url: string,
  skip: number,
): AsyncGenerator<readonly CustomerProfile[]> {
  let left = skip;
  for await (const lines of streamLines(url)) {
    const wanted = lines.slice(left);
    left = Math.max(0, left - lines.length);
    const profiles = wanted.map((line) => toProfile(read(customerProfileShape, parseLine(line))));
    if (profiles.length > 0) yield profiles;
  }
}

const changedShape = z.object({ id: z.string(), updatedAt: z.string() });

/** Streams ids with the time of their last change. */
export async function* readBulkIds(url: string): AsyncGenerator<readonly { id: string; updatedAt: Date }[]> {
  for await (const lines of streamLines(url)) {
    const changed = lines.map((line) => read(changedShape, parseLine(line)));
    if (changed.length > 0)
      yield changed.map(({ id, updatedAt }) => ({
        id: requireId<string>(id),
        updatedAt: new Date(updatedAt),
      }));
  }
}
