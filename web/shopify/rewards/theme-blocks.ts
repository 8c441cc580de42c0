/** A file of the published theme; `content` null = it could not be read as text. */
export type ThemeFile = { filename: string; content: string | null };

const SETTINGS = 'config/settings_data.json';

/**
 * Which blocks of an app a theme uses: embeds stand in the settings, blocks in templates and section groups, each with the type
 * `shopify://apps/{app}/blocks/{block}/{extension}` (Shopify, "Detecting app blocks and app embed blocks"). null = the settings
 * could not be read.
 */
export function blocksOf(
  files: readonly ThemeFile[],
  app: string,
): { embeds: string[]; blocks: string[] } | null {
  const settings = parseThemeJson(files.find(({ filename }) => filename === SETTINGS)?.content ?? null);
  if (!isRecord(settings)) return null;
  const { current, presets } = settings;
  // A theme that nobody changed names one of its presets.
  const chosen = typeof current === 'string' && isRecord(presets) ? presets[current] : current;
  if (!isRecord(chosen)) return null;
  const embeds = new Set(usedIn(chosen.blocks, app));
  const blocks = new Set<string>();
  for (const { filename, content } of files)
    if (filename !== SETTINGS) collect(parseThemeJson(content), app, blocks);
  return { embeds: [...embeds].sort(), blocks: [...blocks].sort() };
}

/** Blocks of the app anywhere below, sections that are switched off left out. */
function collect(value: unknown, app: string, into: Set<string>): void {
  if (!isRecord(value) || value.disabled === true) return;
  for (const handle of usedIn(value.blocks, app)) into.add(handle);
  for (const inner of Object.values(value)) collect(inner, app, into);
}

/** Handles of the app's blocks in a `blocks` object that are switched on. */
function usedIn(blocks: unknown, app: string): string[] {
  if (!isRecord(blocks)) return [];
  return Object.values(blocks).flatMap((block) => {
    if (!isRecord(block) || block.disabled === true || typeof block.type !== 'string') return [];
    const match = /^shopify:\/\/apps\/([^/]+)\/blocks\/([^/]+)/.exec(block.type);
    return match?.[1] === app && match[2] !== undefined ? [match[2]] : [];
  });
}

/** Shopify writes a comment above the JSON of a theme. */
function parseThemeJson(content: string | null): unknown {
  if (content === null) return null;
  try {
    return JSON.parse(content.replace(/^\s*(\/\*[\s\S]*?\*\/\s*)+/, ''));
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
