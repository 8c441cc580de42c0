import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ShopId } from '../domain/shared/ids.ts';
import type { Links } from '../use-cases/outward-port.ts';

/** Where a message's links lead: GET follows; GET and POST unsubscribe. */
export const FOLLOW_PATH = '/l/:token';
export const UNSUBSCRIBE_PATH = '/u/:token';

const SIGNATURE_BYTES = 16;
const PURPOSES = { l: 'follow', u: 'unsubscribe' } as const;
type Letter = keyof typeof PURPOSES;
const tokenShape = z.string().regex(/^[lu]\d{1,9}\.\d{1,19}\.[\w-]{22}$/);

/** Addresses `/l/…` and `/u/…` of this server. A token is purpose, shop and message with a signature over them: it names nobody and cannot be guessed. */
export function createLinks(appUrl: string, key: string): Links {
  const sign = (text: string) =>
    createHmac('sha256', key).update(`link|${text}`).digest().subarray(0, SIGNATURE_BYTES);
  const tokenOf = (letter: Letter, shop: ShopId, messageId: string) => {
    const text = `${letter}${shop}.${messageId}`;
    return `${text}.${sign(text).toString('base64url')}`;
  };
  return {
    follow: (shop, messageId) => `${appUrl}/l/${tokenOf('l', shop, messageId)}`,
    unsubscribe: (shop, messageId) => `${appUrl}/u/${tokenOf('u', shop, messageId)}`,
    open(token) {
      if (!tokenShape.safeParse(token).success) return null;
      const cut = token.lastIndexOf('.');
      const text = token.slice(0, cut);
      const given = Buffer.from(token.slice(cut + 1), 'base64url');
      if (given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, sign(text))) return null;
      const [head = '', messageId = ''] = text.split('.');
      const purpose = PURPOSES[head.startsWith('u') ? 'u' : 'l'];
      return { shopId: Number(head.slice(1)) as ShopId, messageId, purpose };
    },
  };
}
