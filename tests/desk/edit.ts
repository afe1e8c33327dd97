/** `PATCH /v1/tickets/{id}`: an edit is meant for one version of the ticket, and for no other. */
import { TicketEdit } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { mayChange, ticketFor } from './company.ts';
import { type Effect, etagOf, refuse, unknownTicket } from './intake.ts';
import { readJson } from './problem.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { editedTicket } from './ticket.ts';

/** Takes an edit. `ifMatch` is the header as it came. */
export function takeEdit(
  store: Store,
  account: SentAccount,
  sent: { id: TicketId; ifMatch: string | undefined; bytes: Uint8Array; at: number },
): Effect {
  const ticket = ticketFor(store, account, sent.id);
  if (ticket === undefined) return unknownTicket(store, sent.id);
  if (!mayChange(account, ticket)) {
    return refuse(
      422,
      'invalid',
      `Ticket ${ticket.number} is ${ticket.requester.name}’s: only they can change it.`,
    );
  }
  if (sent.ifMatch === undefined) {
    return refuse(428, 'invalid', 'An edit needs an If-Match header with the version it is meant for.');
  }
  const read = readJson(sent.bytes, TicketEdit);
  if (!read.ok) return { outcome: 'refused', refused: read.refused };
  if (Object.keys(read.value).length === 0) {
    return refuse(
      422,
      'invalid',
      'An edit needs at least one of: status, severity, severityReason, channel, callBack, rating.',
    );
  }
  const named = sent.ifMatch.split(',').map((etag) => etag.trim());
  if (!named.includes(etagOf(ticket))) {
    return refuse(412, 'version_conflict', `Ticket ${ticket.number} has been changed meanwhile.`);
  }
  const isRating = Object.keys(read.value).every((field) => field === 'rating');
  if (ticket.status === 'closed' && !isRating) {
    return refuse(422, 'invalid', `Ticket ${ticket.number} is closed. Please write a new ticket.`);
  }
  const next = editedTicket(account, ticket, read.value, sent.at);
  store.putTicket(next);
  return { outcome: 'created', status: 200, body: JSON.stringify(next), etag: etagOf(next) };
}
