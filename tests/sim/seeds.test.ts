/** A fixed share of the simulation, and that it is the same every time. `npm run torture` runs as many as you like. */
import { expect, test } from 'vitest';
import { runOne, runSeeds } from './seeds.ts';

test('1,000 seeds: nothing is lost, doubled, turned round, untold or stuck (invariants 1 to 8)', async () => {
  const report = await runSeeds({ count: 1000, shrink: 1 });
  expect(report.failures).toEqual([]);
  expect(report.seeds).toBe(1000);
}, 900_000);

test('the same seed twice leaves the same trace, in another process too', async () => {
  for (const seed of [3, 7, 41]) {
    const [once, again] = [await runOne(seed), await runOne(seed)];
    expect(again.hash).toBe(once.hash);
  }
}, 120_000);

test('another seed leaves another trace', async () => {
  expect((await runOne(1)).hash).not.toBe((await runOne(2)).hash);
}, 60_000);
