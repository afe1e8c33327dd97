/** Backups by themselves: at a start when the last one is old, and every few hours while something changes. */
import type { Clock } from '../ports.ts';
import type { OpenedStore } from './open.ts';

const EVERY_MS = 4 * 3_600_000;

/** `made` is called after each backup. */
export function scheduleBackups({ db, backups, transactions }: OpenedStore, clock: Clock, made: () => void) {
  const first = backups.list()[0] ?? null;
  let known = first?.number ?? null;
  let last = first?.at ?? null;
  /** The last transaction that is in a backup; null while that is not known. */
  let backedUp: number | null = null;
  let isStopped = false;
  let cancel = () => {};

  function isDue(): boolean {
    const age = last === null ? Number.POSITIVE_INFINITY : clock.now() - last;
    // One from the future was made before the clock was set back, nobody knows how long ago.
    return transactions.seq() > 0 && (age >= EVERY_MS || age < 0);
  }

  async function make(): Promise<void> {
    const seq = transactions.seq();
    if (seq === backedUp) return;
    try {
      await backups.make(db, () => isStopped);
    } catch {
      // A full disk, for instance. The store itself stands, and the next one comes in a few hours.
      return;
    }
    if (isStopped) return;
    const newest = backups.list()[0] ?? null;
    if (newest === null || newest.number === known) return;
    known = newest.number;
    backedUp = seq;
    last = newest.at;
    made();
  }

  function again(): void {
    cancel = clock.after(EVERY_MS, () => {
      void make();
      again();
    });
  }

  return {
    start(): void {
      if (isDue()) void make();
      again();
    },
    lastAt: () => last,
    stop(): void {
      isStopped = true;
      cancel();
    },
  };
}
