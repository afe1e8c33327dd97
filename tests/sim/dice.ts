/** Random choices that a seed repeats. */

/** Numbers from 0 up to 1, the same for the same seed (splitmix32). */
function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

export function dice(seed: number) {
  const fraction = numbers(seed);
  const below = (bound: number): number => Math.floor(fraction() * bound);
  return {
    fraction,
    below,
    /** A whole number from `low` to `high`, both included. */
    between: (low: number, high: number): number => low + below(high - low + 1),
    chance: (probability: number): boolean => fraction() < probability,
    /** One of them; null when there is none. */
    pick: <T>(from: readonly T[]): T | null => from[below(from.length)] ?? null,
    bytes: (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256)),
    /** The seed of dice of their own, so that more throws here change nothing there. */
    seed: (): number => below(2 ** 31),
  };
}
export type Dice = ReturnType<typeof dice>;
