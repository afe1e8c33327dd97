/** How often something may be done. Pure but for the clock that it is given. */

/** At most `most` times within any `ms` milliseconds; `now` is a clock that only goes forward. */
export function rate(most: number, ms: number, now: () => number) {
  let times: number[] = [];
  return {
    /** True, and counted, when it may be done once more. */
    take(): boolean {
      const at = now();
      times = times.filter((time) => at - time < ms);
      if (times.length >= most) return false;
      times.push(at);
      return true;
    },
  };
}
export type Rate = ReturnType<typeof rate>;
