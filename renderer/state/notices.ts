/**
 * What is said to the person in passing: one toast to see, and the words that screen readers speak. Whatever is to be
 * heard, and stands in no place of its own where its words change, is given to `announce`.
 */
import i18next from 'i18next';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';

export type Toast = {
  text: string;
  /** Takes back what was done at once. */
  undo?: (() => void) | undefined;
  /** What else can be done about it. */
  action?: { label: string; run: () => void };
};

/** Each time that something is said is one of its own: the same words twice are heard twice. */
export type Said = {
  id: number;
  text: string;
  /** Words of somebody that follow, in the language in which they were written. */
  quote: string;
  isUrgent: boolean;
};

type Notices = { toast: (Toast & { id: number }) | null; said: readonly Said[] };

/** Long enough for a screen reader to take them; after that, nobody may come across old words. */
const STAYS_MS = 7_000;

export const useNotices = create<Notices>(() => ({ toast: null, said: [] }));

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}

/** Has words spoken, once. Urgent words do not wait for what is being spoken. */
export function announce(text: string, { isUrgent = false, quote = '' } = {}): void {
  if (text.trim() === '') return;
  const one: Said = { id: nextId(), text, quote, isUrgent };
  useNotices.setState(({ said }) => ({ said: [...said, one] }));
  setTimeout(
    () => useNotices.setState(({ said }) => ({ said: said.filter(({ id }) => id !== one.id) })),
    STAYS_MS,
  );
}

export function showToast(toast: Toast): void {
  useNotices.setState({ toast: { ...toast, id: nextId() } });
  // Who cannot see the button is told where it is.
  announce(toast.undo ? `${toast.text}. ${i18next.t('toast.reach')}` : toast.text);
}

/** Says why something could not be done, where there is no field to say it at. */
export function sayFailure({ code }: Failure): void {
  const text = i18next.t(`errors.${code}`);
  useNotices.setState({ toast: { text, id: nextId() } });
  announce(text, { isUrgent: true });
}

export function dismissToast(): void {
  useNotices.setState({ toast: null });
}

/** Speaks words that stand in the window whenever they become others, and not when they first appear. */
export function useSpokenWhenChanged(words: string | null): void {
  const last = useRef(words);
  useEffect(() => {
    if (last.current === words) return;
    if (last.current !== null && words !== null) announce(words);
    last.current = words;
  }, [words]);
}
