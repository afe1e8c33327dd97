// An installed Chromium, Chrome or Edge, which the stand-in shows its windows with.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const onPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const onMac = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const onWindows = [
  join('Google', 'Chrome', 'Application', 'chrome.exe'),
  join('Chromium', 'Application', 'chrome.exe'),
  join('Microsoft', 'Edge', 'Application', 'msedge.exe'),
];

/**
 * The path of an installed browser of Chromium's family; LIFELINE_BROWSER names one in an unusual place.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const { LIFELINE_BROWSER: named } = process.env;
  if (named) return existsSync(named) ? named : undefined;
  return candidates().find((path) => existsSync(path));
}

/** @returns {string[]} */
function candidates() {
  const { env } = process;
  const present = /** @param {(string | undefined)[]} folders */ (folders) =>
    folders.filter((folder) => folder !== undefined && folder !== '');
  switch (process.platform) {
    case 'darwin':
      return pairs(present(['/Applications', env.HOME && join(env.HOME, 'Applications')]), onMac);
    case 'win32':
      return pairs(present([env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]), onWindows);
    default:
      return pairs(present((env.PATH ?? '').split(delimiter)), onPath);
  }
}

/**
 * @param {(string | undefined)[]} folders
 * @param {readonly string[]} names
 */
function pairs(folders, names) {
  return names.flatMap((name) => folders.map((folder) => join(folder ?? '', name)));
}
