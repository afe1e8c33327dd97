/** A store that nobody has written in: making one takes longer than most histories, and all of them begin with it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder } from '../copy-folder.ts';
import { openTrace } from '../trace.ts';
import { world } from '../world.ts';

/** Puts an empty store into `into`; the first time, core makes it in `base`. */
export async function emptyStore(base: string, into: readonly string[]): Promise<void> {
  const made = join(base, 'empty');
  if (!existsSync(made)) {
    const first = world(0, { folder: made, trace: openTrace() });
    await first.start();
    await first.stop(null);
  }
  for (const folder of into) copyFolder(made, folder);
}
