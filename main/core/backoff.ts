/** How long to wait before trying again. */
import type { DeskAnswer } from './desk/port.ts';

const BASE_MS = 1_000;
/** A promise is counted in minutes, so nobody waits longer than one for the next try. */
const CAP_MS = 60_000;
/**
 * Where nobody answers, or somebody in between does (and not only to one write), the desk bears no load, and a person
 * waits for the moment when the network is back.
 */
export const GONE_CAP_MS = 5_000;
/** What somebody in between names is only a hint: it may be asked again after so long, sooner where it is critical. */
const LONGEST_HINT_MS = { critical: 60_000, other: 300_000 } as const;

/** A wait that an answer named: a promise of the desk, or a hint of anybody else. */
export type NamedWait = { afterMs: number; isPromise: boolean };

/**
 * Full jitter: uniform between 0 and an exponential bound, so that clients that lost the same desk at the same
 * moment do not return at the same moment (Brooker, "Exponential Backoff And Jitter", 2015).
 * `tries` counts the failures so far, from 1; `fraction` is uniform in [0, 1). A wait that was named wins, as far as it
 * counts, and jitter comes on top: the others were told the same.
 */
export function waitMs(
  tries: number,
  fraction: number,
  { named = null, capMs = CAP_MS, isCritical = false }: WaitOptions = {},
): number {
  const bound = Math.min(capMs, BASE_MS * 2 ** Math.max(0, tries - 1));
  if (named === null) return Math.round(fraction * bound);
  const longest = named.isPromise ? named.afterMs : LONGEST_HINT_MS[isCritical ? 'critical' : 'other'];
  const counts = Math.min(named.afterMs, longest);
  return Math.round(counts + fraction * Math.min(CAP_MS, Math.max(BASE_MS, counts / 10)));
}
type WaitOptions = { named?: NamedWait | null; capMs?: number | undefined; isCritical?: boolean };

/** The wait that an answer named, if it did. */
export function namedIn(answer: DeskAnswer<unknown>): NamedWait | null {
  if (answer.kind !== 'later' || answer.afterMs === null) return null;
  return { afterMs: answer.afterMs, isPromise: answer.isPromise };
}
