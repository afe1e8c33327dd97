/** The short share of the damaged stores; `npm run torture` makes many more. */
import { expect, test } from 'vitest';
import { runCorruptions } from './corruption.ts';
import { DAMAGES, OTHER_LETTERS } from './damage.ts';

test('whatever happens to the files of a store, nothing is lost and nothing untrue is shown without a word (invariant 8)', {
  timeout: 180_000,
}, async () => {
  const { corruptions, rebuilt, findings } = await runCorruptions({
    corruptions: 30,
    seed: 1,
    onProgress: () => undefined,
  });
  expect(findings).toEqual([]);
  expect(corruptions).toBe(30);
  // Otherwise nothing was damaged.
  expect(rebuilt).toBeGreaterThan(10);
});

const PLANTED = [
  {
    name: 'rows are not compared with their sums',
    file: 'main/core/store/check.ts',
    find: 'const wrong = tablesWithWrongSums(db, tables);',
    replace: 'const wrong: string[] = [];',
    wrong: 'silent_damage',
    // Much else would be noticed in another way.
    damages: [OTHER_LETTERS] as const,
  },
  {
    name: 'the journal is not asked',
    file: 'main/core/store/rebuild.ts',
    find: 'const entries = journal?.entriesAt(Number.MAX_SAFE_INTEGER) ?? new Map();',
    replace: 'const entries = new Map();',
    wrong: 'lost',
    damages: DAMAGES,
  },
  {
    name: 'the damaged file is deleted',
    file: 'main/core/store/rebuild.ts',
    find: 'disk.rename(file, join(folder, basename(file)))',
    replace: 'disk.remove(file)',
    wrong: 'silent_damage',
    damages: DAMAGES,
  },
] as const;

test.each(PLANTED)(
  'with a bug planted ($name) damaged stores show it: they are no test that always passes',
  { timeout: 180_000 },
  async ({ wrong, damages, ...bug }) => {
    const { findings } = await runCorruptions({
      corruptions: 12,
      seed: 30,
      onProgress: () => undefined,
      planted: [bug],
      damages,
    });
    expect(findings.map((finding) => finding.wrong)).toContain(wrong);
  },
);
