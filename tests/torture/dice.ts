/** Choices that a seed repeats. */
import { seededBytes, seededNumbers } from '../desk/random.ts';

export type Dice = ReturnType<typeof dice>;

/** Dice that fall the same way for the same seed. */
export function dice(seed: number) {
  const next = seededNumbers(seed);
  return {
    fraction: next,
    chance: (probability: number): boolean => next() < probability,
    /** A whole number from `from` to `to`, both included. */
    between: (from: number, to: number): number => from + Math.floor(next() * (to - from + 1)),
    pick<T>(from: readonly [T, ...T[]]): T {
      return from[Math.floor(next() * from.length)] ?? from[0];
    },
    bytes: (length: number): Uint8Array<ArrayBuffer> =>
      new Uint8Array(seededBytes(Math.floor(next() * 2 ** 32))(length)),
  };
}
