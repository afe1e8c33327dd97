/** Random numbers that a seed repeats. */
import type { RandomBytes } from '#shared/ids.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that a seed repeats. */
export function seededBytes(seed: number): RandomBytes {
  const next = seededNumbers(seed);
  return (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256));
}

/** A seed drawn from a source of bytes. */
export function drawnSeed(bytes: RandomBytes): number {
  return bytes(4).reduce((seed, byte) => seed * 256 + byte, 0);
}
