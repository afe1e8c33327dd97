/** One question, asked again while nobody answers: a line that is there again is found within seconds (invariant 6). */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { DeskAnswer } from '../../main/core/desk/port.ts';
import { hedged } from '../../main/core/sync/hedged.ts';
import { timeline } from '../sim/timeline.ts';

const SECOND = 1_000;
const NOBODY: DeskAnswer<string> = {
  kind: 'unreachable',
  failure: { code: 'desk_unreachable' },
  neverLeft: false,
};

/** Asks where nobody answers: each asking fails after its own time, or is silent for 20 s. Gives when each began. */
async function askedAt(fail: (asking: number) => number): Promise<{ askings: number[]; ended: number }> {
  const time = timeline();
  const start = time.now();
  const askings: number[] = [];
  const over = hedged<string>({ now: time.now, after: time.after }, new AbortController().signal, () => {
    askings.push(time.now() - start);
    const failing = Promise.withResolvers<DeskAnswer<string>>();
    time.after(fail(askings.length - 1), () => failing.resolve(NOBODY));
    return failing.promise;
  });
  let ended = Number.NaN;
  void over.then(() => {
    ended = time.now() - start;
  });
  while (time.step(start + 60 * SECOND)) await setImmediate();
  return { askings, ended };
}

test('five askings, and then it is the caller’s to wait', async () => {
  expect(await askedAt(() => 20 * SECOND)).toEqual({
    askings: [0, 4, 8, 12, 16].map((at) => at * SECOND),
    ended: 20 * SECOND,
  });
});

test.each([1, 2, 3])(
  'with the first %i failed, the newest is never older than four seconds',
  async (first) => {
    const { askings, ended } = await askedAt((asking) => (asking < first ? 6 : 20) * SECOND);
    const ends = [...askings.slice(1), ended];
    expect(Math.max(...ends.map((next, at) => next - (askings[at] ?? 0)))).toBe(4 * SECOND);
    expect(askings.length).toBe(5 + first);
  },
);

test('that each fails ends it all the same', async () => {
  const { askings, ended } = await askedAt(() => 6 * SECOND);
  expect(askings.length).toBeLessThanOrEqual(10);
  expect(ended).toBeLessThanOrEqual(46 * SECOND);
});
