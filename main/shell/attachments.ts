/** Opens files of tickets. What could run is only ever shown in its folder. */
import { chmod, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shell } from 'electron';
import type { Request, Response } from '#shared/ipc.ts';
import { CORE_PORTS } from '#shared/wire.ts';
import type { MayOpen } from './openings.ts';
import { quarantine } from './quarantine.ts';

type AskCore = (name: string, request: unknown) => Promise<unknown>;

/**
 * Answers `attachment.open`: core gives a copy that is made for this, under a name that is safe. Whoever opens it sees
 * where it came from; what runs and cannot be marked so gets an ending that nothing runs.
 */
export function attachmentOpener(askCore: AskCore, mayOpen: MayOpen) {
  return async (request: Request<'attachment.open'>): Promise<Response<'attachment.open'>> => {
    await mayOpen({ kind: 'file' });
    const answer = await askCore('attachment.file', request);
    const { path, isDangerous, nameUnmarked } = CORE_PORTS['attachment.file'].response.parse(answer);
    const isMarked = await quarantine(path, process.platform);
    // It is a copy: what is changed in it goes nowhere.
    await chmod(path, 0o400);
    // `openPath` answers with the words of what went wrong, and with none when it did not.
    const isOpen = !isDangerous && (await shell.openPath(path)) === '';
    if (isOpen) return { how: 'opened' };
    shell.showItemInFolder(isMarked || nameUnmarked === null ? path : await renamed(path, nameUnmarked));
    return { how: 'revealed' };
  };
}

async function renamed(path: string, name: string): Promise<string> {
  const other = join(dirname(path), name);
  if (other === path) return path;
  await rm(other, { force: true });
  await rename(path, other);
  return other;
}
