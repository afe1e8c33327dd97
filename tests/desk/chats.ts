/** The chats of a desk: who waits, who is served, who writes. They live as long as the desk runs. */
import type { ChatState, DeskTicket } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';

type Chat = Omit<ChatState, 'position'>;

/** True for a ticket whose chat, if it had one, is over. */
export const hasNoChat = ({ channel, status }: Pick<DeskTicket, 'channel' | 'status'>): boolean =>
  channel !== 'chat' || status === 'solved' || status === 'closed';

/** `tell` is given every chat that is other than it was told before. */
export function chatRoom(tell: (chat: ChatState) => void) {
  const chats = new Map<TicketId, Chat>();
  const told = new Map<TicketId, string>();
  const written = new Map<TicketId, number>();

  const states = (): ChatState[] => {
    let position = 0;
    return [...chats.values()].map((chat) => {
      if (chat.state === 'queued') position += 1;
      return { ...chat, position: chat.state === 'queued' ? position : null };
    });
  };
  const get = (id: TicketId): ChatState | null => states().find(({ ticketId }) => ticketId === id) ?? null;

  /** Everybody behind a chat that left the queue moves up, and is told. */
  function tellAll(): void {
    for (const state of states()) {
      const text = JSON.stringify(state);
      if (told.get(state.ticketId) === text) continue;
      told.set(state.ticketId, text);
      tell(state);
    }
  }

  /** The chat after a change; null when there is none that is in one of these states. */
  function change(id: TicketId, from: Chat['state'][], changed: (chat: Chat) => Partial<Chat>) {
    const chat = chats.get(id);
    if (chat === undefined || !from.includes(chat.state)) return null;
    chats.set(id, { ...chat, ...changed(chat) });
    tellAll();
    return get(id);
  }

  return {
    all: states,
    get,
    /** Puts a new chat last into the queue. */
    open(ticketId: TicketId): void {
      if (chats.has(ticketId)) return;
      chats.set(ticketId, { ticketId, state: 'queued', specialist: null, typing: false });
      tellAll();
    },
    accept: (id: TicketId, name: string) =>
      change(id, ['queued'], () => ({ state: 'active', specialist: { name, presence: 'here' } })),
    typing: (id: TicketId, typing: boolean) => change(id, ['active'], () => ({ typing })),
    presence: (id: TicketId, presence: 'here' | 'away') =>
      change(id, ['active'], ({ specialist }) => ({
        specialist: specialist && { ...specialist, presence },
      })),
    end: (id: TicketId) => change(id, ['queued', 'active'], () => ({ state: 'ended', typing: false })),
    /** The requester is writing. False when there is no such chat. */
    wrote(id: TicketId, at: number): boolean {
      if (chats.has(id)) written.set(id, at);
      return chats.has(id);
    },
    /** When the requester was last writing. */
    wroteAt: (id: TicketId): number | null => written.get(id) ?? null,
  };
}
export type ChatRoom = ReturnType<typeof chatRoom>;
