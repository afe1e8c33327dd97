/** How the chats stand that the window has shown. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { ChatState } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import { ask, listen } from './lifeline.ts';

type Chats = { chats: ReadonlyMap<TicketId, ChatState | null> };

export const useChats = create<Chats>(() => ({ chats: new Map() }));

function put(id: TicketId, chat: ChatState | null): void {
  useChats.setState(({ chats }) => ({ chats: new Map(chats).set(id, chat) }));
}

/** What cannot be asked now stays as it was last heard. */
async function readChat(id: TicketId): Promise<void> {
  const answer = await ask('chat.get', { id });
  if (answer.ok) put(id, answer.value);
}

export function listenToChats(): void {
  listen('chat.changed', ({ chat }) => {
    if (chat !== null) return put(chat.ticketId, chat);
    for (const id of useChats.getState().chats.keys()) void readChat(id);
  });
}

/**
 * The chat of a ticket; null when it is simply a ticket, or nobody has said yet. With the ticket its chat is over, whatever
 * was last heard of it: nobody stands in a queue any more.
 */
export function useChat(ticket: Ticket): ChatState | null {
  const { id, channel, number } = ticket;
  const isChat = channel === 'chat' && number !== null;
  useEffect(() => {
    if (!isChat) return;
    // From here on it is asked about again whenever the desk is back.
    if (!useChats.getState().chats.has(id)) put(id, null);
    void readChat(id);
  }, [id, isChat]);
  const chat = useChats(({ chats }) => chats.get(id) ?? null);
  return isChat && chat !== null ? chatNow(ticket, chat) : null;
}

/** What is still so of a chat that was heard of. */
export function chatNow({ state }: Pick<Ticket, 'state'>, chat: ChatState): ChatState {
  const isOver = state === 'solved' || state === 'closed';
  return isOver ? { ...chat, state: 'ended', position: null, typing: false } : chat;
}
