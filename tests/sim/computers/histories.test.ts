/** A fixed share of the histories of several computers. `npm run torture -- --histories N` runs as many as you like. */
import { expect, test } from 'vitest';
import { runHistories, runOneHistory } from './histories.ts';

test('100 histories of two to five computers: nobody loses words, sees an answer before its question, or stays behind (invariants 1 to 4, 6, 10)', async () => {
  const report = await runHistories({ count: 100, shrink: 1 });
  expect(report.failures).toEqual([]);
  expect(report.histories).toBe(100);
  // Otherwise nobody died, and nobody had anything to catch up on.
  expect(report.lives).toBeGreaterThan(report.computers);
  expect(report.catchUp.max).toBeGreaterThan(1_000);
}, 240_000);

test('the same history twice leaves the same trace, in another process too', async () => {
  const [once, again] = [await runOneHistory(7), await runOneHistory(7)];
  expect(again.hash).toBe(once.hash);
}, 60_000);
