import { isBridgeMessage, type ToAdmin, type ToApp } from './messages.ts';

/** Where this script came from is where the admin lives. */
export const adminOrigin = new URL((document.currentScript as HTMLScriptElement).src).origin;

const embedded = window.parent !== window;
const waiting = new Map<number, (token: string | undefined) => void>();
let calls = 0;

export function tellAdmin(message: ToAdmin): void {
  if (embedded) window.parent.postMessage(message, adminOrigin);
}

/** A fresh session token of the staff member who has this page open; refused outside the admin. */
export function idToken(): Promise<string> {
  if (!embedded) return Promise.reject(new Error('App Bridge: this page is not open in the Shopify admin'));
  const call = ++calls;
  return new Promise((resolve, reject) => {
    waiting.set(call, (token) =>
      token ? resolve(token) : reject(new Error('App Bridge: no session token')),
    );
    tellAdmin({ bridge: 'id-token', call });
  });
}

window.addEventListener('message', (event) => {
  if (event.origin !== adminOrigin || event.source !== window.parent || !isBridgeMessage(event.data)) return;
  const message = event.data as ToApp;
  if (message.bridge === 'id-token') {
    waiting.get(message.call)?.(message.token);
    waiting.delete(message.call);
  } else {
    goTo(message.path);
  }
});

/** Changes the page inside the frame as a router expects it: history entry, then `popstate`. */
export function goTo(path: string): void {
  history.pushState({}, '', path);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}

/** Reports every change of place, so that the admin's address bar follows. */
export function watchLocation(): void {
  const report = (): void => tellAdmin({ bridge: 'location', path: location.pathname + location.search });
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args: Parameters<History['pushState']>) => {
      original(...args);
      report();
    };
  }
  window.addEventListener('popstate', report);
  report();
}
