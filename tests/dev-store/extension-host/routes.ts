import { HttpError, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { accountPageRoutes } from './account-routes.ts';
import { type HostScript, hostScript } from './browser-scripts.ts';
import { checkoutPageRoutes } from './checkout-routes.ts';
import { builtScript } from './extension-files.ts';
import { orderPageRoutes } from './order-routes.ts';

/** Every page on which an extension of ours runs, and the scripts that run it. */
export function extensionHostRoutes(local: LocalShopify): Route[] {
  const script = (name: HostScript): Route =>
    route('GET', `/extension-host/${name}.js`, async () => javascript(await hostScript(name)));
  return [
    script('host'),
    script('worker'),
    route('GET', '/extension-host/files/:handle.js', (request) => {
      const built = builtScript(request.params.handle ?? '');
      if (built === undefined) throw new HttpError(404, 'not built: npm run build:extensions');
      return javascript(built);
    }),
    ...checkoutPageRoutes(local),
    ...orderPageRoutes(local),
    ...accountPageRoutes(local),
  ];
}

function javascript(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' }, body };
}
