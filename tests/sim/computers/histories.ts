/** Histories of several computers as `npm run torture` and the tests run them: many, and one account of them all. */
import { z } from 'zod';
import { type Job, runIn } from '../workers.ts';
import { PROBLEMS } from './check.ts';

const Done = z.object({
  seed: z.int(),
  hash: z.string(),
  steps: z.int(),
  computers: z.int(),
  lives: z.int(),
  problems: z.array(z.object({ kind: z.enum(PROBLEMS), what: z.string() })),
  caughtUp: z.array(z.int()),
  /** The steps that are enough to fail, when that was asked for. */
  enough: z.array(z.int()).nullable(),
});
export type HistoryDone = z.infer<typeof Done>;

/** Milliseconds until somebody had everything again. */
export type CatchUp = { median: number; p95: number; max: number };

export type HistoriesReport = {
  histories: number;
  seconds: number;
  computers: number;
  lives: number;
  steps: number;
  /** How many histories had each kind of problem. */
  counts: Record<(typeof PROBLEMS)[number], number>;
  catchUp: CatchUp;
  /** The failing histories, each with the command that replays it. */
  failures: { seed: number; problems: HistoryDone['problems']; replay: string }[];
};

export type HistoriesOptions = {
  count: number;
  from?: number;
  /** Failing histories are made small before they are reported, at most this many. */
  shrink?: number;
  onDone?: (done: HistoryDone, sofar: number) => void;
};

/** Runs every job in processes of their own; `onDone` ends the whole with `stop`. */
export const runHistoryJobs = (
  jobs: readonly Job[],
  onDone: (done: HistoryDone) => 'stop' | undefined,
  options: { mutant?: string } = {},
): Promise<void> =>
  runIn({ worker: new URL('worker.ts', import.meta.url), done: Done }, jobs, onDone, options);

/** Runs `count` histories from seed `from` on. */
export async function runHistories({
  count,
  from = 1,
  shrink = 3,
  onDone,
}: HistoriesOptions): Promise<HistoriesReport> {
  const started = performance.now();
  const done: HistoryDone[] = [];
  const jobs = Array.from({ length: count }, (_, at) => ({ seed: from + at }));
  await runHistoryJobs(jobs, (each) => {
    done.push(each);
    onDone?.(each, done.length);
    return undefined;
  });
  const seconds = (performance.now() - started) / 1000;
  const failed = done.filter(({ problems }) => problems.length > 0).sort((a, b) => a.seed - b.seed);
  const small = new Map<number, number[]>();
  await runHistoryJobs(
    failed.slice(0, shrink).map(({ seed }) => ({ seed, shrink: true })),
    ({ seed, enough }) => {
      if (enough !== null) small.set(seed, enough);
      return undefined;
    },
  );
  const total = (of: (each: HistoryDone) => number): number => done.reduce((sum, each) => sum + of(each), 0);
  return {
    histories: done.length,
    seconds,
    computers: total(({ computers }) => computers),
    lives: total(({ lives }) => lives),
    steps: total(({ steps }) => steps),
    counts: counted(
      (kind) => done.filter(({ problems }) => problems.some((each) => each.kind === kind)).length,
    ),
    catchUp: catchUpOf(done.flatMap(({ caughtUp }) => caughtUp)),
    failures: failed.map(({ seed, problems }) => ({ seed, problems, replay: replay(seed, small.get(seed)) })),
  };
}

export function counted(of: (kind: (typeof PROBLEMS)[number]) => number): HistoriesReport['counts'] {
  return {
    lost: of('lost'),
    duplicated: of('duplicated'),
    reordered: of('reordered'),
    diverged: of('diverged'),
    stalled: of('stalled'),
    unexpected: of('unexpected'),
  };
}

export function catchUpOf(took: readonly number[]): CatchUp {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

/** The one command that shows a failing history again, with only the steps that are enough. */
function replay(seed: number, only: number[] | undefined): string {
  return `npm run torture -- --history ${seed}${only === undefined ? '' : ` --only ${only.join(',')}`}`;
}

/** Runs one history, or only some of its steps, in a process of its own. */
export async function runOneHistory(seed: number, only?: number[]): Promise<HistoryDone> {
  const { promise, resolve } = Promise.withResolvers<HistoryDone>();
  await runHistoryJobs([only === undefined ? { seed } : { seed, only }], (done) => {
    resolve(done);
    return undefined;
  });
  return promise;
}
