import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Where PGlite mounts its data folder inside the WASM file system. */
const MOUNT = '/pglite/data';

type OpenStream = { path: string; nfd?: number };
type StreamOps = {
  write: (stream: OpenStream, buffer: unknown, offset: number, length: number, position: number) => number;
  fsync?: (stream: OpenStream) => number;
};
/** The parts of PGlite's Emscripten module this driver patches. They are not public: upgrades are gated by the engine tests. */
export type EngineModule = {
  FS: { lookupPath: (path: string) => { node: { stream_ops: StreamOps } } };
  _PostgresMainLoopOnce: () => unknown;
};

/** PGlite's Emscripten module, with the types this driver relies on. */
export function moduleOf(db: PGlite): EngineModule {
  return (db as unknown as { Module: EngineModule }).Module;
}

/**
 * Start parameters. PGlite passes `-F` (never fsync); a durable database needs it gone, and needs `fsync` as the method,
 * because `fdatasync`, the default one, is an empty function in PGlite's runtime.
 */
export function startParameters(durable: boolean): string[] {
  if (!durable) return [...PGlite.defaultStartParams];
  return [
    ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
    '-c',
    'fsync=on',
    '-c',
    'wal_sync_method=fsync',
  ];
}

/**
 * Makes a new data folder beside its final place and moves it there when it is complete and on the disk,
 * so that a process killed on the way leaves no half-made database.
 */
export async function initialiseFolder(dataDir: string, durable: boolean): Promise<void> {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return;
  const draft = `${dataDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  const db = await PGlite.create({ dataDir: draft });
  await db.close();
  if (durable)
    for (const name of [...readdirSync(draft, { recursive: true, encoding: 'utf8' }), '.'])
      syncPath(path.join(draft, name));
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(draft, dataDir);
  syncPath(path.dirname(dataDir));
}

/** Counts every byte the engine writes to its files, and makes its fsync reach the disk where asked. */
export function watchFiles(
  module: EngineModule,
  dataDir: string,
  durable: boolean,
): { written: () => number; reset: () => void } {
  const ops = module.FS.lookupPath(MOUNT).node.stream_ops;
  const write = ops.write;
  let bytes = 0;
  ops.write = (stream, buffer, offset, length, position) => {
    bytes += length;
    return write(stream, buffer, offset, length, position);
  };
  if (durable) {
    ops.fsync = (stream) => {
      if (stream.nfd === undefined) syncPath(path.join(dataDir, stream.path.slice(MOUNT.length)));
      else fsyncSync(stream.nfd);
      return 0;
    };
  }
  return {
    written: () => bytes,
    reset: () => {
      bytes = 0;
    },
  };
}

function syncPath(name: string): void {
  const descriptor = openSync(name, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
