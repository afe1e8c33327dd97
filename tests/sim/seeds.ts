/** The simulation as `npm run torture` and the tests run it: many seeds, one account of what went wrong. */
import type { PROBLEMS } from './checker.ts';
import { type Done, runJobs } from './workers.ts';

export type SeedsReport = {
  seeds: number;
  seconds: number;
  lives: number;
  steps: number;
  /** How many seeds had each kind of problem. */
  counts: Record<(typeof PROBLEMS)[number], number>;
  extraNoticesInCrashWindow: number;
  /** The failing seeds, each with the command that replays it. */
  failures: { seed: number; problems: Done['problems']; replay: string }[];
};

export type SeedsOptions = {
  count: number;
  from?: number;
  /** Failing seeds are made small before they are reported, at most this many. */
  shrink?: number;
  onDone?: (done: Done, sofar: number) => void;
};

/** Runs `count` seeds from `from` on. */
export async function runSeeds({ count, from = 1, shrink = 3, onDone }: SeedsOptions): Promise<SeedsReport> {
  const started = performance.now();
  const done: Done[] = [];
  const jobs = Array.from({ length: count }, (_, at) => ({ seed: from + at }));
  await runJobs(jobs, (each) => {
    done.push(each);
    onDone?.(each, done.length);
    return undefined;
  });
  const seconds = (performance.now() - started) / 1000;
  const failed = done.filter(({ problems }) => problems.length > 0).sort((a, b) => a.seed - b.seed);
  const small = new Map<number, number[]>();
  await runJobs(
    failed.slice(0, shrink).map(({ seed }) => ({ seed, shrink: true })),
    ({ seed, enough }) => {
      if (enough !== null) small.set(seed, enough);
      return undefined;
    },
  );
  const seedsWith = (kind: string): number =>
    done.filter(({ problems }) => problems.some((problem) => problem.kind === kind)).length;
  return {
    seeds: done.length,
    seconds,
    lives: sum(done.map(({ lives }) => lives)),
    steps: sum(done.map(({ steps }) => steps)),
    counts: {
      lost: seedsWith('lost'),
      duplicated: seedsWith('duplicated'),
      reordered: seedsWith('reordered'),
      unnotified: seedsWith('unnotified'),
      false_alarm: seedsWith('false_alarm'),
      stuck: seedsWith('stuck'),
      silent_damage: seedsWith('silent_damage'),
      repeated_notice: seedsWith('repeated_notice'),
      invisible: seedsWith('invisible'),
      mismarked: seedsWith('mismarked'),
      misdirected: seedsWith('misdirected'),
      parked: seedsWith('parked'),
      manners: seedsWith('manners'),
      broken_backup: seedsWith('broken_backup'),
      unexpected: seedsWith('unexpected'),
    },
    extraNoticesInCrashWindow: sum(done.map((each) => each.extraNoticesInCrashWindow)),
    failures: failed.map(({ seed, problems }) => ({ seed, problems, replay: replay(seed, small.get(seed)) })),
  };
}

/** The one command that shows a failing seed again, with only the steps that are enough. */
function replay(seed: number, only: number[] | undefined): string {
  return `npm run torture -- --seed ${seed}${only === undefined ? '' : ` --only ${only.join(',')}`}`;
}

/** Runs one seed, or only some of its steps, in a process of its own. */
export async function runOne(seed: number, only?: number[]): Promise<Done> {
  const { promise, resolve } = Promise.withResolvers<Done>();
  await runJobs([only === undefined ? { seed } : { seed, only }], (done) => {
    resolve(done);
    return undefined;
  });
  return promise;
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
