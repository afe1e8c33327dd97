import { expect, test } from 'vitest';
import { type SaveAnswer, type SaveState, saver } from '../../renderer/state/saver.ts';

/** A saver of text patches whose store answers when the test says so. */
function bench() {
  const waiting: ((answer: SaveAnswer) => void)[] = [];
  const asked: Record<string, string>[] = [];
  const states: SaveState['kind'][] = [];
  const subject = saver<Record<string, string>>({
    save: (change) => {
      asked.push(change);
      return new Promise((resolve) => waiting.push(resolve));
    },
    merge: (older, newer) => ({ ...older, ...newer }),
    onState: (state) => states.push(state.kind),
  });
  const answer = async (given: SaveAnswer) => {
    waiting.shift()?.(given);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return { subject, asked, states, answer, settle };
}

test('One save is in flight, and what is typed meanwhile goes together in the next, newest last (invariant 1)', async () => {
  const { subject, asked, states, answer, settle } = bench();
  subject.push({ title: 'N' });
  await settle();
  subject.push({ title: 'No' });
  subject.push({ since: 'today' });
  subject.push({ title: 'Nob' });
  await settle();
  expect(asked).toEqual([{ title: 'N' }]);

  await answer({ ok: true });
  expect(asked).toEqual([{ title: 'N' }, { title: 'Nob', since: 'today' }]);
  expect(states.at(-1)).toBe('saving');

  await answer({ ok: true });
  expect(states.at(-1)).toBe('saved');
});

test('A failed save keeps its text, lays newer text over it, and the next try brings both', async () => {
  const { subject, asked, states, answer, settle } = bench();
  subject.push({ title: 'kept', since: 'old' });
  await settle();
  subject.push({ since: 'new' });
  await answer({ ok: false, failure: { code: 'store_full' } });
  expect(states.at(-1)).toBe('failed');

  const flushed = subject.flush();
  await answer({ ok: true });
  expect(await flushed).toBe(true);
  expect(asked.at(-1)).toEqual({ title: 'kept', since: 'new' });
  expect(subject.written()).toEqual({ title: 'kept', since: 'new' });
});

test('A flush is true only when everything written before it is on disk', async () => {
  const { subject, answer, settle } = bench();
  subject.push({ title: 'a' });
  await settle();
  subject.push({ title: 'ab' });
  let flushed: boolean | null = null;
  void subject.flush().then((result) => {
    flushed = result;
  });
  await answer({ ok: true });
  expect(flushed).toBe(null);
  await answer({ ok: false, failure: { code: 'too_late' } });
  expect(flushed).toBe(false);
});

test('After a save that trying again cannot help, what is written next is saved (invariant 1)', async () => {
  const { subject, asked, states, answer, settle } = bench();
  subject.push({ title: 'far too long' });
  await settle();
  await answer({ ok: false, failure: { code: 'invalid_request' } });
  expect(states.at(-1)).toBe('failed');
  subject.push({ title: 'short' });
  await settle();
  expect(asked.at(-1)).toEqual({ title: 'short' });
  await answer({ ok: true });
  expect(states.at(-1)).toBe('saved');
});
