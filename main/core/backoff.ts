/** How long to wait before trying again. */

const BASE_MS = 1_000;
/** A promise is counted in minutes, so nobody waits longer than one for the next try. */
const CAP_MS = 60_000;

/**
 * Full jitter: uniform between 0 and an exponential bound, so that clients that lost the same desk at the same
 * moment do not return at the same moment (Brooker, "Exponential Backoff And Jitter", 2015).
 * `tries` counts the failures so far, from 1; `fraction` is uniform in [0, 1). A wait that the desk named wins.
 */
export function waitMs(tries: number, fraction: number, namedByDeskMs: number | null = null): number {
  const jittered = Math.round(fraction * Math.min(CAP_MS, BASE_MS * 2 ** Math.max(0, tries - 1)));
  return namedByDeskMs === null ? jittered : Math.max(namedByDeskMs, jittered);
}
