/** What a specialist does to a ticket. */
import type { CallBack, DeskMessage, DeskTicket, Severity, TicketStatus } from '#shared/contract.ts';
import type { IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import {
  answeredTicket,
  assignedTicket,
  calledTicket,
  judgedTicket,
  mergedTickets,
  movedTicket,
  wireInstant,
} from './ticket.ts';

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
      author: { kind: 'specialist', id: null, name: answer.as },
      body: answer.body,
      createdAt: wireInstant(answer.at),
      editedAt: null,
    };
    store.addMessage(message, '');
    store.putTicket(answeredTicket(ticket, { at: answer.at, by: answer.as, status: answer.status }));
    return message;
  });
}

/** Gives a ticket the status that a specialist chose. */
export function setStatus(
  store: Store,
  moved: { ticketId: TicketId; status: TicketStatus; by: string; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(moved.ticketId)?.ticket;
    if (ticket === undefined) return null;
    const next = movedTicket(ticket, moved);
    store.putTicket(next);
    return next;
  });
}

/** Gives a ticket to somebody. */
export function assign(
  store: Store,
  given: { ticketId: TicketId; to: string; by: string; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(given.ticketId)?.ticket;
    if (ticket === undefined) return null;
    const next = assignedTicket(ticket, given);
    store.putTicket(next);
    return next;
  });
}

/** Closes a ticket that is about the same thing as another; gives the other. Null when there are no two. */
export function merge(
  store: Store,
  merged: { ticketId: TicketId; into: TicketId; by: string; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(merged.ticketId)?.ticket;
    const into = store.ticket(merged.into)?.ticket;
    if (ticket === undefined || into === undefined || ticket.id === into.id) return null;
    const { closed, goesOn } = mergedTickets(ticket, into, merged);
    store.putTicket(closed);
    store.putTicket(goesOn);
    return goesOn;
  });
}

/** Says how far the call is that a requester asked for; null when none was. */
export function setCall(
  store: Store,
  called: { ticketId: TicketId; state: CallBack['state']; by: string; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(called.ticketId)?.ticket;
    const next = ticket === undefined ? null : calledTicket(ticket, called);
    if (next !== null) store.putTicket(next);
    return next;
  });
}

/** Judges a ticket's severity anew, for a reason that the requester reads. */
export function setSeverity(
  store: Store,
  account: SentAccount,
  judged: { ticketId: TicketId; severity: Severity; by: string; reason: string; at: number },
): DeskTicket | null {
  return store.together(() => {
    const ticket = store.ticket(judged.ticketId)?.ticket;
    if (ticket === undefined) return null;
    const next = judgedTicket(account, ticket, judged);
    store.putTicket(next);
    return next;
  });
}

/** Gives a message of either side another text. What its author sent stays known, so that a repeat adds nothing. */
export function editMessage(
  store: Store,
  edited: { id: MessageId; body: string; at: number },
): DeskMessage | null {
  return store.together(() => {
    const message = store.message(edited.id)?.message;
    if (message === undefined) return null;
    const next = { ...message, body: edited.body, editedAt: wireInstant(edited.at) };
    store.putMessage(next);
    return next;
  });
}
