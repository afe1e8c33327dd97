/** The short share of the live histories; `npm run torture -- --live-histories N` runs as many as you like. */
import { expect, test } from 'vitest';
import { runLiveHistories } from './live.ts';

test('several computers with real processes agree again after whatever happened to their lines and to them (invariants 1 to 4, 6, 10)', {
  timeout: 120_000,
}, async () => {
  const result = await runLiveHistories({ histories: 2, seed: 1, onProgress: () => undefined });
  expect(result.failures).toEqual([]);
  expect(result.histories).toBe(2);
  // Otherwise nothing was ever in the way.
  expect(result.hurtConnections).toBeGreaterThan(0);
});
