/** What undo keeps of a text: where it changed, and what stood there. */
import { expect, test } from 'vitest';
import { changeBetween } from '../../renderer/ui/undo.ts';
import { seededNumbers } from '../desk/random.ts';

test('the change between two texts makes one of the other, in both directions', () => {
  const seed = 13;
  console.log(`seed ${seed}`);
  const next = seededNumbers(seed);
  // Few letters, so that the same ones stand on both sides of a change.
  const text = (most: number) =>
    Array.from({ length: Math.floor(next() * most) }, () => 'ab\n'[Math.floor(next() * 3)]).join('');
  for (let count = 0; count < 2_000; count += 1) {
    const [start, taken, put, end] = [text(12), text(6), text(6), text(12)];
    const [before, after] = [start + taken + end, start + put + end];
    const { at, removed, inserted } = changeBetween(before, after);
    expect(before.slice(0, at) + inserted + before.slice(at + removed.length)).toBe(after);
    expect(after.slice(0, at) + removed + after.slice(at + inserted.length)).toBe(before);
    expect(removed.length).toBeLessThanOrEqual(taken.length);
  }
});

test('in a text of a million letters, one that is typed is found', () => {
  const text = 'x'.repeat(500_000);
  expect(changeBetween(`${text}${text}`, `${text}y${text}`)).toEqual({
    at: 500_000,
    removed: '',
    inserted: 'y',
  });
});
