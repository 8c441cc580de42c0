import { shopifyIdSchema } from '../contract/values.ts';
import { AppError } from '../domain/shared/errors.ts';

/** A page position as an opaque cursor: the sort value and the id of the last row seen. */
export function toCursor(value: number, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** A page of rows read with one more than its limit; `last` = the row the next page starts after, where there is one. */
export function cutPage<T>(rows: readonly T[], limit: number): { items: readonly T[]; last: T | undefined } {
  const items = rows.slice(0, limit);
  return { items, last: rows.length > limit ? items.at(-1) : undefined };
}

/** Whether a text is an id of Shopify. */
export function isShopifyId(id: string): boolean {
  return shopifyIdSchema.safeParse(id).success;
}

/** Furthest moment a date can stand for, ms from 1970; every other sort value is smaller. */
const LARGEST_VALUE = 8.64e15;

/** The position behind a cursor of a list whose rows have such ids. Throws INVALID_INPUT for anything this server did not write. */
export function fromCursor(cursor: string, isId: (id: string) => boolean): { value: number; id: string } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(parsed) &&
      Number.isSafeInteger(parsed[0]) &&
      Math.abs(parsed[0]) <= LARGEST_VALUE &&
      typeof parsed[1] === 'string' &&
      isId(parsed[1])
    ) {
      return { value: Number(parsed[0]), id: parsed[1] };
    }
  } catch {
    // Falls through: malformed text and a wrong shape get the same answer.
  }
  const issue = {
    field: 'after',
    message: 'is no cursor of this list',
    allowed: 'the `next` of an earlier page',
  };
  throw new AppError('INVALID_INPUT', 'after is no cursor of this list', { issues: [issue] });
}
