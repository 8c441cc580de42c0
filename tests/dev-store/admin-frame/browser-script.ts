import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

const scripts = {
  'app-bridge.js': ['messages', 'channel', 'app-fetch', 'toast', 'elements', 'bridge'],
  'frame-host.js': ['messages', 'frame-host'],
} as const;

export type BrowserScript = keyof typeof scripts;
const built = new Map<BrowserScript, string>();

/**
 * One classic script for the browser, joined from the modules of `browser/` in order of need. Classic, not a module: App
 * Bridge must have run before the app's own modules do. Names are shared among the parts, so they must differ.
 */
export function browserScript(name: BrowserScript): string {
  const known = built.get(name);
  if (known !== undefined) return known;
  const parts = scripts[name].map((part) => readPart(part));
  const script = `(() => {\n'use strict';\n${parts.join('\n')}\n})();\n`;
  built.set(name, script);
  return script;
}

function readPart(part: string): string {
  const source = readFileSync(new URL(`./browser/${part}.ts`, import.meta.url), 'utf8');
  return stripTypeScriptTypes(source)
    .replaceAll(/^import[^;]*;$/gm, '')
    .replaceAll(/^export /gm, '');
}
