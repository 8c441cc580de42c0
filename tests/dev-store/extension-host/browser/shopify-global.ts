import { makeI18n } from './i18n.ts';
import type { SurfaceConfig } from './wire.ts';

type SignalLike = { value: unknown };
type SignalClass = new (value: unknown) => SignalLike;
type Entry = (api: unknown) => unknown;

/** The `shopify` global of one extension: values, signals, methods the page answers, and where its targets report themselves. */
export class ShopifyGlobal {
  readonly api: Record<string, unknown> = {};
  readonly targets = new Map<string, Entry>();
  readonly #signals = new Map<string, SignalLike>();

  constructor(surface: SurfaceConfig, ask: (method: string, args: readonly unknown[]) => Promise<unknown>) {
    for (const [path, value] of Object.entries(surface.values)) this.#put(path, value);
    for (const [path, value] of Object.entries(surface.signals)) this.#putSignal(path, plainSignal(value));
    for (const method of surface.methods) this.#put(method, (...args: unknown[]) => ask(method, args));
    Object.assign(this.api, {
      i18n: makeI18n(surface),
      extend: (target: string, entry: Entry) => this.targets.set(target, entry),
      // The extension brings its own kind of signal, so that reading one redraws its components.
      setSignals: (Signal: SignalClass) => {
        for (const [path, { value }] of this.#signals) this.#putSignal(path, new Signal(value));
      },
    });
    this.#put('extension.target', surface.target);
    this.#put('extension.apiVersion', surface.apiVersion);
    this.#put('extension.scriptUrl', surface.scriptUrl);
  }

  /** What changed on the page. */
  update(signals: Readonly<Record<string, unknown>>): void {
    for (const [path, value] of Object.entries(signals)) {
      const signal = this.#signals.get(path);
      if (signal === undefined) throw new Error(`no signal ${path}`);
      signal.value = value;
    }
  }

  #putSignal(path: string, signal: SignalLike): void {
    this.#signals.set(path, signal);
    this.#put(path, signal);
  }

  #put(path: string, value: unknown): void {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    const owner = parts.reduce((node, part) => {
      node[part] ??= {};
      return node[part] as Record<string, unknown>;
    }, this.api);
    owner[last] = value;
  }
}

function plainSignal(value: unknown): SignalLike & { subscribe(): () => void } {
  return { value, subscribe: () => () => undefined };
}
