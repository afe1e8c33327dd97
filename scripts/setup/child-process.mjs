// Runs other programs: quietly, with a time limit, and with everything they started ended along with them.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { root } from './project.mjs';

/** @typedef {{ code: number, output: string, timedOut: boolean, missing: boolean }} Outcome */

const windows = process.platform === 'win32';

// Enough for the last lines that anyone will read, without keeping a long log in memory.
const keptCharacters = 256 * 1024;
const patienceMs = 2_000;

/**
 * Ends a program and what it started. Outside Windows the program must lead its own process group
 * (`detached: true`).
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 */
export function endTree(child, signal = 'SIGKILL') {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/**
 * The exit code that shells give for an end: the program's own, or 128 plus the signal's number.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCodeOf(code, signal) {
  return code ?? (signal === null ? 1 : 128 + constants.signals[signal]);
}

/**
 * Runs a program to its end and returns what it printed. Ctrl-C ends it too and then ends this program.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, seconds?: number, shell?: boolean, started?: (pid: number) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function runQuietly(command, args, { env = process.env, seconds, shell = false, started } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
      windowsHide: true,
    });
    if (child.pid !== undefined) started?.(child.pid);
    let output = '';
    let timedOut = false;
    /** @type {NodeJS.Signals | undefined} */
    let interrupted;
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-keptCharacters);
    };
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      interrupted = signal;
      endTree(child, signal);
      // npm goes on for as long as it likes.
      setTimeout(() => endTree(child), patienceMs).unref();
    };
    const timer =
      seconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endTree(child);
          }, seconds * 1000);
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    /** @param {Omit<Outcome, 'output' | 'timedOut'>} outcome */
    const finish = (outcome) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      // `exit` and not a thrown error: the caller would report a failure of the program that was ended.
      if (interrupted !== undefined) process.exit(exitCodeOf(null, interrupted));
      resolve({ ...outcome, output, timedOut });
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', () => finish({ code: 127, missing: true }));
    child.once('close', (code, signal) => finish({ code: exitCodeOf(code, signal), missing: false }));
  });
}

/**
 * The last lines of an output, without colours, empty lines and stack traces.
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = 8) {
  return stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at .+:\d+:\d+\)?$/.test(line))
    .slice(-count);
}
