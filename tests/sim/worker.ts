/** Runs seeds of the simulation. */
import { join } from 'node:path';
import { z } from 'zod';
import { serve } from './serve.ts';

const Job = z.object({
  seed: z.int(),
  only: z.array(z.int()).optional(),
  shrink: z.boolean().default(false),
});

await serve(async (folder) => {
  const [{ runSeed }, { shrink }] = await Promise.all([import('./run.ts'), import('./shrink.ts')]);
  return async (job) => {
    const { seed, only, shrink: isToShrink } = Job.parse(job);
    const folders = { folder: join(folder, 'first'), begun: join(folder, 'begun') };
    const run = (steps?: readonly number[]) => runSeed(seed, { ...folders, only: steps });
    const done = await run(only);
    const enough = isToShrink && done.problems.length > 0 ? await shrink(done, run) : null;
    return { ...done, enough };
  };
});
