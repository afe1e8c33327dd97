/** Runs jobs in processes of their own, as many at once as the machine has cores. */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PROBLEMS } from './checker.ts';

const Done = z.object({
  seed: z.int(),
  hash: z.string(),
  steps: z.int(),
  lives: z.int(),
  problems: z.array(z.object({ kind: z.enum(PROBLEMS), what: z.string() })),
  extraNoticesInCrashWindow: z.int(),
  /** The steps that are enough to fail, when that was asked for. */
  enough: z.array(z.int()).nullable(),
});
export type Done = z.infer<typeof Done>;

export type Job = { seed: number; only?: number[]; shrink?: boolean };

/** After so many jobs a process makes way for a fresh one: what each leaves behind would fill its memory in thousands. */
const JOBS_OF_A_PROCESS = 500;

type Ends<Of> = (done: Of) => 'stop' | undefined;
type Options = { mutant?: string; processes?: number };

/** Runs every seed of the simulation, as `runIn` does. */
export async function runJobs(
  jobs: readonly Job[],
  onDone: Ends<Done>,
  options: Options = {},
): Promise<void> {
  await runIn({ worker: new URL('worker.ts', import.meta.url), done: Done }, jobs, onDone, options);
}

/**
 * Runs every job; `onDone` sees each as it ends, and ends the whole with `stop`. Rejects when a process ends by itself.
 */
export async function runIn<Of>(
  { worker, done }: { worker: URL; done: z.ZodType<Of> },
  jobs: readonly Job[],
  onDone: Ends<Of>,
  { mutant, processes = availableParallelism() }: Options = {},
): Promise<void> {
  let next = 0;
  let isOver = false;

  async function work(): Promise<void> {
    while (!isOver && next < jobs.length) await workInProcess();
  }

  async function workInProcess(): Promise<void> {
    let given = 0;
    let isLetGo = false;
    const child = fork(fileURLToPath(worker), mutant === undefined ? [] : [mutant], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Most of what a run makes is gone with it: room for that spares a tenth of the time.
      execArgv: ['--max-semi-space-size=64'],
    });
    let words = '';
    child.stderr?.on('data', (data) => {
      words += data;
    });
    await new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => {
        if (isOver || isLetGo) resolve();
        else reject(new Error(`a process of the simulation ended with ${code}: ${words}`));
      });
      child.on('message', (message) => {
        if (message !== 'ready' && !isOver && onDone(done.parse(message)) === 'stop') isOver = true;
        const job = isOver || given === JOBS_OF_A_PROCESS ? undefined : jobs[next];
        if (job === undefined) {
          isLetGo = true;
          child.disconnect();
          return;
        }
        given += 1;
        next += 1;
        child.send(job);
      });
    });
  }

  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, work));
}
