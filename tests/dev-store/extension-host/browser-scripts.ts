import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export type HostScript = 'host' | 'worker';

const built = new Map<HostScript, Promise<string>>();

/** One classic script for the browser, bundled from `browser/` on first request. */
export function hostScript(name: HostScript): Promise<string> {
  const known = built.get(name);
  if (known !== undefined) return known;
  const making = bundle(name);
  built.set(name, making);
  return making;
}

async function bundle(name: HostScript): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rollupOptions: {
        input: fileURLToPath(new URL(`./browser/${name}.ts`, import.meta.url)),
        output: { format: 'iife' },
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error(`nothing was built for ${name}`);
  return output.output[0].code;
}
