/** A fixed share of the torture: the app dies twenty times, and nothing is lost, twice or out of order. */
import { runKills } from '../torture/kills.ts';
import { expect, test } from './fixtures.ts';

const KILLS = 20;

test('after twenty kills behind a bad network everything is there, once and in order (invariants 1 to 7)', async ({
  host,
}) => {
  test.setTimeout(300_000);
  const result = await runKills({ kills: KILLS, seed: 3, host, onProgress: () => {} });
  if ('skipped' in result) throw new Error(result.skipped);
  expect(result.findings).toEqual([]);
  // A life in which nothing happened would prove nothing.
  for (const figure of ['tickets', 'replies', 'answers', 'brokenConnections'] as const) {
    expect(result[figure], figure).toBeGreaterThan(0);
  }
  expect(result.kills).toBe(KILLS);
  expect(result.ofCoreAlone).toBeGreaterThan(0);
});
