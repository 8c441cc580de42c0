import { DOMRemoteReceiver } from '@remote-dom/core/receivers';
import { withFunctions } from './calls.ts';
import { defineParts } from './elements/define.ts';
import { EVENTS, PROPERTIES, TAGS } from './remote-tags.ts';
import type { SurfaceConfig, ToPage, ToWorker } from './wire.ts';

/** What the server wrote beside a slot: the surface, and where the page asks for what only the server knows. */
type SlotConfig = SurfaceConfig & { tokenUrl: string; codesUrl: string | null; appPath: string };

type Host = { worker: Worker; config: SlotConfig; slot: HTMLElement };

const workerUrl = new URL('worker.js', (document.currentScript as HTMLScriptElement).src).href;

function openSlot(slot: HTMLElement): void {
  const config = JSON.parse(slot.querySelector('script')?.textContent ?? '') as SlotConfig;
  // Children are counted from here on.
  slot.replaceChildren();
  slot.dataset.app = config.appPath;
  const rest = {
    properties: Object.fromEntries(PROPERTIES.map((name) => [name, {}])),
    attributes: ['slot', 'key'],
  };
  const events = Object.fromEntries(EVENTS.map((name) => [name, {}]));
  const receiver = new DOMRemoteReceiver({
    root: slot,
    elements: Object.fromEntries(TAGS.map((tag) => [tag, { ...rest, events }])),
  });
  // A worker from a data URL has no origin, as Shopify's have none: the browser asks the app's server for its consent.
  const worker = new Worker(
    `data:text/javascript,importScripts(${encodeURIComponent(JSON.stringify(workerUrl))})`,
  );
  const host: Host = { worker, config, slot };
  const send = (message: ToWorker): void => worker.postMessage(message);
  worker.addEventListener('error', (event) => fail(host, event.message));
  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data.tell === 'ready') send({ tell: 'start', surface: config });
    else if (data.tell === 'mutate') {
      const call = (id: number, args: readonly unknown[]): void => send({ tell: 'call', id, args });
      const records = withFunctions(data.records, call);
      receiver.connection.mutate(records as Parameters<typeof receiver.connection.mutate>[0]);
    } else if (data.tell === 'ask') {
      answer(host, data.method, data.args).then(
        (value) => send({ tell: 'answer', id: data.id, value }),
        (error) => send({ tell: 'answer', id: data.id, fault: String(error) }),
      );
    } else if (data.tell === 'result') finish(host, data.value);
    else if (data.tell === 'fault') fail(host, data.message);
  });
}

function finish({ slot }: Host, value: unknown): void {
  slot.dataset.state = 'running';
  slot.dispatchEvent(new CustomEvent('extension-result', { detail: value, bubbles: true }));
}

function fail({ slot, config }: Host, message: string): void {
  slot.dataset.state = 'failed';
  console.error(`extension ${config.target}: ${message}`);
}

/** What an extension asks of the page around it. */
async function answer(host: Host, method: string, args: readonly unknown[]): Promise<unknown> {
  const { config } = host;
  const storageKey = (key: unknown): string => `${config.scriptUrl} ${String(key)}`;
  switch (method) {
    case 'sessionToken.get':
    case 'auth.idToken':
      return freshToken(config.tokenUrl);
    case 'applyDiscountCodeChange':
      return changeCode(host, args[0]);
    case 'storage.read':
      return JSON.parse(localStorage.getItem(storageKey(args[0])) ?? 'null');
    case 'storage.write':
      return localStorage.setItem(storageKey(args[0]), JSON.stringify(args[1]));
    case 'requireLogin':
      // As Shopify's prompt, it may be dismissed.
      if (!confirm('Log in?')) throw new Error('the buyer did not log in');
      return location.assign(
        `/account/login?return_to=${encodeURIComponent(location.pathname + location.search)}`,
      );
    case 'navigation.navigate':
      return location.assign(String(args[0]));
    default:
      throw new Error(`the local host does not answer ${method}`);
  }
}

async function freshToken(url: string): Promise<string> {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) throw new Error(`no session token: ${response.status}`);
  return response.text();
}

/** The server judges the code; the page follows, then the extension's signals. */
async function changeCode({ config, worker }: Host, change: unknown): Promise<unknown> {
  if (config.codesUrl === null) throw new Error('there are no codes here');
  const response = await fetch(config.codesUrl, { method: 'POST', body: JSON.stringify(change) });
  if (!response.ok) throw new Error(`the checkout did not answer: ${response.status}`);
  const { result, signals, summary } = (await response.json()) as {
    result: unknown;
    signals: Record<string, unknown>;
    summary: string;
  };
  const shown = document.querySelector('[data-checkout-summary]');
  if (shown !== null) shown.innerHTML = summary;
  worker.postMessage({ tell: 'signals', signals } satisfies ToWorker);
  return result;
}

defineParts();
for (const slot of document.querySelectorAll<HTMLElement>('[data-extension]')) openSlot(slot);
