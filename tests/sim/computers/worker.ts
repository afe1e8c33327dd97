/** Runs histories of several computers. */
import { z } from 'zod';
import { serve } from '../serve.ts';

const Job = z.object({
  seed: z.int(),
  only: z.array(z.int()).optional(),
  shrink: z.boolean().default(false),
});

await serve(async (folder) => {
  const [{ runHistory }, { shrink }] = await Promise.all([import('./run.ts'), import('../shrink.ts')]);
  return async (job) => {
    const { seed, only, shrink: isToShrink } = Job.parse(job);
    const run = (steps?: readonly number[]) => runHistory(seed, { folder, only: steps });
    const done = await run(only);
    const enough = isToShrink && done.problems.length > 0 ? await shrink(done, run) : null;
    return { ...done, enough };
  };
});
