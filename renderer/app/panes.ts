/** The panes of the window, and what in them has the focus. */
import type { TicketSummary } from '#shared/model.ts';
import { useInbox } from '../state/inbox.ts';
import { useNavigation } from '../state/navigation.ts';
import { useTicket } from '../state/ticket.ts';

/** Goes to the next pane, around and around: sidebar, list, content. */
export function hopPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const pane = panes.at((Math.max(here, step === 1 ? -1 : 0) + step + panes.length) % panes.length);
  const stops = 'textarea, input, [role="grid"], button:not([disabled]), [tabindex="0"], h1';
  const target =
    pane?.querySelector<HTMLElement>('[aria-current]') ??
    pane?.querySelector<HTMLElement>('[role="row"][tabindex="0"]') ??
    pane?.querySelector<HTMLElement>(stops);
  target?.focus();
}

const list = () => document.querySelector<HTMLElement>('.inbox-list');

export const hasList = (): boolean => list() !== null;

/** Does what an arrow key does in the list, from anywhere: the list itself knows which row that leads to. */
export function moveInList(step: 1 | -1): void {
  const grid = list();
  if (grid === null) return;
  if (!grid.contains(document.activeElement)) {
    grid.focus();
    // The list gives the focus to the row where it was left, or to its first: from there the next press moves.
    if (grid.querySelector('[aria-selected="true"]') === null) return;
  }
  const key = step === 1 ? 'ArrowDown' : 'ArrowUp';
  const row = document.activeElement;
  (row && grid.contains(row) ? row : grid).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
}

/**
 * The ticket that a key means: the one that is open, or the row of the list that has the focus. The open one counts as
 * it stands on the screen, which may be ahead of the list: a key pressed at once must not find the ticket of before.
 */
export function ticketAtHand(): TicketSummary | null {
  const { place } = useNavigation.getState();
  const focused = document.activeElement?.closest('.inbox-list [role="row"]')?.getAttribute('data-key');
  const id = focused ?? (place.screen === 'ticket' ? place.id : null);
  const { ticket: open } = useTicket.getState();
  if (open !== null && open.id === id) return open;
  return useInbox.getState().tickets?.find((ticket) => ticket.id === id) ?? null;
}
