// The app itself, on the host that this machine has for it.
import { spawn } from 'node:child_process';
import process from 'node:process';
import type { findHost } from '../../tests/electron/host.ts';
import { findBrowser } from '../setup/browser.mjs';
import { endTree, exitCodeOf, runQuietly } from '../setup/child-process.mjs';
import { electronVersion } from '../setup/electron-binary.mjs';
import { Problem } from '../setup/problem.mjs';
import { root } from '../setup/project.mjs';

type Host = Awaited<ReturnType<typeof findHost>>;

const secondsToStop = 8;

/** Says in plain words what the app runs on. */
export async function nameOf(host: Host): Promise<string> {
  if (host.kind === 'electron') return `Electron ${electronVersion()}`;
  return `the stand-in (${await browserName()}), because Electron's binary is not here`;
}

async function browserName(): Promise<string> {
  const browser = findBrowser();
  // On Windows the switch would open a window instead of printing the version.
  if (browser === undefined || process.platform === 'win32') return 'an installed Chromium';
  const { output } = await runQuietly(browser, ['--version'], { seconds: 5 });
  return /^(?:Chromium|Google Chrome|Microsoft Edge) [\d.]+/m.exec(output)?.[0] ?? 'an installed Chromium';
}

/** Runs the app with this profile until it ends, and returns its exit code. Ctrl-C ends it. */
export function runApp(
  host: Host,
  env: NodeJS.ProcessEnv,
  folder: string,
  args: readonly string[],
): Promise<number> {
  return new Promise((resolve, reject) => {
    // Terminals inside editors that are Electron apps themselves leave this set.
    const { ELECTRON_RUN_AS_NODE: _leftover, ...clean } = env;
    const child = spawn(host.executablePath, ['.', ...switches(host, folder), ...args], {
      cwd: root,
      env: clean,
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own: a terminal's Ctrl-C would also hit its helpers, before it has saved anything.
      detached: process.platform !== 'win32',
    });
    let signalled: NodeJS.Signals | undefined;
    const interrupt = (signal: NodeJS.Signals): void => {
      if (signalled !== undefined) return;
      signalled = signal;
      child.kill('SIGTERM');
      setTimeout(() => endTree(child), secondsToStop * 1000).unref();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    process.on('SIGHUP', interrupt);
    process.once('exit', () => endTree(child));
    child.once('error', (error) =>
      reject(new Problem(`The app could not be started (${error.message}). Run "npm ci", then try again.`)),
    );
    child.once('exit', (code, signal) => {
      resolve(signalled === undefined ? exitCodeOf(code, signal) : exitCodeOf(null, signalled));
    });
  });
}

function switches(host: Host, folder: string): string[] {
  const profile = `--user-data-dir=${folder}`;
  // Chromium refuses to start its sandbox for root: https://crbug.com/638180
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return host.kind === 'electron' && asRoot ? [profile, '--no-sandbox'] : [profile];
}
