/**
 * Judges one history of several computers from what was told of it alone: what each window acknowledged and showed, and
 * what the desk holds. Shares no code with the client.
 */
import { agreeing } from './check-end.ts';
import { once } from './check-once.ts';
import { inOrder } from './check-order.ts';
import { words } from './check-words.ts';
import { threadsOf } from './threads.ts';
import type { Told } from './told.ts';

/** Everybody has everything this soon after the faults have stopped. */
export const CATCH_UP_MS = 10_000;

export const PROBLEMS = [
  /** Somebody's words, or words that somebody was shown, are not there any more. */
  'lost',
  /** Something is there twice, or nobody wrote it. */
  'duplicated',
  /** An answer without or before what it answers, or words in another order than they were said. */
  'reordered',
  /** In the end, somebody reads something else than the desk has. */
  'diverged',
  /** Somebody had not caught up in time. */
  'stalled',
  /** An error that nobody foresaw. */
  'unexpected',
] as const;
export type Problem = { kind: (typeof PROBLEMS)[number]; what: string };

/** `caughtUp` has how long each computer took, every time that something was to be caught up on. */
export function check(told: Told): { problems: Problem[]; caughtUp: number[] } {
  const threads = threadsOf(told);
  const took = told.computers.flatMap(({ caughtUp }, at) => caughtUp.map((ms) => ({ at, ms })));
  return {
    problems: [
      ...told.computers.flatMap(({ unexpected }) =>
        unexpected.map((what) => ({ kind: 'unexpected' as const, what })),
      ),
      ...told.computers.flatMap((computer, at) => words(computer, at, threads)),
      ...once(told),
      ...inOrder(told, threads),
      ...agreeing(told),
      ...took
        .filter(({ ms }) => ms === null || ms > CATCH_UP_MS)
        .map(({ at, ms }) => ({
          kind: 'stalled' as const,
          what: `computer ${at} ${ms === null ? 'never caught up' : `caught up after ${ms} ms`}`,
        })),
    ],
    caughtUp: took.flatMap(({ ms }) => ms ?? []),
  };
}
