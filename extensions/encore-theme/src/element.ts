type Child = Node | string | null | false;
type Props = Readonly<Record<string, string | boolean | (() => void) | null>>;

/**
 * An element. Properties starting with `on` are listeners, `true` is an attribute without a value, false and null are left out.
 * Texts become text nodes: nothing from the shop or the server is ever read as HTML.
 */
export function el(tag: string, props: Props = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** Puts `children` in the place of what `host` holds; the focus stays on the control with the same `data-key`, else on the first. */
export function fillElement(host: HTMLElement, children: readonly Child[]): void {
  const held = host.contains(document.activeElement)
    ? (document.activeElement as HTMLElement).dataset.key
    : undefined;
  host.replaceChildren(...children.filter((child) => child !== null && child !== false));
  if (!held) return;
  const again =
    host.querySelector<HTMLElement>(`[data-key="${CSS.escape(held)}"]`) ??
    host.querySelector<HTMLElement>('[data-key]');
  (again ?? host).focus();
}
