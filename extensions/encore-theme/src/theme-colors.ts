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
  const sample = [...document.querySelectorAll<HTMLElement>(BUTTONS)].find((one) => !host.contains(one));
  const body = getComputedStyle(document.body);
  paint('--encore-theme-text', body.color);
  paint('--encore-theme-page', body.backgroundColor);
  if (!sample) return;
  const button = getComputedStyle(sample);
  if (button.backgroundColor === 'rgba(0, 0, 0, 0)') return;
  paint('--encore-theme-button', button.backgroundColor);
  paint('--encore-theme-button-text', button.color);
  root.setProperty('--encore-theme-radius', button.borderRadius);
}
