/** Room on the disk: noticed before writing fails, and a little kept back for the moment when it does. */
import type { StoreHealth } from '#shared/model.ts';
import type { Clock, Disk } from '../ports.ts';
import type { StorePaths } from './paths.ts';

const LOW_BYTES = 200 * 1024 * 1024;
/** Enough for what a person types until they have made room. */
const RESERVE_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 60_000;

/** `changed` is called when the disk has become low, or is no longer. */
export function watchSpace(disk: Disk, clock: Clock, paths: StorePaths, changed: () => void) {
  let low: StoreHealth['lowDisk'] = null;
  let cancel = () => {};

  function keepReserve(): void {
    if (disk.size(paths.reserve) === RESERVE_BYTES) return;
    try {
      disk.write(paths.reserve, new Uint8Array(RESERVE_BYTES));
    } catch {
      giveUpReserve(disk, paths);
    }
  }

  function measure(): void {
    const free = freeBytesOf(disk, paths);
    if (free === null) return;
    const was = low;
    low = free < LOW_BYTES ? { freeBytes: free } : null;
    if ((was === null) !== (low === null)) changed();
  }

  function look(): void {
    measure();
    if (low === null) keepReserve();
  }

  function lookAgainAndAgain(): void {
    look();
    cancel = clock.after(LOOK_EVERY_MS, lookAgainAndAgain);
  }

  return {
    start: lookAgainAndAgain,
    /** Looks at once, for instance after a large file came in. */
    look,
    low: () => low,
    /** Makes room for the next thing that is written. The reserve is made again at a later look. */
    giveUpReserve(): void {
      giveUpReserve(disk, paths);
      measure();
    },
    stop: () => cancel(),
  };
}

/** Makes room, when the store cannot even be opened. */
export function giveUpReserve(disk: Disk, paths: StorePaths): void {
  disk.remove(paths.reserve);
}

/** True when a copy of the store fits without making the disk low. */
export function hasRoomForCopy(disk: Disk, paths: StorePaths): boolean {
  const free = freeBytesOf(disk, paths);
  const needed = (disk.size(paths.database) ?? 0) + (disk.size(paths.wal) ?? 0);
  return free === null || free - needed >= LOW_BYTES;
}

/** Null when the file system does not say. Failing to look is no trouble of its own: what cannot be written says so. */
function freeBytesOf(disk: Disk, paths: StorePaths): number | null {
  try {
    return disk.freeBytes(paths.folder);
  } catch {
    return null;
  }
}
