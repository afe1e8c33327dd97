/** Where this person's data lives, and what the app was started with. */
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { CoreStart } from '#shared/wire.ts';

/**
 * The profile's folder. Where it cannot be written, Chromium's own files go to a temporary folder, so that a
 * window can still open and say what is wrong; the store never moves.
 */
export function openProfile(): string {
  const folder = app.getPath('userData');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    app.setPath('userData', mkdtempSync(join(tmpdir(), 'lifeline-')));
  }
  return folder;
}

/** How core is to start. A desk named in the environment counts only for a build that runs from its sources. */
export function coreStart(profile: string): Omit<CoreStart, 'afterDeath'> {
  const { LIFELINE_DESK_URL: url, LIFELINE_DESK_TOKEN: token } = process.env;
  return {
    folder: join(profile, 'store'),
    version: app.getVersion(),
    startedWith: !app.isPackaged && url && token ? { url, token } : null,
  };
}

/** The sample desk that a start from the sources has brought along, to be offered on a first run. */
export function sampleDesk(): { url: string; token: string } | null {
  const { LIFELINE_SAMPLE_DESK_URL: url, LIFELINE_SAMPLE_DESK_TOKEN: token } = process.env;
  return !app.isPackaged && url && token ? { url, token } : null;
}
