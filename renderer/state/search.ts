/** What somebody looks for, and what was found. It stays while they read a result and come back. */
import { create } from 'zustand';
import type { SearchAnswer } from '#shared/model.ts';
import { ask } from './lifeline.ts';

type SearchStateOfWindow = {
  text: string;
  /** Null before anything was looked for. */
  answer: SearchAnswer | null;
  hasFailed: boolean;
};

export const useSearch = create<SearchStateOfWindow>(() => ({ text: '', answer: null, hasFailed: false }));

/** Long enough that a quick writer is not answered at every key. */
const PAUSE_MS = 100;
/** What `search.find` takes; a pasted page is no search. */
const LONGEST = 10_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes what was typed, and looks for it after a pause. What was found stays until something else is. */
export function lookFor(text: string): void {
  useSearch.setState({ text: text.slice(0, LONGEST) });
  clearTimeout(timer);
  if (text.trim() === '') useSearch.setState({ answer: null, hasFailed: false });
  else timer = setTimeout(find, PAUSE_MS);
}

/** Looks again for what is typed: something may have come since. */
export async function find(): Promise<void> {
  const { text } = useSearch.getState();
  if (text.trim() === '') return;
  const found = await ask('search.find', { text });
  // An answer to what is not asked any more is none.
  if (useSearch.getState().text !== text) return;
  useSearch.setState(found.ok ? { answer: found.value, hasFailed: false } : { hasFailed: true });
}
