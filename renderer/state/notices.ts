/** What is said to the person in passing: one toast to see, and one line for screen readers to speak. */
import { create } from 'zustand';

type Toast = { text: string; action?: { label: string; run: () => void } };

type Notices = { toast: Toast | null; spoken: string };

export const useNotices = create<Notices>(() => ({ toast: null, spoken: '' }));

export function showToast(toast: Toast): void {
  useNotices.setState({ toast, spoken: toast.text });
}

export function dismissToast(): void {
  useNotices.setState({ toast: null });
}

export function announce(text: string): void {
  useNotices.setState({ spoken: text });
}
