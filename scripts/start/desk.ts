// The reference desk as a companion of the app: started before it, ended after it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { endTree, lastLines } from '../setup/child-process.mjs';
import { Problem } from '../setup/problem.mjs';
import { inProject, root } from '../setup/project.mjs';

export type Desk = {
  readonly url: string;
  readonly token: string | undefined;
  /** The page on which a person plays the specialist. */
  readonly specialistPage: string;
  readonly stop: () => Promise<void>;
};

const secondsToStart = 20;
// The address and the token come on lines of their own, in either order.
const msBetweenLines = 500;
const secondsToStop = 3;

/**
 * Starts the reference desk with sample data on a free port.
 * @throws {Problem} with the desk's last lines when it does not come up
 */
export async function startDesk(): Promise<Desk> {
  const data = inProject('.lifeline', 'desk');
  mkdirSync(data, { recursive: true });
  const child = spawn(
    process.execPath,
    [inProject('tests', 'desk', 'cli.ts'), '--port', '0', '--data', data, '--sample', '--with-parent'],
    // A group of its own: Ctrl-C ends the app first, and the app may still have something to send. The open
    // stdin tells the desk that this program lives.
    { cwd: root, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  // Also when this program ends in a way that nobody foresaw.
  process.once('exit', () => endTree(child));
  const output = await firstLines(child);
  const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
  if (url === undefined) {
    endTree(child);
    throw new Problem(
      'The reference desk did not start. Mend what it says below, or start without it: npm start -- --no-desk. It said:',
      lastLines(output),
    );
  }
  return {
    url,
    token: /^\s*token:\s*(\S+)/im.exec(output)?.[1],
    specialistPage: /specialist.*?(https?:\/\/\S+)/i.exec(output)?.[1] ?? `${url}/specialist`,
    stop: () => stop(child),
  };
}

/** What the desk prints until it has said its address and its token, or has ended, or time is up. */
function firstLines(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    let settle: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(limit);
      clearTimeout(settle);
      resolve(output);
    };
    const limit = setTimeout(finish, secondsToStart * 1000);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (!/https?:\/\/127\.0\.0\.1:\d+\D/.test(output)) return;
      clearTimeout(settle);
      settle = setTimeout(finish, msBetweenLines);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', finish);
    child.once('close', finish);
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const limit = setTimeout(() => endTree(child), secondsToStop * 1000);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    endTree(child, 'SIGTERM');
  });
}
