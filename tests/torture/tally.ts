/** What torture counts. Each of these must be zero, whatever was done to the app. */

export const WRONGS = [
  'lost',
  'duplicated',
  'reordered',
  'unnotified',
  'stuck',
  'silent_damage',
  'diverged',
  'stalled',
] as const;
export type Wrong = (typeof WRONGS)[number];

/** One promise that was not kept: which, in which run, and what was seen. */
export type Finding = { wrong: Wrong; run: string; seen: string };

export type Progress = (line: string) => void;
