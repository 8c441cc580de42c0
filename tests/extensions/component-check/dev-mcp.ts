import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const CACHE = process.env.ENCORE_COMPONENT_CHECK ?? join(homedir(), '.cache/encore/component-check-1.16.0');
const INSTALLED = join(CACHE, 'installed');
const INSTALL_MS = 600_000;

/**
 * Puts Shopify's own checker (336 MB of packages) into a folder outside the project, from the lock file beside this one, the
 * first time; why it could not be had, or null.
 */
export function installChecker(): string | null {
  if (existsSync(INSTALLED)) return null;
  mkdirSync(CACHE, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(HERE, file), join(CACHE, file));
  // `npm ci` refuses every lock file of it: optional packages of other platforms stand in none.
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', flags, { cwd: CACHE, encoding: 'utf8', timeout: INSTALL_MS });
  if (done.status !== 0)
    return `npm install of @shopify/dev-mcp failed: ${done.stderr || String(done.error)}`;
  writeFileSync(INSTALLED, '');
  return null;
}

type Answer = { result?: { isError?: boolean; content?: { text?: string }[] }; error?: unknown };

/** The checker as a process, asked line by line. It sends nothing home. */
export class Checker {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  constructor() {
    const script = join(CACHE, 'node_modules/@shopify/dev-mcp/dist/index.js');
    const env = { ...process.env, DO_NOT_TRACK: '1', OPT_OUT_INSTRUMENTATION: 'true' };
    this.#process = spawn(process.execPath, [script], { env });
    this.#process.stderr.resume();
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const { id, ...answer } = JSON.parse(line) as Answer & { id?: number };
      this.#waiting.get(id ?? -1)?.(answer);
    });
  }

  async open(): Promise<void> {
    const clientInfo = { name: 'encore', version: '1' };
    await this.#ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    this.#process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  }

  /** The verdict on one source of one target, in the checker's words. It says INVALID as ordinary text. */
  async judge(
    api: string,
    extensionTarget: string,
    content: string,
  ): Promise<{ isValid: boolean; words: string }> {
    const code = [{ language: 'tsx', content }];
    const given = { conversationId: randomUUID(), api, version: '2026-07', extensionTarget, code };
    const { result, error } = await this.#ask('tools/call', { name: 'validate', arguments: given });
    const words = (result?.content ?? []).map(({ text }) => text ?? '').join('\n');
    const isValid =
      !error &&
      result?.isError !== true &&
      /\*\*Overall Status:\*\*[^\n]*\bVALID/.test(words) &&
      !/INVALID/.test(words);
    return { isValid, words: words || JSON.stringify(error) };
  }

  close(): void {
    this.#process.kill();
  }

  #ask(method: string, params: object): Promise<Answer> {
    this.#asked += 1;
    const id = this.#asked;
    this.#process.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
    });
  }
}
