/**
 * How long each operation still rests, in time that passes. The clock on the wall may jump by years: it says when the
 * next try is shown to be, never whether it is due.
 */
import type { OperationId } from '#shared/ids.ts';
import type { Clock } from '../ports.ts';

/** What an earlier run wrote as a later time than this was written under another clock. */
const LONGEST_WAIT_MS = 3_600_000;

export function waits(clock: Clock, onDue: () => void) {
  const resting = new Map<OperationId, { heldByDesk: boolean; cancel: () => void }>();

  function rest(id: OperationId, ms: number, heldByDesk: boolean): void {
    resting.get(id)?.cancel();
    const cancel = clock.after(ms, () => {
      resting.delete(id);
      onDue();
    });
    resting.set(id, { heldByDesk, cancel });
  }

  return {
    rest,
    isResting: (id: OperationId): boolean => resting.has(id),
    count: (): number => resting.size,
    /** Goes on with a wait that an earlier run began. */
    resume(id: OperationId, nextTryAt: number, heldByDesk: boolean): void {
      const left = nextTryAt - clock.now();
      if (left > 0 && left <= LONGEST_WAIT_MS) rest(id, left, heldByDesk);
    },
    /** Those that rest and that nobody asked to hold. */
    unheld(): OperationId[] {
      return [...resting].filter(([, { heldByDesk }]) => !heldByDesk).map(([id]) => id);
    },
    all: (): OperationId[] => [...resting.keys()],
    end(id: OperationId): void {
      resting.get(id)?.cancel();
      resting.delete(id);
    },
    stop(): void {
      for (const { cancel } of resting.values()) cancel();
      resting.clear();
    },
  };
}
export type Waits = ReturnType<typeof waits>;
