import { mkdirSync, realpathSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../domain/shared/errors.ts';

/** Held until `release` or the end of the process, whichever comes first. */
export type FolderLock = { folder: string; release: () => void };

/**
 * Makes the folder and claims it for this process. Two writers on one PGlite folder destroy it, and PGlite has no lock.
 * The lock is a file lock of the kernel on `<folder>.lock` (taken through SQLite, the only such call Node ships), so it goes
 * with the process even on SIGKILL and leaves nothing to clean up.
 * @throws AppError CONFLICT when another process, or this one, already holds the folder
 */
export function lockFolder(path: string): FolderLock {
  mkdirSync(path, { recursive: true });
  const folder = realpathSync(path);
  const lock = new DatabaseSync(`${folder}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new AppError(
      'CONFLICT',
      `The database folder ${folder} is in use by another process. Stop that process, or set DATABASE_URL to a PostgreSQL server, which several processes may share.`,
      { cause },
    );
  }
  return { folder, release: () => lock.close() };
}
