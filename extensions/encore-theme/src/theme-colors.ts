const BUTTONS =
  'form[action*="/cart/add"] [type=submit], .button:not(.button--secondary), .btn, main button[type=submit]';

/**
 * Gives our parts the theme's colours where the merchant chose none: those of its buttons, and of the page behind the panel.
 * Read from what the theme really draws, because every theme names its variables differently.
 */
export function takeThemeColors(host: HTMLElement): void {
  const root = document.documentElement.style;
  const paint = (name: string, value: string) => {
    if (value && value !== 'rgba(0, 0, 0, 0)' && value !== 'transparent') root.setProperty(name, value);
  };
  const body = getComputedStyle(document.body);
  paint('--encore-theme-text', body.color);
  paint('--encore-theme-page', body.backgroundColor);
  const shown = [...document.querySelectorAll<HTMLElement>(BUTTONS)].find((one) => !host.contains(one));
  const sample = shown ?? document.body.appendChild(unseenButton());
  const { backgroundColor, color, borderRadius } = getComputedStyle(sample);
  if (sample !== shown) sample.remove();
  if (backgroundColor === 'rgba(0, 0, 0, 0)') return;
  paint('--encore-theme-button', backgroundColor);
  paint('--encore-theme-button-text', color);
  root.setProperty('--encore-theme-radius', borderRadius);
}

/** A link with the class names that themes give their main button, where the page shows none. */
function unseenButton(): HTMLElement {
  const link = document.createElement('a');
  link.className = 'button btn button--primary';
  link.style.cssText = 'position:absolute;visibility:hidden;transition:none';
  return link;
}
