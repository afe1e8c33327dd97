/** What a browser writes beside a download, so that the system and its programs treat it with care. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/6e3f7352-d11c-4d76-8c39-2516a9df36e8 */
const FROM_THE_INTERNET = '[ZoneTransfer]\r\nZoneId=3\r\n';

/** The system's own tool: nothing that somebody has put on the PATH. */
const XATTR = '/usr/bin/xattr';
const QUARANTINE = 'com.apple.quarantine';

export type Run = (program: string, args: string[]) => Promise<unknown>;
const really: Run = promisify(execFile);

/** Marks a file as one from elsewhere. False where the system, or the disk, has no such mark: Linux, FAT. */
export async function quarantine(path: string, platform: string, run: Run = really): Promise<boolean> {
  switch (platform) {
    case 'win32':
      // A copy that was opened before has its mark, and cannot be written any more.
      return (
        (await succeeds(writeFile(`${path}:Zone.Identifier`, FROM_THE_INTERNET))) ||
        (await succeeds(readFile(`${path}:Zone.Identifier`)))
      );
    case 'darwin':
      return (
        (await succeeds(run(XATTR, ['-w', QUARANTINE, quarantineValue(Date.now()), path]))) ||
        (await succeeds(run(XATTR, ['-p', QUARANTINE, path])))
      );
    default:
      return false;
  }
}

/** Flags as a browser sets them, the moment in hexadecimal seconds, who has fetched it, and a name of its own. */
function quarantineValue(now: number): string {
  return ['0081', Math.floor(now / 1000).toString(16), 'Lifeline', randomUUID().toUpperCase()].join(';');
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
