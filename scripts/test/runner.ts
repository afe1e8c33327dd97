// Runs a checking tool with its output passed on as it comes, to the very end of that output.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { endTree, exitCodeOf } from '../setup/child-process.mjs';
import { root } from '../setup/project.mjs';

const windows = process.platform === 'win32';

// A tool that hangs must not hang the whole run for ever.
const limitMs = 45 * 60 * 1000;
// Programs that a tool left behind may hold its output open; they get this long to end by themselves.
const graceMs = 3_000;

/** The signal that asked for the end of the run, once one has. */
let interruption: NodeJS.Signals | undefined;

/** Whether somebody asked for the end of the run. */
export const isInterrupted = (): boolean => interruption !== undefined;

/**
 * Runs a program of node_modules with this Node and returns its exit code. When this returns, nothing of it
 * is still to be printed.
 */
export function runTool(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve) => {
    // A group of its own, so that what the tool started can be ended with it, and Ctrl-C reaches it once.
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      env: { ...process.env, ...colours(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !windows,
    });
    const interrupt = (signal: NodeJS.Signals): void => {
      interruption = signal;
      endTree(child, signal);
    };
    const limit = setTimeout(() => {
      console.error('This takes too long and is ended.');
      endTree(child);
    }, limitMs);
    let grace: NodeJS.Timeout | undefined;
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
    child.once('exit', () => {
      grace = setTimeout(() => {
        endTree(child);
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs);
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      clearTimeout(grace);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve(exitCodeOf(code, signal));
    });
    // Followed by `close` with a code of its own.
    child.once('error', (error) => console.error(`The tool could not be started: ${error.message}`));
  });
}

// The tools see a pipe, and would leave colours out where a person looks on.
function colours(): NodeJS.ProcessEnv {
  const asked = process.env.NO_COLOR !== undefined || process.env.FORCE_COLOR !== undefined;
  return process.stdout.isTTY && !asked ? { FORCE_COLOR: '1' } : {};
}
