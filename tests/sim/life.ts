/**
 * One life of core: from a start to a stop or a crash. Every event at one of its borders passes `cross`, which is
 * where a crash comes from. What belongs to a life that is over neither answers nor counts.
 */
import type { Trace } from './trace.ts';

export type CrashPlan = {
  /** Events at the borders until it happens. */
  in: number;
  /** What an event must be about to be counted; every one counts when it is empty. */
  on: string;
  /** A kill leaves what was written; a power cut takes what was not synced. */
  how: 'kill' | 'power';
};

export type Life = {
  number: number;
  isOver: boolean;
  /** Counts the event; false when the life is over, or ends with it. */
  cross(what: string): boolean;
};

export function beginLife(
  number: number,
  trace: Trace,
  { plan, crash }: { plan: () => CrashPlan | null; crash: (life: Life, how: CrashPlan['how']) => void },
): Life {
  const life: Life = {
    number,
    isOver: false,
    cross(what) {
      if (life.isOver) return false;
      trace.note(`${number} ${what}`);
      const planned = plan();
      if (planned === null || !what.includes(planned.on)) return true;
      planned.in -= 1;
      if (planned.in > 0) return true;
      crash(life, planned.how);
      return false;
    },
  };
  return life;
}
