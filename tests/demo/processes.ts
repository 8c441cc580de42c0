import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A child that printed its ready line. Its log lines go to `onLine`; it ends with this process. */
export type Running = { url: string; process: ChildProcess; stop(): Promise<void> };

type StartOptions = {
  name: string;
  /** Flags for Node, before the script. */
  flags?: readonly string[];
  script: string;
  args?: readonly string[];
  env: Record<string, string>;
  onLine?: (line: string) => void;
};

/** What `npm start` gives Node before the script: limits under which a backfill of a million orders stays below 300 MB. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Starts `node script` and resolves with the address of its `{"ready":true,"url":…}` line. Rejects with its last output when it ends before. */
export async function startProcess(options: StartOptions): Promise<Running> {
  const { name, flags = [], script, args = [], env, onLine } = options;
  const child = spawn(process.execPath, [...flags, script, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const last: string[] = [];
  const keep = (line: string) => {
    last.push(line);
    if (last.length > 20) last.shift();
    onLine?.(line);
  };
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  createInterface({ input: child.stderr }).on('line', keep);
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = readyUrl(line);
      if (url) resolve(url);
      else keep(line);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code}:\n${last.join('\n')}`)));
  });
  const url = await ready;
  return {
    url,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function readyUrl(line: string): string | null {
  if (!line.startsWith('{"ready":true')) return null;
  const parsed: unknown = JSON.parse(line);
  return parsed && typeof parsed === 'object' && 'url' in parsed ? String(parsed.url) : null;
}
