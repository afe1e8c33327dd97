// The packages of package-lock.json, in node_modules.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import process from 'node:process';
import { lastLines, runQuietly } from './child-process.mjs';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';
import { inProject } from './project.mjs';

const stamp = inProject('node_modules', '.lifeline-lock');
const npmRecord = inProject('node_modules', '.package-lock.json');

/** Installs the packages, unless those of this package-lock.json are there. */
export async function installPackages() {
  if (areInstalled()) return;
  await withLock('setup', async (extend) => {
    // Another run may have installed them while this one waited.
    if (areInstalled()) return;
    const title = existsSync(stamp)
      ? 'Installing packages (the list has changed)…'
      : 'Installing packages (first run)…';
    await withProgress(
      title,
      () => runNpm(extend),
      (elapsed) => `Packages installed in ${elapsed}.`,
    );
    writeFileSync(stamp, lockHash());
  });
}

function areInstalled() {
  const wanted = lockHash();
  const installed = readIfThere(stamp);
  if (installed !== undefined) return installed === wanted;
  if (!matchesNpmRecord()) return false;
  writeFileSync(stamp, wanted);
  return true;
}

function lockHash() {
  const lock = readIfThere(inProject('package-lock.json'));
  if (lock === undefined) {
    throw new Problem('package-lock.json is missing. Get it back with "git checkout package-lock.json".');
  }
  return createHash('sha256').update(lock).digest('hex');
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Entry
 * @typedef {Record<string, Entry>} Entries
 */

/** Whether somebody else's `npm ci` or `npm install` put exactly the locked packages there. */
function matchesNpmRecord() {
  const installed = readEntries(npmRecord);
  const locked = readEntries(inProject('package-lock.json'));
  if (installed === undefined || locked === undefined) return false;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    // Packages for other systems are locked too, and rightly absent.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Entries | undefined}
 */
function readEntries(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** @param {(pid: number) => void} started */
async function runNpm(started) {
  forget();
  const npm = findNpm();
  // npm waits up to a minute before its last try; half of that is long enough to look as if nothing happened.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retry-maxtimeout=20000'];
  const { code, output, missing } = await runQuietly(npm.command, [...npm.args, ...args], {
    shell: npm.shell,
    started,
  });
  if (missing) throw new Problem('npm was not found. Install Node.js with npm, then run this again.');
  if (code === 0) return;
  throw new Problem(
    `The packages could not be installed. ${adviceFor(output)} npm said:`,
    whatNpmSaid(output),
  );
}

/**
 * npm's last words, without its warnings, its inner workings (indented) and the manual page that it adds to
 * a mistake in usage.
 * @param {string} output
 */
function whatNpmSaid(output) {
  const [said = ''] = output.split(/^npm error (?:Clean install a project|Usage:)/m);
  const lines = said
    .split('\n')
    .filter((line) => !/complete log of this run|^npm (warn|notice)|^npm error(\s*$|\s{2})/i.test(line));
  return lastLines(lines.join('\n'), 10);
}

/** An install that breaks off halfway must not pass for a finished one. */
function forget() {
  rmSync(stamp, { force: true });
  rmSync(npmRecord, { force: true });
  // Windows cannot delete a program that runs, and npm runs this one from node_modules on later runs.
  if (process.platform === 'win32' && process.execPath.startsWith(inProject('node_modules') + sep)) {
    const aside = inProject('.lifeline', `node-${process.pid}.exe`);
    mkdirSync(dirname(aside), { recursive: true });
    renameSync(process.execPath, aside);
  }
}

/** The npm that started this run, so that an upgrade or a version manager is respected; else the one on the PATH. */
function findNpm() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli?.endsWith('npm-cli.js') && existsSync(cli)) {
    return { command: node ?? process.execPath, args: [cli], shell: false };
  }
  // Node refuses to start a .cmd file without a shell (CVE-2024-27980).
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', args: [], shell: windows };
}

/** @type {readonly (readonly [RegExp, string])[]} */
const advice = [
  [
    /code EUSAGE|can only install packages when/i,
    'package.json and package-lock.json do not agree: get both from the same commit, or run "npm install".',
  ],
  [
    /code (EJSONPARSE|ELOCKVERIFY)|invalid.*lock/i,
    'A package file is damaged: get it back with "git checkout package.json package-lock.json".',
  ],
  [
    /code EINTEGRITY/i,
    'A package differs from what package-lock.json promises: run "npm cache clean --force" and try again; if it stays, do not trust the registry.',
  ],
  [
    /code (ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|UND_ERR)|network/i,
    'The package registry was not reached: check the network, the proxy and "npm config get registry", then run this again.',
  ],
  [
    /code (E401|E403|ENEEDAUTH)/i,
    'The package registry refused you: sign in with "npm login" or check its address, then run this again.',
  ],
  [
    /code (E404|ETARGET)/i,
    'The package registry lacks a package: check "npm config get registry", then run this again.',
  ],
  [
    /code (EACCES|EPERM|EROFS)/i,
    'A folder cannot be written: give yourself write access to the project and to the npm cache, then run this again.',
  ],
  [/code ENOSPC/i, 'The disk is full: make room, then run this again.'],
];

/** @param {string} output */
function adviceFor(output) {
  return advice.find(([sign]) => sign.test(output))?.[1] ?? 'Mend what npm names below, then run this again.';
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
