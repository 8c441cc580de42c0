import { z } from 'zod';
import { type HomeResponse, homePath, homeResponseSchema } from '../../web/contract/home.ts';
import { settingsPath, settingsResponseSchema } from '../../web/contract/settings.ts';
import { syncPath, syncProgressSchema } from '../../web/contract/sync.ts';
import type { LocalShop } from './local-shop.ts';

/** Encore's API as the merchant's browser uses it: one fresh session token a call. */
export type EncoreClient = {
  home(): Promise<HomeResponse>;
  sync(): Promise<z.infer<typeof syncProgressSchema>>;
  settings(): Promise<z.infer<typeof settingsResponseSchema>>;
  /** Saves the present rules once more, which decides about every customer anew. */
  recompute(): Promise<void>;
};

export function connectEncore(encoreUrl: string, shop: LocalShop): EncoreClient {
  async function call<S extends z.ZodType>(
    method: string,
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const response = await fetch(encoreUrl + path, {
      method,
      headers: { authorization: `Bearer ${await shop.idToken()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return schema.parse(answer);
  }
  const settings = () => call('GET', settingsPath, settingsResponseSchema);
  return {
    home: () => call('GET', homePath, homeResponseSchema),
    sync: () => call('GET', syncPath, syncProgressSchema),
    settings,
    async recompute() {
      const { rules, version } = await settings();
      await call('PUT', settingsPath, z.unknown(), { rules, version });
    },
  };
}
