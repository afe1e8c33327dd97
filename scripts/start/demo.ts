// The recorded tour of the app, for machines without a screen.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { exitCodeOf } from '../setup/child-process.mjs';
import { Problem } from '../setup/problem.mjs';
import { inProject, root } from '../setup/project.mjs';

/** Whether there is a screen to show a window on. */
export function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** Runs the tour and returns its exit code. */
export function runDemo(): Promise<number> {
  const script = inProject('tests', 'e2e', 'demo.ts');
  if (!existsSync(script)) {
    throw new Problem('tests/e2e/demo.ts is missing. Get it back with "git checkout tests/e2e/demo.ts".');
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, '--out', inProject('.lifeline', 'demo')], {
      cwd: root,
      stdio: 'inherit',
    });
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}
