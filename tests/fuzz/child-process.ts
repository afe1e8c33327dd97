/** A core for cases, in a process that is started anew whenever one has ended it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Planted } from '../torture/core-process.ts';
import { type Case, type CaseDone, FromChild } from './words.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const PLANTING = fileURLToPath(new URL('../torture/planted.ts', import.meta.url));
/** So much of what it says last is told when it has died. */
const LAST_WORDS = 600;

/**
 * Runs cases, one after the other. One that ends the process, or holds it for longer than `patienceMs`, is found as
 * that, and the next one has a process of its own.
 */
export function caseRunner(planted: readonly Planted[] = []) {
  // In memory where the system has such a place: thousands of stores come and go.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lifeline-fuzz-'));
  let last: Promise<unknown> = Promise.resolve();
  let running: ChildProcess | null = null;
  let words = '';
  let number = 0;

  async function started(): Promise<ChildProcess> {
    if (running !== null) return running;
    words = '';
    const child = fork(CHILD, [mkdtempSync(join(folder, 'core-'))], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, TZ: 'UTC', LIFELINE_PLANTED: JSON.stringify(planted) },
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--max-semi-space-size=16',
        ...(planted.length === 0 ? [] : ['--import', PLANTING]),
      ],
    });
    child.stderr?.on('data', (data) => {
      words = `${words}${data}`.slice(-10 * LAST_WORDS);
    });
    child.once('exit', () => {
      if (running === child) running = null;
    });
    running = child;
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`no case can be run: ${words}`))),
    ]);
    return child;
  }

  async function run(given: Case, patienceMs: number): Promise<CaseDone> {
    const child = await started();
    number += 1;
    const mine = number;
    const { promise, resolve } = Promise.withResolvers<CaseDone>();
    const ended = (kind: 'died' | 'blocked', what: string): void => {
      running = null;
      const { said } = given;
      resolve({
        findings: [{ kind, what }],
        said: said.length,
        changes: 0,
        longestMs: 0,
        grewMb: 0,
        isOver: true,
      });
    };
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      ended('blocked', `core's thread was held for more than ${patienceMs} ms`);
    }, patienceMs);
    const onExit = (): void => ended('died', words.slice(0, LAST_WORDS));
    const onMessage = (message: unknown): void => {
      const told = FromChild.parse(message);
      if (told.number === mine) resolve(told.done);
    };
    // Its last words may come after its end.
    child.once('close', onExit);
    child.on('message', onMessage);
    try {
      child.send({ number: mine, given });
      return await promise;
    } finally {
      clearTimeout(patience);
      child.off('close', onExit);
      child.off('message', onMessage);
    }
  }

  return {
    run(given: Case, patienceMs: number): Promise<CaseDone> {
      // Whoever gave up waiting for one still has it running.
      const mine = last.then(() => run(given, patienceMs));
      last = mine.catch(() => undefined);
      return mine;
    },
    async end(): Promise<void> {
      await last;
      running?.kill('SIGKILL');
      running = null;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type CaseRunner = ReturnType<typeof caseRunner>;
