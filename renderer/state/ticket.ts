/** The ticket that stands open in the window. */
import i18next from 'i18next';
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { EventPayload } from '#shared/ipc.ts';
import type { Ticket } from '#shared/model.ts';
import { begunDraft } from './begun.ts';
import { useInbox } from './inbox.ts';
import { ask, listen } from './lifeline.ts';
import { goToTicket, showGroup, useNavigation } from './navigation.ts';
import { showToast } from './notices.ts';
import { refresher } from './refresher.ts';
import { replyRead, replyUnread } from './texts.ts';
import { unreadTicket } from './unread-ticket.ts';

type TicketStore = { ticket: Ticket | null; failure: Failure | null };

export const useTicket = create<TicketStore>(() => ({ ticket: null, failure: null }));

function openTicketId(): TicketId | null {
  const { place } = useNavigation.getState();
  return place.screen === 'ticket' ? place.id : null;
}

/** Reads the open ticket now, for a caller that must see its own change. */
export async function readTicket(): Promise<void> {
  const id = openTicketId();
  if (!id) return;
  const begun = begunDraft(id);
  if (begun !== null) return useTicket.setState({ ticket: begun, failure: null });
  const answer = await ask('ticket.get', { id });
  if (openTicketId() !== id) return;
  if (answer.ok) {
    replyRead(id);
    useTicket.setState({ ticket: answer.value, failure: null });
  } else useTicket.setState({ failure: answer.failure });
}

/** Shows what is known of a ticket whose reply somebody is about to write: they are already typing. */
function showUnread(id: TicketId): void {
  const summary = useInbox.getState().tickets?.find((one) => one.id === id);
  if (summary === undefined) return;
  replyUnread(id);
  useTicket.setState({ ticket: unreadTicket(summary), failure: null });
}

const refreshTicket = refresher(readTicket, 200);

/** Goes where a clicked notification leads, and says so where that is not what it told of. */
export async function goWhereNotified({
  ticketId,
  messageId,
  isUnknown,
}: EventPayload<'window.goTo'>): Promise<void> {
  if (ticketId === null) {
    showGroup('needsYou');
    if (isUnknown) showToast({ text: i18next.t('ticket.oldNotification') });
    return;
  }
  goToTicket(ticketId, messageId);
  if (messageId === null) return;
  // What is shown of the ticket may be older than the answer.
  await readTicket();
  const { ticket } = useTicket.getState();
  if (ticket?.id === ticketId && !ticket.messages.some(({ id }) => id === messageId))
    showToast({ text: i18next.t('ticket.answerGone') });
}

export function listenToTicket(): void {
  let shown = openTicketId();
  useNavigation.subscribe(() => {
    const id = openTicketId();
    if (id === shown) return;
    shown = id;
    // The old ticket stays on screen until the new one is read, so that nothing flickers.
    useTicket.setState(id === null ? { ticket: null, failure: null } : { failure: null });
    if (id !== null && useNavigation.getState().focusWanted === 'reply') showUnread(id);
    void readTicket();
  });
  listen('tickets.changed', ({ ids }) => {
    const id = openTicketId();
    if (id && (ids === null || ids.includes(id))) refreshTicket();
  });
  listen('core.state', ({ state }) => {
    if (state === 'ready') refreshTicket();
  });
}
