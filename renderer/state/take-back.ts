/** What to say when something could not be taken out of the outbox: what happened to it, and not only that it failed. */
import i18next from 'i18next';
import type { Failure } from '#shared/errors.ts';
import { showToast } from './notices.ts';

/** Names the words: `there` at the desk already, `unknown` while nobody can say, or null for any other trouble. */
export function takeBackProblem({ code }: Failure): 'there' | 'unknown' | null {
  if (code === 'too_late') return 'there';
  return /^(desk|network)_/.test(code) || code === 'other_account' ? 'unknown' : null;
}

export function takeBackWords(failure: Failure): string {
  const problem = takeBackProblem(failure);
  return problem === null ? i18next.t(`errors.${failure.code}`) : i18next.t(`takeBack.${problem}`);
}

export function sayNotTakenBack(failure: Failure): void {
  showToast({ text: takeBackWords(failure) });
}
