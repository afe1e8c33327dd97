/** Which of the two windows over the window is shown: the palette of commands, or the sheet of keys. */
import { create } from 'zustand';
import type { TicketId } from '#shared/ids.ts';

type Shown = {
  what: 'palette' | 'keys' | null;
  /** The ticket that the person was at when they asked. */
  ticketId: TicketId | null;
};

export const useShown = create<Shown>(() => ({ what: null, ticketId: null }));

export function showPalette(ticketId: TicketId | null): void {
  useShown.setState({ what: 'palette', ticketId });
}

export function showKeys(): void {
  useShown.setState({ what: 'keys' });
}

export function hideShown(): void {
  useShown.setState({ what: null });
}
