/** What a specialist does to a ticket. */
import type { DeskMessage, DeskTicket, TicketStatus } from '#shared/contract.ts';
import type { IdMaker, TicketId } from '#shared/ids.ts';
import type { Store } from './store.ts';
import { answeredTicket, movedTicket, wireInstant } from './ticket.ts';

/** A specialist's message; it stays open for them unless they choose another status with it. */
export function addAnswer(
  store: Store,
  ids: IdMaker,
  answer: { ticketId: TicketId; body: string; as: string; status?: TicketStatus | undefined; at: number },
): DeskMessage | null {
  return store.together(() => {
    const ticket = store.ticket(answer.ticketId)?.ticket;
    if (ticket === undefined) return null;
    const message: DeskMessage = {
      id: ids.message(),
      ticketId: ticket.id,
      author: { kind: 'specialist', name: answer.as },
      body: answer.body,
      createdAt: wireInstant(answer.at),
    };
    store.addMessage(message, '');
    store.putTicket(answeredTicket(ticket, answer.at, answer.status));
    return message;
  });
}

/** Gives a ticket the status that a specialist chose. */
export function setStatus(
  store: Store,
  moved: { ticketId: TicketId; status: TicketStatus; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(moved.ticketId)?.ticket;
    if (ticket === undefined) return null;
    const next = movedTicket(ticket, moved.at, moved.status);
    store.putTicket(next);
    return next;
  });
}
