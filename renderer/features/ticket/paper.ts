/** Which ticket is laid out for paper just now. */
import { create } from 'zustand';
import type { Ticket } from '#shared/model.ts';

type Paper = { ticket: Ticket | null; onLaidOut: () => void };

export const usePaper = create<Paper>(() => ({ ticket: null, onLaidOut: () => {} }));

/** Resolves once the whole ticket stands in the page, ready to be printed. */
export function layOut(ticket: Ticket): Promise<void> {
  return new Promise((resolve) => usePaper.setState({ ticket, onLaidOut: resolve }));
}

export function clearPaper(): void {
  usePaper.setState({ ticket: null, onLaidOut: () => {} });
}
