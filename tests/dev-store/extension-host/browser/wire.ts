/** What page and worker tell each other. A function crosses as `{ __call: n }` and is called by its number. */
export type ToWorker =
  | { tell: 'start'; surface: SurfaceConfig }
  | { tell: 'signals'; signals: Readonly<Record<string, unknown>> }
  | { tell: 'call'; id: number; args: readonly unknown[] }
  | { tell: 'answer'; id: number; value?: unknown; fault?: string };

export type ToPage =
  | { tell: 'ready' }
  | { tell: 'mutate'; records: unknown }
  | { tell: 'element-call'; args: readonly unknown[] }
  | { tell: 'ask'; id: number; method: string; args: readonly unknown[] }
  | { tell: 'result'; value: unknown }
  | { tell: 'fault'; message: string };

/** One extension at one place, as the page was told by the server. */
export type SurfaceConfig = {
  target: string;
  /** The file `shopify app build` made. */
  scriptUrl: string;
  apiVersion: string;
  locale: string;
  currency: string;
  timeZone: string;
  /** Words of the extension in `locale`; keys in `fallback` where a language lacks one. */
  translations: unknown;
  fallback: unknown;
  /** Requests to the first origin go to the second: the app's published address, and where it runs here. */
  rewrite: readonly [string, string];
  /** Parts of the API by dotted path: those that change come as signals. */
  signals: Readonly<Record<string, unknown>>;
  values: Readonly<Record<string, unknown>>;
  /** Parts of the API the page answers, by dotted path. */
  methods: readonly string[];
};
