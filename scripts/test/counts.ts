// Sums of what passed, failed and was skipped.

/** Why some tests did not run, and how many. */
type Skip = { readonly reason: string; readonly count: number };

export type Counts = { readonly passed: number; readonly failed: number; readonly skips: readonly Skip[] };

/** One check that passed or failed as a whole. */
export const oneCheck = (passed: boolean): Counts => ({
  passed: passed ? 1 : 0,
  failed: passed ? 0 : 1,
  skips: [],
});

/** The sum of several counts, with equal reasons for skipping joined. */
export function sum(all: readonly Counts[]): Counts {
  const skips = new Map<string, number>();
  for (const { reason, count } of all.flatMap((counts) => counts.skips)) {
    skips.set(reason, (skips.get(reason) ?? 0) + count);
  }
  return {
    passed: all.reduce((total, counts) => total + counts.passed, 0),
    failed: all.reduce((total, counts) => total + counts.failed, 0),
    skips: [...skips].map(([reason, count]) => ({ reason, count })),
  };
}

/**
 * What a runner reported, corrected by how it ended: one that broke off, that failed outside its tests or
 * that found no tests has failed, whatever its report says.
 */
export function honest(reported: Counts | undefined, exitCode: number): Counts {
  if (reported === undefined) return oneCheck(false);
  const ranNothing = reported.passed + reported.failed + reported.skips.length === 0;
  if (reported.failed === 0 && (exitCode !== 0 || ranNothing)) return { ...reported, failed: 1 };
  return reported;
}

/** The last line of a test run. */
export function lastLine({ passed, failed, skips }: Counts): string {
  const skipped = skips.reduce((total, { count }) => total + count, 0);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Whether a run with these counts may be called a success. */
export const isSuccess = ({ passed, failed }: Counts): boolean => failed === 0 && passed > 0;
