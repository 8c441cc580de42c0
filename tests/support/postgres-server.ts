import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A throw-away PostgreSQL server. It ends, and its files go, with `stop` or with this process, however that dies. */
export type PostgresServer = { url: (database: string) => string; stop: () => Promise<void> };

const OLDEST_VERSION = 15;
/** Speed over safety: nothing here outlives the run. */
const THROW_AWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
};
// The server lives as long as the pipe to its standard input: the kernel closes that even after SIGKILL of the parent.
const GUARD = '"$@" & server=$!; cat >/dev/null; kill -INT "$server"; wait "$server"; cd /; rm -rf "$0"';

/** Why no server can be started here, or null when one can. Looks in the usual folders and in PATH. */
export function whyNoPostgres(): string | null {
  if (process.platform === 'win32') return 'the test server needs a POSIX system';
  if (!findBinaries())
    return `no PostgreSQL ${OLDEST_VERSION}+ binaries in /usr/lib/postgresql/*/bin, Homebrew or PATH`;
  if (process.getuid?.() === 0 && !unprivilegedUser())
    return 'running as root, and there is no user postgres or nobody to run it as';
  return null;
}

/**
 * Starts a server on a Unix socket in a new folder; as root, under the user `postgres` or `nobody`. Takes about a second.
 * @param settings of postgresql.conf, over the throw-away ones (no fsync)
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<PostgresServer> {
  const reason = whyNoPostgres();
  const bin = findBinaries();
  if (reason || !bin) throw new Error(`PostgreSQL cannot be started: ${reason}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-pg-'));
  const user = process.getuid?.() === 0 ? unprivilegedUser() : null;
  if (user) chownSync(folder, user.uid, user.gid);
  const as = { cwd: folder, ...(user ?? {}) };
  const data = path.join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(path.join(bin, 'initdb'), initdb, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
  const places = { listen_addresses: '', unix_socket_directories: folder };
  const flags = Object.entries({ ...THROW_AWAY, ...settings, ...places }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const command = [path.join(bin, 'postgres'), '-D', data, ...flags];
  const guard = spawn('/bin/sh', ['-c', GUARD, folder, ...command], {
    ...as,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await untilReady(guard);
  guard.unref();
  const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
  return {
    url: (database) => `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`,
    stop: () => {
      guard.ref();
      guard.stdin?.end();
      return ended;
    },
  };
}

function untilReady(guard: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    guard.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000);
      if (log.includes('ready to accept connections')) resolve();
      else if (log.includes('database system is shut down'))
        reject(new Error(`PostgreSQL did not start:\n${log}`));
    });
    guard.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const homebrew = ['/opt/homebrew/bin', '/usr/local/bin'];
  const places = [
    ...versions.map((version) => path.join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...homebrew,
  ];
  return places.find((place) => isNewEnough(place)) ?? null;
}

function isNewEnough(place: string): boolean {
  if (!existsSync(path.join(place, 'initdb')) || !existsSync(path.join(place, 'postgres'))) return false;
  const version = execFileSync(path.join(place, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(version)?.[1] ?? 0) >= OLDEST_VERSION;
}

function unprivilegedUser(): { uid: number; gid: number } | null {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // no such user on this machine
    }
  }
  return null;
}
