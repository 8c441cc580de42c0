import { appFetch } from './app-fetch.ts';
import { adminOrigin, idToken, tellAdmin, watchLocation } from './channel.ts';
import { byElementId, defineElements, hasUnsavedChanges } from './elements.ts';
import { toast } from './toast.ts';

/** Puts `window.shopify` in place, as App Bridge's own script does, before any script of the app runs. */
function start(): void {
  const query = new URLSearchParams(location.search);
  const remembered = JSON.parse(sessionStorage.getItem('app-bridge-config') ?? '{}') as Record<
    string,
    string
  >;
  const config = {
    apiKey: document.querySelector('meta[name="shopify-api-key"]')?.getAttribute('content') ?? '',
    shop: query.get('shop') ?? remembered.shop ?? '',
    host: query.get('host') ?? remembered.host ?? '',
    locale: query.get('locale') ?? remembered.locale ?? 'en',
  };
  // The query is gone after the first in-app navigation and reload.
  sessionStorage.setItem('app-bridge-config', JSON.stringify(config));
  const granted = { granted: [] as string[], required: [] as string[], optional: [] as string[] };
  const shopify = {
    config,
    origin: adminOrigin,
    ready: Promise.resolve(),
    environment: { embedded: window.parent !== window, mobile: false, pos: false, intents: false },
    idToken,
    toast,
    modal: byElementId(),
    saveBar: { ...byElementId(), leaveConfirmation },
    loading: (on = true) => tellAdmin({ bridge: 'loading', on }),
    user: async () => ({ accountAccess: 'Account owner' }),
    scopes: {
      query: async () => granted,
      request: async () => ({ result: 'declined-all', detail: granted }),
      revoke: async () => ({ detail: granted }),
    },
    reviews: {
      request: async () => ({ success: false, code: 'merchant-ineligible', message: 'Local admin' }),
    },
    webVitals: { onReport: async () => undefined },
  };
  Object.assign(window, { shopify, fetch: appFetch });
  defineElements();
  watchLocation();
}

async function leaveConfirmation(): Promise<void> {
  if (hasUnsavedChanges() && !window.confirm('Leave page with unsaved changes?'))
    throw new Error('The user stayed on the page');
}

start();
