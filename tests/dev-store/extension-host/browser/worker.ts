import '@remote-dom/core/polyfill';
import {
  BatchingRemoteConnection,
  createRemoteElement,
  RemoteEvent,
  RemoteRootElement,
} from '@remote-dom/core/elements';
import { callByNumber, withoutFunctions } from './calls.ts';
import { attributeOf, EVENTS, PROPERTIES, TAGS } from './remote-tags.ts';
import { ShopifyGlobal } from './shopify-global.ts';
import type { SurfaceConfig, ToPage, ToWorker } from './wire.ts';

/** The part of a worker's global scope that is used here; its own types would clash with the page's. */
type WorkerScope = {
  postMessage(message: ToPage): void;
  importScripts(url: string): void;
  onmessage: ((event: { data: ToWorker }) => void) | null;
  shopify?: unknown;
  fetch: typeof fetch;
};
const scope = globalThis as unknown as WorkerScope;

type RemoteInput = HTMLElement & { value?: unknown };

/** A typed value is the extension's before its listener hears of it. */
function eventOf(type: string) {
  return function dispatchEvent(this: RemoteInput, detail: unknown) {
    if (typeof detail === 'object' && detail !== null && 'value' in detail) this.value = detail.value;
    return new RemoteEvent(type, { detail });
  };
}

function defineElements(): HTMLElement {
  customElements.define('remote-root', RemoteRootElement);
  const properties = Object.fromEntries(
    PROPERTIES.map((name) => [name, { type: anyType, attribute: attributeOf(name) }]),
  );
  const events = Object.fromEntries(EVENTS.map((type) => [type, { dispatchEvent: eventOf(type) }]));
  for (const tag of TAGS) customElements.define(tag, createRemoteElement({ properties, events }));
  const root = document.createElement('remote-root');
  document.documentElement.append(root);
  return root;
}
const anyType = { parse: (value: unknown) => value, serialize: (value: unknown) => value };

const root = defineElements() as RemoteRootElement;
root.connect(
  new BatchingRemoteConnection({
    mutate: (records) => scope.postMessage({ tell: 'mutate', records: withoutFunctions(records) }),
    call: (...args) => scope.postMessage({ tell: 'element-call', args }),
  }),
);
// Extensions draw into the body, and find nothing else there.
Object.defineProperty(document, 'body', { value: root, configurable: true });

const waiting = new Map<number, { resolve(value: unknown): void; reject(fault: Error): void }>();
let asked = 0;
function ask(method: string, args: readonly unknown[]): Promise<unknown> {
  asked += 1;
  const id = asked;
  scope.postMessage({ tell: 'ask', id, method, args });
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
  });
}

/** Extensions know the app's published address only. */
function rewriteFetch([from, to]: SurfaceConfig['rewrite']): void {
  const plain = scope.fetch.bind(globalThis);
  scope.fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    if (!url.startsWith(`${from}/`)) return Promise.reject(new TypeError(`not allowed here: ${url}`));
    return plain(to + url.slice(from.length), init);
  };
}

let started: ShopifyGlobal | undefined;

async function start(surface: SurfaceConfig): Promise<void> {
  rewriteFetch(surface.rewrite);
  started = new ShopifyGlobal(surface, ask);
  scope.shopify = started.api;
  scope.importScripts(surface.scriptUrl);
  const run = started.targets.get(surface.target);
  if (run === undefined) throw new Error(`${surface.scriptUrl} has no target ${surface.target}`);
  scope.postMessage({ tell: 'result', value: await run(started.api) });
}

const report = (error: unknown): void =>
  scope.postMessage({ tell: 'fault', message: error instanceof Error ? String(error.stack) : String(error) });

scope.onmessage = ({ data }) => {
  if (data.tell === 'start') start(data.surface).catch(report);
  else if (data.tell === 'signals') started?.update(data.signals);
  else if (data.tell === 'call') callByNumber(data.id, data.args);
  else {
    const waits = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.fault === undefined) waits?.resolve(data.value);
    else waits?.reject(new Error(data.fault));
  }
};
globalThis.addEventListener('unhandledrejection', (event) => report(event.reason));
scope.postMessage({ tell: 'ready' });
