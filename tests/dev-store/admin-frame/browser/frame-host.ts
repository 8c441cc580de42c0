import { isBridgeMessage, type ToAdmin, type ToApp } from './messages.ts';

/** The admin's side of the frame: hands out session tokens, shows the app's navigation and title, keeps the address in step. */
function host(): void {
  const iframe = document.querySelector<HTMLIFrameElement>('iframe[data-app]');
  const { appOrigin = '', tokenUrl = '', base = '' } = iframe?.dataset ?? {};
  const reply = (message: ToApp): void => iframe?.contentWindow?.postMessage(message, appOrigin);

  window.addEventListener('message', (event) => {
    if (event.source !== iframe?.contentWindow || event.origin !== appOrigin || !isBridgeMessage(event.data))
      return;
    const message = event.data as ToAdmin;
    if (message.bridge === 'id-token') void sendToken(message.call);
    else if (message.bridge === 'location') history.replaceState({}, '', base + ownPath(message.path));
    else if (message.bridge === 'title') document.title = message.title;
    else if (message.bridge === 'loading') document.body.classList.toggle('loading', message.on);
    else drawNav(message.links);
  });

  async function sendToken(call: number): Promise<void> {
    const response = await fetch(tokenUrl, { method: 'POST' });
    reply({ bridge: 'id-token', call, token: response.ok ? await response.text() : undefined });
  }

  /** The app's path without what the admin itself put into the query. */
  function ownPath(path: string): string {
    const url = new URL(path, appOrigin);
    for (const key of ['embedded', 'hmac', 'host', 'id_token', 'session', 'shop', 'timestamp'])
      url.searchParams.delete(key);
    return `${url.pathname === '/' ? '' : url.pathname}${url.search}`;
  }

  function drawNav(links: { label: string; path: string }[]): void {
    const nav = document.querySelector('[data-app-nav]');
    nav?.replaceChildren(
      ...links.map(({ label, path }) => {
        const link = document.createElement('a');
        link.textContent = label;
        link.href = base + (path === '/' ? '' : path);
        link.addEventListener('click', (event) => {
          event.preventDefault();
          reply({ bridge: 'navigate', path });
        });
        return link;
      }),
    );
  }
}

document.querySelector('[data-locale]')?.addEventListener('change', (event) => {
  const url = new URL(location.href);
  url.searchParams.set('locale', (event.target as HTMLSelectElement).value);
  location.assign(url);
});
host();
