import { createHmac } from 'node:crypto';
import type { Poster } from '../use-cases/outward-port.ts';

const TIMEOUT_MS = 10_000;
/** Failures before the connection stood prove that nothing arrived. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Posts JSON to the merchant's address. `Encore-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`: the receiver checks
 * it with the secret and turns away what is older than some minutes. `Encore-Delivery` is the same in every try. 2xx = sent; 429
 * and 503 = try again; other answers = refused; silence = lost. Redirects are not followed.
 */
export function createPoster(): Poster {
  return {
    async post({ url, secret, deliveryId, body, at }) {
      const seconds = Math.floor(at.getTime() / 1_000);
      const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      try {
        const { status } = await fetch(url, {
          method: 'POST',
          body,
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            'encore-delivery': deliveryId,
            'encore-signature': `t=${seconds},v1=${signature}`,
          },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (status >= 200 && status < 300) return { outcome: 'sent' };
        return status === 429 || status === 503 ? { outcome: 'retry' } : { outcome: 'refused', status };
      } catch (error) {
        return { outcome: BEFORE_SENDING.has(codeOf(error)) ? 'retry' : 'lost' };
      }
    },
  };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
