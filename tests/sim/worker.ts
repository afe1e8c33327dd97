/** A process of its own that runs seeds, with one planted bug or none. Started by `workers.ts`. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { MUTANTS, mutated } from './mutants.ts';

const Job = z.object({
  seed: z.int(),
  only: z.array(z.int()).optional(),
  shrink: z.boolean().default(false),
});

// Quiet hours are hours on the wall, and every machine must see the same.
process.env.TZ = 'UTC';

const mutant = MUTANTS.find(({ name }) => name === process.argv[2]);
if (mutant !== undefined) {
  // The product has no switch for bugs: its source is changed on its way into this process.
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/${mutant.file}`)) return loaded;
      return { ...loaded, source: mutated(mutant, readFileSync(fileURLToPath(url), 'utf8')) };
    },
  });
}
// After the hook, so that what it changes is not loaded before.
const [{ runSeed }, { shrink }] = await Promise.all([import('./run.ts'), import('./shrink.ts')]);

// In memory where the system has such a place: thousands of stores come and go.
const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lifeline-sim-'));
process.on('exit', () => rmSync(base, { recursive: true, force: true }));
process.on('disconnect', () => process.exit(0));
process.on('message', async (message) => {
  const { seed, only, shrink: isToShrink } = Job.parse(message);
  const folders = { folder: join(base, 'first'), begun: join(base, 'begun') };
  const run = (steps?: readonly number[]) => runSeed(seed, { ...folders, only: steps });
  const done = await run(only);
  const enough = isToShrink && done.problems.length > 0 ? await shrink(done, run) : null;
  process.send?.({ ...done, enough });
});
process.send?.('ready');
