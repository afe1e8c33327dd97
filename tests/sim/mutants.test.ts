/** Every planted bug still applies, and the simulation is able to catch one: a test of the test. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MUTANTS, mutated } from './mutants.ts';
import { runMutants } from './mutation.ts';

const source = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

describe('planted bugs', () => {
  test('there are at least twenty, each under its own name', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  test.each(MUTANTS)('"$name" applies at exactly one place', (mutant) => {
    expect(mutated(mutant, source(mutant.file))).not.toBe(source(mutant.file));
  });

  test('one whose place is gone fails loudly', () => {
    const gone = { name: 'gone', file: 'main/core/core.ts', find: 'no such text', replace: '' };
    expect(() => mutated(gone, source(gone.file))).toThrow('"gone" does not apply');
  });

  test('a planted bug is caught', async () => {
    const [result] = await runMutants({ most: 40, names: ['swallowed 4xx'] });
    expect(result?.caught).toBe(true);
  }, 120_000);
});
