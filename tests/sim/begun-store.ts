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

/** Lays what a run begins with into `folder`; `begun` is where the copy is kept. */
export async function beginStore(seed: number, folder: string, begun: string): Promise<void> {
  if (seed % FROM_NOTHING !== 0) await copyBegun(begun, [folder]);
}

/** Puts a store that nobody has written in into each of `into`; the first time, core makes it, in `begun`. */
export async function copyBegun(begun: string, into: readonly string[]): Promise<void> {
  if (!existsSync(begun)) {
    const first = world(0, { folder: begun, trace: openTrace() });
    await first.start();
    await first.stop(null);
  }
  for (const folder of into) copyFolder(begun, folder);
}
