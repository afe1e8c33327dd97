/** What may be opened outside the app, and when: a page that was taken over must not open things by itself. */
import { LifelineError } from '#shared/errors.ts';
import type { Question } from '#shared/question-words.ts';
import type { Presses } from './presses.ts';
import { rate } from './rate.ts';

/** Nobody reads more links and files in a minute. */
const MOST_A_MINUTE = 10;

/**
 * Resolves when this may be opened now: the person has pressed something, or says yes to a question. Assistive technology
 * presses without any input that could be seen, so a missing press is no refusal.
 * @throws LifelineError `too_often`, or `not_confirmed`
 */
export type MayOpen = (what: Extract<Question, { kind: 'link' | 'file' }>) => Promise<void>;

export function openings(
  presses: Presses,
  ask: (question: Question) => Promise<boolean>,
  now: () => number,
): MayOpen {
  const often = rate(MOST_A_MINUTE, 60_000, now);
  return async (what) => {
    const isPressed = presses.take();
    if (!often.take()) throw new LifelineError('too_often');
    if (!isPressed && !(await ask(what))) throw new LifelineError('not_confirmed');
  };
}
