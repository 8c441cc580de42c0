import type { OrderFacts } from '../dev-store/controls/order-facts.ts';

/** The demo's shop at the local Shopify, driven over HTTP as everybody else does. */
export type LocalShop = {
  domain: string;
  /** Of the local Shopify itself. */
  url: string;
  /** A fresh session token, as the framed page would get it. */
  idToken(): Promise<string>;
  /** A control; those that begin with /__dev/ are not of the shop. */
  post<T>(path: string, body?: unknown): Promise<T>;
  get<T>(path: string): Promise<T>;
  customers(): AsyncGenerator<{ id: string; email: string | null; tags: string[] }>;
  orders(): AsyncGenerator<OrderFacts>;
};

export function connectShop(storeUrl: string, domain: string): LocalShop {
  const base = `${storeUrl}/__dev/shops/${domain}`;
  async function ask<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
    const url = path.startsWith('/__dev/') ? storeUrl + path : base + path;
    const response = await fetch(url, { method, ...init });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
  const headers = { 'content-type': 'application/json' };
  const post = <T>(path: string, body: unknown = {}): Promise<T> =>
    ask<T>('POST', path, { headers, body: JSON.stringify(body) });
  return {
    domain,
    url: storeUrl,
    post,
    get: (path) => ask('GET', path),
    idToken: async () => (await post<{ idToken: string }>('/frame')).idToken,
    customers: () => lines(`${base}/customers.ndjson`),
    orders: () => lines(`${base}/orders.ndjson`),
  };
}

async function* lines<T>(url: string): AsyncGenerator<T> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`GET ${url}: ${response.status}`);
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield JSON.parse(part) as T;
  }
}

/** All that a stream of the shop holds. */
export async function listOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of stream) list.push(one);
  return list;
}
