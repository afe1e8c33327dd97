/**
 * A store as the very first start leaves it. Making one takes as long as some hundred commands, so most runs begin with
 * a copy; the others make their own.
 */
import { existsSync } from 'node:fs';
import { copyFolder } from './copy-folder.ts';
import { openTrace } from './trace.ts';
import { world } from './world.ts';

/** One run in so many begins with nothing at all. */
const FROM_NOTHING = 8;

/** Lays what the run begins with into `folder`; `begun` is where the copy is kept, and made when there is none. */
export async function beginStore(seed: number, folder: string, begun: string): Promise<void> {
  if (seed % FROM_NOTHING === 0) return;
  if (!existsSync(begun)) {
    const first = world(0, { folder, trace: openTrace() });
    await first.start();
    await first.stop(null);
    copyFolder(folder, begun);
    await first.end();
  }
  copyFolder(begun, folder);
}
