/** A process of its own that runs jobs, with one planted bug or none. Started by `workers.ts`. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, mutated } from './mutants.ts';

/**
 * Runs what comes in, one after the other, and sends what `load` makes of it. What runs the product is to be imported
 * inside `load`: only then does it come with the planted bug. `folder` is an empty one, for all jobs.
 */
export async function serve(
  load: (folder: string) => Promise<(job: unknown) => Promise<object>>,
): Promise<void> {
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

  // In memory where the system has such a place: thousands of stores come and go.
  const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lifeline-sim-'));
  process.on('exit', () => rmSync(base, { recursive: true, force: true }));
  process.on('disconnect', () => process.exit(0));
  const run = await load(base);
  process.on('message', async (message) => {
    process.send?.(await run(message));
  });
  process.send?.('ready');
}
