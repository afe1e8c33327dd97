/** Where the person is. Three panes, so a place is a group and what stands beside it. */
import { create } from 'zustand';
import type { MessageId, TicketId } from '#shared/ids.ts';
import type { WaitingOperation } from '#shared/model.ts';
import { type Group, groupOf } from './groups.ts';
import { useInbox } from './inbox.ts';

export type Place =
  | { screen: 'list' }
  | { screen: 'ticket'; id: TicketId; messageId: MessageId | null }
  | { screen: 'kept' }
  /** Drafts that were thrown away. */
  | { screen: 'discarded' }
  | { screen: 'search' }
  /** `account` is the one to go back to, as far as it is known; null for the settings alone. */
  | { screen: 'settings'; account: WaitingOperation['otherAccount'] };

/** Places that no group of tickets leads to, and that take the room of the list. */
export const isBesideGroups = ({ screen }: Place) => screen !== 'list' && screen !== 'ticket';

type NavigationState = {
  group: Group;
  place: Place;
  /** The ticket that the person came back to the list from: there they go on. */
  leftId: TicketId | null;
  /** Which part of the new view should take the focus; cleared by the view that took it. */
  focusWanted: 'view' | 'reply' | 'beginning' | null;
};

export const useNavigation = create<NavigationState>(() => ({
  group: 'needsYou',
  place: { screen: 'list' },
  leftId: null,
  focusWanted: null,
}));

const set = useNavigation.setState;

export function showGroup(group: Group): void {
  set({ group, place: { screen: 'list' }, leftId: null, focusWanted: 'view' });
}

/** Shows a ticket beside the list; the focus stays with the arrow keys. */
export function previewTicket(id: TicketId): void {
  set({ place: { screen: 'ticket', id, messageId: null } });
}

export function openTicket(id: TicketId, group?: Group): void {
  set({ ...(group && { group }), place: { screen: 'ticket', id, messageId: null }, focusWanted: 'view' });
}

export function goToTicket(
  id: TicketId,
  messageId: MessageId | null,
  focusWanted: NavigationState['focusWanted'] = 'view',
): void {
  const summary = useInbox.getState().tickets?.find((ticket) => ticket.id === id);
  const group = (summary && groupOf(summary)) ?? useNavigation.getState().group;
  set({ group, place: { screen: 'ticket', id, messageId }, focusWanted });
}

/** Goes to the reply box of a ticket. */
export function goToReply(id: TicketId): void {
  goToTicket(id, null, 'reply');
}

/** Goes to the first words of a ticket. */
export function goToBeginning(id: TicketId): void {
  goToTicket(id, null, 'beginning');
}

export function showKept(): void {
  set({ place: { screen: 'kept' }, focusWanted: 'view' });
}

export function showDiscarded(): void {
  set({ place: { screen: 'discarded' }, focusWanted: 'view' });
}

export function showSettings(): void {
  set({ place: { screen: 'settings', account: null }, focusWanted: 'view' });
}

/** Goes to where another account is signed in; the form there takes the focus. */
export function showSignIn(account: NonNullable<WaitingOperation['otherAccount']>): void {
  set({ place: { screen: 'settings', account }, focusWanted: null });
}

export function showSearch(): void {
  set({ place: { screen: 'search' }, focusWanted: 'view' });
}

export function backToList(): void {
  const { place } = useNavigation.getState();
  const leftId = place.screen === 'ticket' ? place.id : null;
  set({ place: { screen: 'list' }, leftId, focusWanted: 'view' });
}

export function focusTaken(): void {
  set({ focusWanted: null });
}
