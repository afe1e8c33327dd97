/** Where this person's data lives, and what the app was started with. */
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { CoreStart } from '#shared/wire.ts';
import { NotPrivate, privateFolder } from './private-folder.ts';
import { refuse } from './start.ts';
import { notPrivateWords } from './switches.ts';

/**
 * The profile's folder, for this person alone. Where it cannot be written, Chromium's own files go to a temporary
 * folder, so that a window can still open and say what is wrong; the store never moves. Null when it is another
 * person's: the app has ended with words then.
 */
export function openProfile(): string | null {
  const folder = app.getPath('userData');
  try {
    const real = privateFolder(folder);
    privateFolder(storeIn(real));
    accessSync(real, constants.W_OK);
    return real;
  } catch (error) {
    if (error instanceof NotPrivate) {
      refuse(notPrivateWords(error.folder));
      return null;
    }
    app.setPath('userData', mkdtempSync(join(tmpdir(), 'lifeline-')));
    return folder;
  }
}

const storeIn = (profile: string) => join(profile, 'store');

/** How core is to start. A desk named in the environment counts only for a build that runs from its sources. */
export function coreStart(profile: string): Omit<CoreStart, 'afterDeath'> {
  const { LIFELINE_DESK_URL: url, LIFELINE_DESK_TOKEN: token } = process.env;
  return {
    folder: storeIn(profile),
    version: app.getVersion(),
    startedWith: !app.isPackaged && url && token ? { url, token } : null,
  };
}

/** The sample desk that a start from the sources has brought along, to be offered on a first run. */
export function sampleDesk(): { url: string; token: string } | null {
  const { LIFELINE_SAMPLE_DESK_URL: url, LIFELINE_SAMPLE_DESK_TOKEN: token } = process.env;
  return !app.isPackaged && url && token ? { url, token } : null;
}
