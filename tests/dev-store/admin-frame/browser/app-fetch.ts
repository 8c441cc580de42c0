import { idToken } from './channel.ts';

const plainFetch = window.fetch.bind(window);

/** `fetch` with `Authorization: Bearer` on requests to the app's own origin; a 401 that asks for it is tried once more. */
export async function appFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  if (url.origin !== location.origin) return plainFetch(input, init);
  const response = await plainFetch(
    input instanceof Request ? input.clone() : input,
    await withToken(input, init),
  );
  if (!response.headers.has('X-Shopify-Retry-Invalid-Session-Request')) return response;
  return plainFetch(input, await withToken(input, init));
}

async function withToken(input: RequestInfo | URL, init: RequestInit): Promise<RequestInit> {
  const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await idToken()}`);
  headers.set('x-requested-with', 'XMLHttpRequest');
  return { ...init, headers };
}
