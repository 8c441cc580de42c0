import { tellAdmin } from './channel.ts';

/** An element the app shows and hides: `show()`, `hide()`, `toggle()`, and events of those names. */
class Overlay extends HTMLElement {
  #open = false;

  get showing(): boolean {
    return this.#open;
  }

  connectedCallback(): void {
    this.style.display = this.#open ? this.openDisplay : 'none';
  }

  get openDisplay(): string {
    return 'block';
  }

  /** Finishes the looks once the children are there. */
  dress(): void {}

  async show(): Promise<void> {
    this.#turn(true);
  }

  async hide(): Promise<void> {
    this.#turn(false);
  }

  async toggle(): Promise<void> {
    this.#turn(!this.#open);
  }

  #turn(open: boolean): void {
    if (this.#open === open) return;
    this.#open = open;
    if (open) this.dress();
    this.style.display = open ? this.openDisplay : 'none';
    this.dispatchEvent(new CustomEvent(open ? 'show' : 'hide'));
  }
}

/** The bar over a changed form. Its children are the app's own buttons (`variant="primary"` saves). */
class SaveBar extends Overlay {
  override get openDisplay(): string {
    return 'flex';
  }

  override connectedCallback(): void {
    this.style.cssText =
      'position:fixed;inset:0 0 auto;z-index:9000;align-items:center;justify-content:flex-end;gap:8px;padding:8px 16px;background:#303030;color:#fff;font:14px system-ui';
    this.setAttribute('role', 'region');
    this.setAttribute('aria-label', 'Unsaved changes');
    super.connectedCallback();
  }

  override dress(): void {
    for (const button of this.querySelectorAll('button')) dressButton(button);
  }
}

class Modal extends Overlay {
  /** Where React portals render the modal's body. */
  readonly content = document.createElement('div');
  readonly #title = heading();

  override connectedCallback(): void {
    this.style.cssText =
      'position:fixed;inset:10% 15% auto;max-height:80%;overflow:auto;z-index:9500;background:#fff;color:#303030;padding:16px;border-radius:12px;box-shadow:0 0 0 100vmax #0008';
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-modal', 'true');
    if (!this.#title.isConnected) this.prepend(this.#title, this.content);
    this.addEventListener('keydown', (event) => event.key === 'Escape' && void this.hide());
    super.connectedCallback();
  }

  override dress(): void {
    const title = this.querySelector('ui-title-bar')?.getAttribute('title') ?? '';
    this.setAttribute('aria-label', title || 'Dialog');
    this.#title.textContent = title;
    for (const button of this.querySelectorAll('ui-title-bar button')) {
      if (button instanceof HTMLButtonElement) dressButton(button);
    }
  }
}

/** The page's title, shown by the admin. One inside a modal belongs to the modal. */
class TitleBar extends HTMLElement {
  static observedAttributes = ['title'];

  connectedCallback(): void {
    if (this.closest('ui-modal') === null) this.style.display = 'none';
    this.#report();
  }

  attributeChangedCallback(): void {
    // The parser sets attributes before the element has a place, and only its place tells whose title it is.
    if (this.isConnected) this.#report();
  }

  #report(): void {
    const title = this.getAttribute('title');
    if (title === null || this.closest('ui-modal') !== null) return;
    document.title = title;
    tellAdmin({ bridge: 'title', title });
  }
}

/** The app's pages. The admin draws them beside the frame, so here they only speak for themselves. */
class NavMenu extends HTMLElement {
  connectedCallback(): void {
    this.style.display = 'none';
    new MutationObserver(() => this.#report()).observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    this.#report();
  }

  #report(): void {
    const links = [...this.querySelectorAll('a, s-link')].map((link) => ({
      label: link.textContent?.trim() ?? '',
      path: link.getAttribute('href') ?? '/',
    }));
    tellAdmin({ bridge: 'nav', links });
  }
}

function heading(): HTMLElement {
  const title = document.createElement('h2');
  title.style.cssText = 'font:600 16px system-ui;margin:0 0 12px';
  return title;
}

/** App Bridge draws plain buttons itself, by their `variant` and `tone`. */
function dressButton(button: HTMLButtonElement): void {
  const isPrimary = button.getAttribute('variant') === 'primary';
  button.style.cssText = `font:600 13px system-ui;padding:6px 12px;border-radius:8px;border:0;cursor:pointer;background:${isPrimary ? '#fff' : '#5a5a5a'};color:${isPrimary ? '#1a1a1a' : '#fff'}`;
  if (button.textContent === '') button.textContent = isPrimary ? 'Save' : 'Discard';
}

type ShowAndHide = {
  show(id: string): Promise<void>;
  hide(id: string): Promise<void>;
  toggle(id: string): Promise<void>;
};

/** `shopify.modal` and `shopify.saveBar`: the same three verbs by element id. */
export function byElementId(): ShowAndHide {
  const find = (id: string): Overlay | undefined => {
    const element = document.getElementById(id);
    return element instanceof Overlay ? element : undefined;
  };
  return {
    show: async (id) => find(id)?.show(),
    hide: async (id) => find(id)?.hide(),
    toggle: async (id) => find(id)?.toggle(),
  };
}

/** True while any save bar is open. */
export function hasUnsavedChanges(): boolean {
  return [...document.querySelectorAll('ui-save-bar')].some((bar) => bar instanceof SaveBar && bar.showing);
}

/** Defines the tags of App Bridge. */
export function defineElements(): void {
  customElements.define('ui-save-bar', SaveBar);
  customElements.define('ui-modal', Modal);
  customElements.define('ui-title-bar', TitleBar);
  customElements.define('ui-nav-menu', NavMenu);
  customElements.define('s-app-nav', class extends NavMenu {});
}
