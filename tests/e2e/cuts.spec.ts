/** A fixed share of the cut networks: the answer comes, and what was written meanwhile arrives. No time is asserted. */
import { runCuts } from '../torture/cuts.ts';
import { expect, test } from './fixtures.ts';

const CUTS = 2;

test('after each of two cuts the answer is shown, and what was written meanwhile is at the desk once (invariants 2, 3, 6)', async ({
  host,
}) => {
  test.setTimeout(300_000);
  const result = await runCuts({ cuts: CUTS, seed: 1, longestSeconds: 4, host, onProgress: () => {} });
  if ('skipped' in result) throw new Error(result.skipped);
  expect(result.findings).toEqual([]);
  expect(result.waited.map(({ number }) => number)).toEqual([1, 2]);
  // A cut in which nobody wrote would prove less.
  expect(result.replies).toBeGreaterThan(0);
});
