// Keeps two runs from doing the same work in the same folder at once.
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './progress.mjs';
import { inProject } from './project.mjs';

const beatMs = 5_000;
// A holder on another machine that shares the folder shows life only by its beats.
const silentMs = 60_000;
// After this long another program may have got the number of a holder that is gone.
const renumberedMs = 600_000;

/**
 * Does some work while holding a named lock. The lock lies outside node_modules, because `npm ci` empties
 * that folder.
 * @template T
 * @param {string} name
 * @param {(extend: (pid: number) => void) => Promise<T>} work told how to make the lock outlive this program
 *   until another one has ended too
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  mkdirSync(inProject('.lifeline'), { recursive: true });
  const file = inProject('.lifeline', `${name}.lock`);
  let waiting = false;
  while (!take(file)) {
    if (dropIfStale(file)) continue;
    if (!waiting) say('Another run is at the same work; waiting for it…');
    waiting = true;
    await pause(250);
  }
  const release = () => rmSync(file, { force: true });
  // Also on `process.exit`, which Ctrl-C leads to.
  process.once('exit', release);
  const beat = setInterval(() => touch(file), beatMs);
  try {
    return await work((pid) => writeFileSync(file, `${holder()} ${pid}`));
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

const holder = () => `${hostname()} ${process.pid}`;

/** @param {string} file */
function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, holder());
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The next beat tries again; a missed one costs nothing.
  }
}

/**
 * @param {string} file
 * @returns {boolean} whether it is worth trying to take the lock again at once
 */
function dropIfStale(file) {
  const found = readHolder(file);
  if (found === undefined) return true;
  if (!isGone(found)) return false;
  // Renamed first: of several waiting runs only one can rename this file, so none removes a fresh lock
  // that another run has just made from here on.
  const aside = `${file}.${process.pid}`;
  try {
    if (readHolder(file)?.text !== found.text) return true;
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return true;
}

/** @param {string} file */
function readHolder(file) {
  try {
    return { text: readFileSync(file, 'utf8'), age: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {{ text: string, age: number }} holder */
function isGone({ text, age }) {
  const [host, ...pids] = text.split(' ');
  // The file is empty for a moment, between its making and its writing.
  if (host !== hostname()) return age > silentMs;
  return age > renumberedMs || !pids.some((pid) => isRunning(Number(pid)));
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error ? /** @type {NodeJS.ErrnoException} */ (error).code : undefined;
}
