// What the project needs from the system: for a window a browser or Electron's libraries, a display and notifications;
// for the recorder of power cuts a C compiler.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { findBrowser } from './browser.mjs';
import { lastLines, runQuietly } from './child-process.mjs';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { say, withProgress } from './progress.mjs';

/**
 * One need, and the packages that meet it; the first that the system offers is installed.
 * @typedef {readonly [string, ...string[]]} Need
 */

/** @type {readonly Need[]} */
const forTheTests = [['xvfb'], ['dbus'], ['dunst']];
/** @type {readonly Need[]} */
const forTheStandIn = [...forTheTests, ['imagemagick'], ['fonts-liberation'], ['fonts-noto-color-emoji']];
// Newer releases carry the t64 names (64-bit time), and offer the old ones no more.
/** @type {readonly Need[]} */
const forElectron = [
  ...forTheTests,
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
];
// The compiler only recommends the C library's headers, and recommendations are left out.
/** @type {readonly Need[]} */
const forTheRecorder = [['gcc'], ['libc6-dev']];

/**
 * Sees to it that a window can be shown: with apt as root, with a sentence about what to install elsewhere.
 * @param {{ electron: boolean }} host
 */
export async function installSystemPackages({ electron }) {
  if (hasApt()) {
    const needs = electron
      ? forElectron
      : findBrowser()
        ? forTheStandIn
        : [/** @type {Need} */ (['chromium']), ...forTheStandIn];
    await meet(needs, 'The window tests need');
  }
  if (!electron && findBrowser() === undefined) {
    throw new Problem(
      'No browser was found to show windows with. Install Google Chrome, Chromium or Microsoft Edge, then run this again.',
    );
  }
}

/** Sees to it that power cuts can be recorded, where a compiler can be had; without one the tests skip them and say so. */
export async function installCompiler() {
  if (!hasApt() || isOnPath('cc')) return;
  try {
    await meet(forTheRecorder, 'Recording power cuts needs');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say('No C compiler could be installed: power cuts are not recorded here.');
  }
}

function hasApt() {
  return process.platform === 'linux' && isOnPath('apt-get') && isOnPath('dpkg-query');
}

/**
 * @param {readonly Need[]} needs
 * @param {string} purpose the beginning of a sentence that goes on with packages
 */
async function meet(needs, purpose) {
  const missing = await unmet(needs);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const names = missing.map(([first]) => first).join(' ');
    say(`${purpose} packages that are missing: install them with "sudo apt-get install ${names}".`);
    return;
  }
  await withLock('setup', async () => {
    const still = await unmet(needs);
    if (still.length === 0) return;
    const title = `Installing system packages: ${still.map(([first]) => first).join(', ')}…`;
    await withProgress(
      title,
      () => install(still),
      (elapsed) => `System packages installed in ${elapsed}.`,
    );
  });
}

/** @param {readonly Need[]} needs */
async function install(needs) {
  const update = await apt('update');
  const names = await Promise.all(needs.map(offered));
  const { code, output } = await apt('install', '-y', '--no-install-recommends', ...names);
  if (code === 0) return;
  // A failed update is most often why a package is unknown afterwards.
  const lines = lastLines(update.code === 0 ? output : `${update.output}\n${output}`);
  throw new Problem(
    `The system packages could not be installed. Mend what apt names below, or install these yourself: ${names.join(' ')}. apt said:`,
    lines,
  );
}

/** @param {...string} args */
function apt(...args) {
  // The timeout waits for another apt instead of failing at its lock.
  return runQuietly('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

/**
 * The first of the packages that the system's sources have.
 * @param {Need} need
 */
async function offered(need) {
  for (const name of need) {
    const { output } = await runQuietly('apt-cache', ['policy', name], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  return need[0];
}

/** @param {readonly Need[]} needs */
async function unmet(needs) {
  const { output } = await runQuietly('dpkg-query', [
    '-W',
    `-f=\${Package} \${db:Status-Status}\\n`,
    ...needs.flat(),
  ]);
  const lines = output.split('\n');
  return needs.filter((need) => !need.some((name) => lines.includes(`${name} installed`)));
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}
