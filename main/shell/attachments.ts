/** Opens files of tickets. What could run is only ever shown in its folder. */
import { chmod, writeFile } from 'node:fs/promises';
import { shell } from 'electron';
import type { Request, Response } from '#shared/ipc.ts';
import { CORE_PORTS } from '#shared/wire.ts';

type AskCore = (name: string, request: unknown) => Promise<unknown>;

/**
 * What a browser writes beside a download, so that Windows and Office treat it with care
 * (https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/6e3f7352-d11c-4d76-8c39-2516a9df36e8).
 */
const FROM_THE_INTERNET = '[ZoneTransfer]\r\nZoneId=3\r\n';

/** Answers `attachment.open`: core gives a copy that is made for this, under a name that is safe. */
export function attachmentOpener(askCore: AskCore) {
  return async (request: Request<'attachment.open'>): Promise<Response<'attachment.open'>> => {
    const answer = await askCore('attachment.file', request);
    const { path, isDangerous } = CORE_PORTS['attachment.file'].response.parse(answer);
    await mark(path);
    // `openPath` answers with the words of what went wrong, and with none when it did not.
    const isOpen = !isDangerous && (await shell.openPath(path)) === '';
    if (isOpen) return { how: 'opened' };
    shell.showItemInFolder(path);
    return { how: 'revealed' };
  };
}

/** Says where the copy came from, and that it is a copy: what is changed in it goes nowhere. */
async function mark(path: string): Promise<void> {
  // A copy that was opened before has its mark, and can not be written any more.
  if (process.platform === 'win32')
    await writeFile(`${path}:Zone.Identifier`, FROM_THE_INTERNET).catch(() => {});
  await chmod(path, 0o444);
}
