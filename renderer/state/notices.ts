/** What is said to the person in passing: one toast to see, and one line for screen readers to speak. */
import i18next from 'i18next';
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';

type Toast = {
  text: string;
  /** Takes back what was done at once. */
  undo?: (() => void) | undefined;
  /** What else can be done about it. */
  action?: { label: string; run: () => void };
};

type Notices = { toast: Toast | null; spoken: string };

export const useNotices = create<Notices>(() => ({ toast: null, spoken: '' }));

export function showToast(toast: Toast): void {
  useNotices.setState({ toast, spoken: toast.text });
}

/** Says why something could not be done, where there is no field to say it at. */
export function sayFailure({ code }: Failure): void {
  showToast({ text: i18next.t(`errors.${code}`) });
}

export function dismissToast(): void {
  useNotices.setState({ toast: null });
}

export function announce(text: string): void {
  useNotices.setState({ spoken: text });
}
