/** Longest name of a file that is kept, in characters. */
export const MAX_FILE_NAME = 200;

/** A file's name for the merchant's own list: without the folders before it and signs that no screen shows; null = none is left. */
export function keptFileName(given: string | null | undefined): string | null {
  const bare = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const shown = bare.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, '').trim();
  return shown === '' ? null : [...shown].slice(0, MAX_FILE_NAME).join('');
}
