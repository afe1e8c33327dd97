/** Folders that hold what a person wrote are for that person alone, whatever they were before. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/**
 * Makes the folder if need be, and takes it from everybody else: 0700, and 0600 for each file in it when it stood open
 * until now. Gives its real path. A link to a folder is followed, so that a profile may lie on another disk; one that
 * belongs to somebody else is refused, whoever made the link. Windows keeps profiles apart by itself.
 * @throws {NotPrivate} when the folder is another's
 */
export function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  const folder = realpathSync(path);
  if (process.platform === 'win32') return folder;
  const us = process.getuid?.() ?? 0;
  const { uid, mode } = statSync(folder);
  if (isAnothers(uid, us)) throw new NotPrivate(folder);
  if ((mode & OTHERS) === 0) return folder;
  chmodSync(folder, FOLDER_MODE);
  closeWithin(folder, us);
  return folder;
}

export class NotPrivate extends Error {
  readonly folder: string;
  constructor(folder: string) {
    super(`${folder} belongs to somebody else`);
    this.name = 'NotPrivate';
    this.folder = folder;
  }
}

/** Root may use anybody's folder: it could take it anyway. */
export function isAnothers(owner: number, us: number): boolean {
  return us !== 0 && owner !== us;
}

/** Everything below. What somebody else has put there while it stood open, a link perhaps, is not ours to use. */
function closeWithin(folder: string, us: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (isAnothers(found.uid, us)) throw new NotPrivate(path);
    if (found.isDirectory()) {
      chmodSync(path, FOLDER_MODE);
      closeWithin(path, us);
    } else if (found.isFile() && (found.mode & OTHERS) !== 0) {
      // What may only be read stays so.
      chmodSync(path, found.mode & FILE_MODE);
    }
  }
}
