/**
 * A fixed share of the fuzz: core lives, the pull goes on and every answer fits, whatever a desk says (invariants 4, 9
 * and 10). `npm run torture -- --fuzz N` tries as many as you like, and measures time and memory too.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Account, Change, ChatState, Problem } from '#shared/contract.ts';
import { treeOf } from '../../renderer/state/markdown/parse.ts';
import { type Branch, MOST } from '../../renderer/state/markdown/tree.ts';
import { fits, hurts, placesOf } from './arbitrary.ts';
import { jsonText } from './hostile.ts';
import './pages.ts';
import { runPages } from './run.ts';
import { texts } from './text-arbitrary.ts';

const SEED = 12;

test('what is made to fit the contract fits it', () => {
  for (const schema of [Change, Account, ChatState, Problem]) {
    for (const value of fc.sample(fits(schema), { seed: SEED, numRuns: 200 })) {
      expect(z.safeParse(schema, JSON.parse(jsonText(value))).error).toBeUndefined();
    }
  }
});

test('every place of the contract is hurt, and most of what is hurt fits it no more', () => {
  const hurt = fc.sample(hurts(Change), { seed: SEED, numRuns: 3_000 });
  const hurtAt = new Set(hurt.map(({ at }) => at));
  expect(placesOf(Change).filter((place) => !hurtAt.has(place))).toEqual([]);
  const unfit = hurt.filter(({ value }) => !Change.safeParse(JSON.parse(jsonText(value))).success);
  expect(unfit.length).toBeGreaterThan(hurt.length / 2);
});

test('300 answers: core lives, the pull goes on, and every answer fits', async () => {
  const { pages, failures, changes } = await runPages({
    pages: 300,
    seed: SEED,
    isMeasured: false,
    shrink: 1,
  });
  expect(failures).toEqual([]);
  expect(pages).toBeGreaterThanOrEqual(300);
  expect(changes).toBeGreaterThan(800);
}, 300_000);

test('a core that one row can stop is caught', async () => {
  const planted = [
    {
      file: 'shared/received.ts',
      find: '  const read = ReceivedChange.safeParse(sent);\n',
      replace:
        '  const read = { success: true as const, data: ReceivedChange.parse(sent), error: undefined };\n',
    },
  ];
  const { failures } = await runPages({ pages: 20, seed: SEED, isMeasured: false, shrink: 0, planted });
  expect(failures.length).toBeGreaterThan(0);
}, 300_000);

const weight = (of: Branch[]): number =>
  of.reduce((sum, one) => sum + 1 + (typeof one === 'string' ? 0 : weight(one.of)), 0);

test('150 texts: a tree within its bounds, or none', () => {
  let trees = 0;
  for (const text of fc.sample(texts, { seed: SEED, numRuns: 150 })) {
    if (text.length > 5_000) continue;
    const tree = treeOf(text);
    if (tree === null) continue;
    trees += 1;
    expect(weight(tree.groups.flat())).toBeLessThanOrEqual(MOST.weight);
  }
  expect(trees).toBeGreaterThan(50);
}, 60_000);
