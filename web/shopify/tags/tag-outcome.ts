import type { TagOutcome } from '../../use-cases/ports.ts';
import type { TagResult } from '../operations/tag-operations.ts';

/** What one tagsAdd or tagsRemove came to, without saying for whom. */
export type TagVerdict =
  | { outcome: 'done' }
  | { outcome: 'gone' }
  | { outcome: 'refused'; message: string }
  | { outcome: 'unknown' };

const NO_SUCH_CUSTOMER = /does not exist|not found|could ?n[o']t find|invalid id/i;

/** Reads the payload; a customer that was merged or deleted is `gone`. */
export function verdictOf(result: TagResult): TagVerdict {
  if (!result) return { outcome: 'unknown' };
  const first = result.userErrors[0];
  if (!first) return { outcome: 'done' };
  const aboutId = first.field === null || first.field === undefined || first.field.includes('id');
  if (aboutId && NO_SUCH_CUSTOMER.test(first.message)) return { outcome: 'gone' };
  return { outcome: 'refused', message: first.message };
}

/** Top-level errors of a bulk line or call tell a missing customer the same way. */
export function verdictOfMessage(message: string): TagVerdict {
  return NO_SUCH_CUSTOMER.test(message) ? { outcome: 'gone' } : { outcome: 'refused', message };
}

const SEVERITY: Record<TagVerdict['outcome'], number> = { gone: 3, refused: 2, unknown: 1, done: 0 };

/** Of what was removed and what was added the worse counts. */
export function worse(a: TagVerdict, b: TagVerdict): TagVerdict {
  return SEVERITY[a.outcome] >= SEVERITY[b.outcome] ? a : b;
}

export function outcomeFor(customerId: TagOutcome['customerId'], verdict: TagVerdict): TagOutcome {
  return { customerId, ...verdict };
}
