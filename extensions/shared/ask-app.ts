import { APP_ADDRESS } from './app-address.generated.ts';

/** `status` 0: no answer came, so what was asked may have been done all the same. `code`: the server's, null where it said none. */
export type Answer<Value> = { ok: true; value: Value } | Refusal;
export type Refusal = { ok: false; status: number; code: string | null };

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
    if (!response.ok) return { ok: false, status: response.status, code: await codeOf(response) };
    return { ok: true, value: (await response.json()) as Value };
  } catch {
    return { ok: false, status: 0, code: null };
  } finally {
    clearTimeout(timer);
  }
}

/** What a server in between answers is not ours to read. */
async function codeOf(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
}
