import { AppError } from '../../domain/shared/errors.ts';
import type { Log } from '../ports.ts';

const AWAY: ReadonlySet<string> = new Set(['SHOPIFY_UNAVAILABLE', 'SHOPIFY_REFUSED', 'NEEDS_REAUTH']);

/** Null when Shopify cannot be asked now; every other error is ours and goes on. */
export async function unlessAway<T>(log: Log, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    const away = error instanceof AppError && AWAY.has(error.code);
    if (!away) throw error;
    log.warn({ code: error.code }, 'Shopify did not answer, the screen goes without names');
    return null;
  }
}
