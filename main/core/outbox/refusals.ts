/** Tells what something in between refuses for good from a bad moment on the way. */
import type { OperationId } from '#shared/ids.ts';

/**
 * So often, and for so long, something in between may refuse one thing in the same way, before it is the person's to act
 * on: on a bad line three wrong answers may come within a second.
 */
const LASTING = { times: 3, ms: 20_000 } as const;
/** So many ways are told apart, where several take turns. All further ones count as one: a page may name each refusal anew. */
const WAYS = 3;
const ANY_OTHER = '';

/** Follows the refusals of each operation; `now` in milliseconds. */
export function refusalsBetween(now: () => number) {
  const known = new Map<OperationId, Map<string, { times: number; since: number; answers: number }>>();
  return {
    /**
     * Takes in one refusal, `how` it was said, and how often the desk itself has answered others so far. `only_this` is
     * refused once the desk has answered others between two that are alike, and it is `lasting` when that has been so
     * often, and for so long, that it will not change by itself. Until then, and while everything is refused (by a
     * portal, a proxy that wants a password), it is taken for the `way_closed`. Further refusals stay lasting: a full disk
     * may have had no room for the first of them.
     */
    heard(id: OperationId, how: string, answers: number): 'way_closed' | 'only_this' | 'lasting' {
      const ways = known.get(id) ?? new Map();
      known.set(id, ways);
      const way = ways.has(how) || ways.size < WAYS ? how : ANY_OTHER;
      const before = ways.get(way);
      const isCounted = answers !== before?.answers;
      const times = (before?.times ?? 0) + (isCounted ? 1 : 0);
      const since = before?.since ?? now();
      ways.set(way, { times, since, answers });
      if (times < 2) return 'way_closed';
      // A clock that was turned, either way, makes it look long: then the count alone decides.
      const isLong = Math.abs(now() - since) >= LASTING.ms;
      return isCounted && isLong && times >= LASTING.times ? 'lasting' : 'only_this';
    },
    /** It was answered otherwise. */
    forget(id: OperationId): void {
      known.delete(id);
    },
  };
}
