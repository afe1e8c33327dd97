/** Tells what something in between refuses for good from a bad moment on the way. */
import type { OperationId } from '#shared/ids.ts';

/**
 * So often, and for so long, something in between may refuse one thing in the same way, before it is the person's to act
 * on: on a bad line three wrong answers may come within a second.
 */
const LASTING = { times: 3, ms: 20_000 } as const;

/** Follows the refusals of each operation; `now` in milliseconds. */
export function refusalsBetween(now: () => number) {
  const known = new Map<OperationId, { how: string; times: number; since: number; answers: number }>();
  return {
    /**
     * Takes in one refusal, `how` it was said, and how often the desk itself has answered others so far. True when one
     * thing has been refused so often, in one way, that it will not change by itself: each time the desk has answered
     * others since the time before. What refuses everything (a portal, a proxy that wants a password) does not count:
     * that is the way being closed. It stays true with every further refusal: a full disk may have no room for the first.
     */
    isLasting(id: OperationId, how: string, answers: number): boolean {
      const before = known.get(id);
      const isAlike = before?.how === how;
      if (isAlike && answers === before.answers) return false;
      const times = isAlike ? before.times + 1 : 1;
      const since = isAlike ? before.since : now();
      known.set(id, { how, times, since, answers });
      // A clock that was turned back tells nothing of how long it has been.
      return times >= LASTING.times && Math.abs(now() - since) >= LASTING.ms;
    },
    /** It was answered otherwise. */
    forget(id: OperationId): void {
      known.delete(id);
    },
  };
}
