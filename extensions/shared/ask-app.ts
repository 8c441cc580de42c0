import { APP_ADDRESS } from './app-address.generated.ts';

/** `status` 0: no answer came, so what was asked may have been done all the same. */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; status: number };

/** A fresh session token of the surface; null where nobody can be told apart. */
export type TokenSource = () => Promise<string | null>;

const PATIENCE_MS = 10_000;

/** Asks the app's server with a session token: GET, or POST where there is a body. Never throws. */
export async function askApp<Value>(token: TokenSource, path: string, body?: object): Promise<Answer<Value>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const authorization = `Bearer ${(await token()) ?? ''}`;
    const response = await fetch(`${APP_ADDRESS}${path}`, {
      signal: stop.signal,
      ...(body === undefined
        ? { headers: { authorization } }
        : {
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
    });
    if (!response.ok) return { ok: false, status: response.status };
    return { ok: true, value: (await response.json()) as Value };
  } catch {
    return { ok: false, status: 0 };
  } finally {
    clearTimeout(timer);
  }
}
