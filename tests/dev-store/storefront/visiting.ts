import type { Markup } from '../admin-frame/markup.ts';
import { type HttpRequest, html, type Reply } from '../controls/http.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { storePage } from './layout.ts';
import { sessionCookie, type Visit } from './visits.ts';

/** A browser's request at one shop. */
export interface Visiting {
  readonly shop: ShopState;
  readonly visit: Visit;
  readonly customer: CustomerRecord | undefined;
}

/** A page with the cookie that knows the browser again. */
export function showPage(
  { shop, visit, customer }: Visiting,
  page: { readonly title: string; readonly body: Markup },
  status = 200,
): Reply {
  const reply = html(storePage(shop, customer, page), status);
  return { ...reply, headers: { ...reply.headers, 'set-cookie': sessionCookie(visit) } };
}

export function goTo(path: string, cookies: readonly string[], status = 303): Reply {
  return { status, headers: { location: path, 'set-cookie': [...cookies] } };
}

export async function formOf(request: HttpRequest): Promise<URLSearchParams> {
  return new URLSearchParams((await request.body(64 * 1024)).toString('utf8'));
}
