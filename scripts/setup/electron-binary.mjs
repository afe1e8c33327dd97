// Electron's binary, which the `electron` package leaves to be fetched apart from itself.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { runQuietly } from './child-process.mjs';
import { withLock } from './lock.mjs';
import { node24 } from './node24.mjs';
import { withProgress } from './progress.mjs';
import { inProject } from './project.mjs';

const failure = inProject('node_modules', '.lifeline-electron');
const secondsForATry = 20;
// Whoever asks for the try is willing to wait for a slow line.
const secondsForAForcedTry = 900;
const restMs = 24 * 60 * 60 * 1000;

/** @param {...string} parts */
const inElectron = (...parts) => inProject('node_modules', 'electron', ...parts);

/**
 * The version of Electron that the project asks for.
 * @returns {string}
 */
export function electronVersion() {
  return JSON.parse(readFileSync(inElectron('package.json'), 'utf8')).version;
}

/** Whether the binary of the right version is there: the same test as in the package's own installer. */
export function isElectronHere() {
  try {
    const version = readFileSync(inElectron('dist', 'version'), 'utf8').trim().replace(/^v/, '');
    return (
      version === electronVersion() &&
      existsSync(inElectron('dist', readFileSync(inElectron('path.txt'), 'utf8')))
    );
  } catch {
    return false;
  }
}

/**
 * Fetches the binary if it is missing. A failure is remembered for a day, so that a locked-down network
 * costs one wait and not one on every run; LIFELINE_FETCH_ELECTRON=1 forces a new try.
 * @param {string} otherwise what to say when a try has failed
 * @returns {Promise<boolean>} whether the binary is there
 */
export async function fetchElectron(otherwise) {
  const forced = process.env.LIFELINE_FETCH_ELECTRON === '1';
  const settled = () => isElectronHere() || (failedLately() && !forced);
  if (!settled()) {
    await withLock('setup', async () => {
      // Another run may have tried while this one waited.
      if (settled()) return;
      await withProgress(
        `Fetching Electron ${electronVersion()}…`,
        () => tryToFetch(forced ? secondsForAForcedTry : secondsForATry),
        (elapsed) => (isElectronHere() ? `Electron fetched in ${elapsed}.` : otherwise),
      );
    });
  }
  return isElectronHere();
}

/** @param {number} seconds */
async function tryToFetch(seconds) {
  const { ELECTRON_OVERRIDE_DIST_PATH: _elsewhere, ...env } = process.env;
  await runQuietly(node24(), [inElectron('install.js')], { env, seconds });
  if (isElectronHere()) {
    rmSync(failure, { force: true });
    return;
  }
  // A half-unpacked binary would be taken for a whole one by others.
  rmSync(inElectron('dist'), { recursive: true, force: true });
  writeFileSync(failure, 'Set LIFELINE_FETCH_ELECTRON=1 to try again before a day has passed.\n');
}

function failedLately() {
  try {
    return Date.now() - statSync(failure).mtimeMs < restMs;
  } catch {
    return false;
  }
}
