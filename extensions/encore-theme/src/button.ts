import { el } from './element.ts';

/** `key` names it over redraws, so that the focus stays. `label`: said in place of the text. */
export function button(
  text: string,
  key: string,
  act: () => void,
  options: { quiet?: boolean; label?: string; busy?: boolean } = {},
) {
  // Not `disabled`: the focus would be lost while the answer is awaited.
  const busy = options.busy ? 'true' : null;
  const look = options.quiet ? 'encore-button encore-quiet' : 'encore-button';
  const name = options.label ?? null;
  return el(
    'button',
    { type: 'button', class: look, 'data-key': key, 'aria-label': name, 'aria-disabled': busy, onclick: act },
    text,
  );
}
