/** What the checker of several computers reads. Every entry has its place in one common order. */
import type { Act, Arrival, Deed, DeskState, View } from '../logs.ts';

/** What the window of one computer showed, with the place at which somebody began to look. */
export type Look = View & { began: number };

export type ComputerTold = {
  deeds: Deed[];
  /** In their order; the last one is from the very end. */
  looks: Look[];
  /** Errors that nobody foresaw. */
  unexpected: string[];
  /** For each round after the healing, milliseconds until everything was here and gone; null when it took too long. */
  caughtUp: (number | null)[];
};

export type Told = {
  computers: ComputerTold[];
  arrivals: Arrival[];
  acts: Act[];
  desk: DeskState;
};
