/** One press is good for one opening, for two seconds. */
import { expect, test } from 'vitest';
import { presses } from '../../main/shell/presses.ts';
import { rate } from '../../main/shell/rate.ts';

const clock = () => {
  let at = 0;
  return { now: () => at, pass: (ms: number) => (at += ms) };
};

test('a press is good once, and only for what comes right after it', () => {
  const { now, pass } = clock();
  const pressed = presses(now);
  expect(pressed.take()).toBe(false);
  pressed.saw({ type: 'rawKeyDown' });
  expect(pressed.take()).toBe(true);
  expect(pressed.take()).toBe(false);
  pressed.saw({ type: 'mouseDown' });
  pass(2_001);
  expect(pressed.take()).toBe(false);
});

test('a long press counts from its end, and its end is no second press', () => {
  const { now, pass } = clock();
  const pressed = presses(now);
  pressed.saw({ type: 'mouseDown' });
  pass(5_000);
  pressed.saw({ type: 'mouseUp' });
  expect(pressed.take()).toBe(true);
  pressed.saw({ type: 'mouseUp' });
  expect(pressed.take()).toBe(false);
});

test('a key that is held down, a move and a wheel are no presses', () => {
  const pressed = presses(() => 0);
  pressed.saw({ type: 'rawKeyDown', modifiers: ['isautorepeat'] });
  for (const type of ['mouseMove', 'mouseWheel', 'char', 'mouseEnter', 'gestureTap'] as const)
    pressed.saw({ type });
  expect(pressed.take()).toBe(false);
});

test('two presses before one opening are still one', () => {
  const pressed = presses(() => 0);
  pressed.saw({ type: 'rawKeyDown' });
  pressed.saw({ type: 'rawKeyDown' });
  expect([pressed.take(), pressed.take()]).toEqual([true, false]);
});

test('a rate gives way as time passes, and not before', () => {
  const { now, pass } = clock();
  const often = rate(2, 1_000, now);
  expect([often.take(), often.take(), often.take()]).toEqual([true, true, false]);
  pass(999);
  expect(often.take()).toBe(false);
  pass(1);
  expect(often.take()).toBe(true);
});
