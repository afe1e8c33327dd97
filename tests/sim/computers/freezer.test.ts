/** A frozen computer does nothing, and goes on as a stopped process or as a computer that slept. */
import { expect, test } from 'vitest';
import { timeline } from '../timeline.ts';
import { freezer } from './freezer.ts';

function frozenFor(ms: number) {
  const time = timeline();
  const cold = freezer(time);
  const began = time.now();
  const events: [string, number][] = [];
  const note = (what: string) => () => void events.push([what, time.now() - began]);
  const pass = (until: number) => {
    while (time.step(began + until));
  };
  cold.after(1_000, note('timer'));
  pass(400);
  cold.freeze();
  cold.hear(note('word'));
  pass(400 + ms);
  expect(events).toEqual([]);
  return { cold, pass, events };
}

test('after a halt, what became due is due at once, and what was said is heard', () => {
  const { cold, pass, events } = frozenFor(5_000);
  cold.thaw('halt');
  pass(10_000);
  expect(events).toEqual([
    ['timer', 5_400],
    ['word', 5_400],
  ]);
});

test('after a sleep, a timer has still to run what it had left', () => {
  const { cold, pass, events } = frozenFor(5_000);
  cold.thaw('sleep');
  pass(10_000);
  expect(events).toEqual([
    ['word', 5_400],
    ['timer', 6_000],
  ]);
});

test('what was cancelled while it stood still stays cancelled', () => {
  const { cold, pass, events } = frozenFor(5_000);
  const cancel = cold.after(100, () => void events.push(['cancelled', 0]));
  cancel();
  cold.thaw('halt');
  pass(10_000);
  expect(events.map(([what]) => what)).toEqual(['timer', 'word']);
});
