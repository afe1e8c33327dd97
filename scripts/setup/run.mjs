// Hands over to a script: the same terminal, the same signals, the same exit code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import process from 'node:process';
import { exitCodeOf } from './child-process.mjs';
import { node24, projectEnvironment } from './node24.mjs';
import { Problem } from './problem.mjs';
import { inProject, root } from './project.mjs';

const parent = process.ppid;

/**
 * Runs a script with Node 24 to its end.
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runScript(script, args) {
  const path = isAbsolute(script) ? script : inProject(script);
  if (!existsSync(path)) {
    throw new Problem(`There is no script ${script} in this project. Check the name, then run this again.`);
  }
  return new Promise((resolve, reject) => {
    // The first releases of Node 24 still warn that they strip types.
    const child = spawn(node24(), ['--disable-warning=ExperimentalWarning', path, ...args], {
      cwd: root,
      env: projectEnvironment(),
      stdio: 'inherit',
    });
    // A terminal sends Ctrl-C to both; a second one from here would read as "now, at once".
    const ignore = () => undefined;
    const forward = /** @param {NodeJS.Signals} signal */ (signal) => child.kill(signal);
    process.on('SIGINT', process.stdin.isTTY ? ignore : forward);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    const watch = endWithParent(() => child.kill('SIGTERM'));
    child.once('error', (error) => {
      reject(
        new Problem(
          `Node 24 could not be started (${error.message}). Install Node.js 24 or newer, then run this again.`,
        ),
      );
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(exitCodeOf(code, signal));
    });
  });
}

/**
 * npm passes a signal to the shell between it and this program, and that shell dies of it without a word:
 * the script would live on alone.
 * @param {() => void} end
 */
function endWithParent(end) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) end();
  }, 500);
}
