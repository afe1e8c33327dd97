/** How long answers took after cuts of the network, and what is asked of that. Pure. */

/** The goal: so many of a hundred answers within the first, and all within the second. */
export const GOAL = { of100: 95, mostWithinMs: 5_000, allWithinMs: 15_000 } as const;

/** `number` is that of the cut. */
export type Waited = { number: number; ms: number };

/** What is told of the waits: median, the one that 95 of 100 do not exceed, and the longest, in milliseconds. */
export function figuresOf(waited: readonly Waited[]) {
  const sorted = waited.map(({ ms }) => ms).sort((one, other) => one - other);
  const rank = (of100: number) => sorted[Math.max(0, Math.ceil((sorted.length * of100) / 100) - 1)] ?? 0;
  const over = (limit: number) => sorted.filter((ms) => ms > limit).length;
  const mayBeSlow = Math.floor((sorted.length * (100 - GOAL.of100)) / 100);
  return {
    medianMs: rank(50),
    p95Ms: rank(95),
    maxMs: sorted.at(-1) ?? 0,
    slow: Math.max(0, over(GOAL.mostWithinMs) - mayBeSlow),
    late: over(GOAL.allWithinMs),
  };
}
