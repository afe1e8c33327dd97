/** Keeps the index of words up with what is written: soon after each write, a slice at a time. */
import { LifelineError } from '#shared/errors.ts';
import type { Clock, Db } from '../ports.ts';
import { named } from './failure.ts';
import type { Transactions } from './transactions.ts';
import { openWordIndex } from './word-index.ts';

/** Long enough that who types is not indexed at every letter; whoever searches does not wait for it. */
const SOON_MS = 1_000;
/** Between two slices others have their turn, for about as long as a slice takes. */
const BETWEEN_MS = 30;
/** A full disk, for instance. What is noted stays noted. */
const AGAIN_MS = 60_000;

/** `damaged` is called when the index turns out to be damaged. */
export function keepIndexed(db: Db, clock: Clock, transactions: Transactions, damaged: () => void) {
  const index = openWordIndex(db);
  let cancel: (() => void) | null = null;

  /** Parts of the index may wait to be merged, also of the time before. */
  let mayMerge = true;
  let hasAdded = false;

  function later(ms: number): void {
    cancel ??= clock.after(ms, () => {
      cancel = null;
      workOff();
    });
  }

  function workOff(): void {
    try {
      if (step()) later(BETWEEN_MS);
    } catch (error) {
      if (isDamage(error)) damaged();
      else later(AGAIN_MS);
    }
  }

  /** Adds and merges in turns; false when neither is left. */
  function step(): boolean {
    const isBehind = index.isBehind();
    if (isBehind && !(hasAdded && mayMerge)) add();
    else if (mayMerge) {
      hasAdded = false;
      mayMerge = transactions.run(index.merge);
    } else return false;
    return true;
  }

  function add(): void {
    transactions.run(index.slice);
    [hasAdded, mayMerge] = [true, true];
  }

  return {
    /** Something was written. */
    soon: () => later(SOON_MS),
    /** Indexes the newest of what waits, where it can be written, and says whether that was all. */
    catchUp(): boolean {
      if (!index.isBehind()) return true;
      try {
        add();
        later(SOON_MS);
      } catch (error) {
        if (isDamage(error)) throw error;
      }
      return !index.isBehind();
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}

/** Throws what is no trouble of the store. */
function isDamage(error: unknown): boolean {
  const failure = named(error);
  if (!(failure instanceof LifelineError)) throw error;
  return failure.failure.code === 'store_damaged';
}
