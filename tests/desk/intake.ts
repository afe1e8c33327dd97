/** What a write does to the desk. Each is called inside the transaction that also keeps its key. */
import { isDeepStrictEqual } from 'node:util';
import {
  type DeskMessage,
  type DeskTicket,
  MessageSubmission,
  type Person,
  type Problem,
  TicketSubmission,
} from '#shared/contract.ts';
import type { MessageId, TicketId } from '#shared/ids.ts';
import { mayChange, ticketFor } from './company.ts';
import { type Refusal, readJson, refusal } from './problem.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { openedTicket, repliedTicket, wireInstant } from './ticket.ts';

export type Effect =
  | { outcome: 'created' | 'known'; status: 200 | 201; body: string; etag: string | null }
  | { outcome: 'refused'; refused: Refusal };

/** A write that is refused in these words. */
export const refuse = (status: number, code: Problem['code'], detail: string): Effect => ({
  outcome: 'refused',
  refused: refusal(status, code, detail),
});

/** Says that a ticket is not here, or by whom it was deleted. */
export function unknownTicket(store: Store, id: TicketId): Effect {
  return refuse(404, 'not_found', wordsOfDeletion(store, id) ?? 'The desk has no such ticket.');
}

/** What a person is told of something that the desk has deleted; null when it never was. */
export function wordsOfDeletion(store: Store, id: string): string | null {
  const deletion = store.deletion(id);
  return deletion === undefined ? null : `The desk has deleted this ${deletion.what} (${deletion.by}).`;
}

/** The ETag of one version of a ticket. */
export function etagOf(ticket: DeskTicket): string {
  return `"${ticket.version}"`;
}

/** Whose ticket it is to be; null when this account may not file for them. */
function requesterOf(account: SentAccount, { onBehalfOf }: TicketSubmission): Person | null {
  const { id, name } = account.requester;
  if (onBehalfOf === null || onBehalfOf === id) return { id, name };
  return account.colleagues.find((colleague) => colleague.id === onBehalfOf) ?? null;
}

/** Puts a new ticket into the book, and into the log. */
export function openTicket(
  store: Store,
  account: SentAccount,
  submission: TicketSubmission,
  given: { id: TicketId; at: number },
): DeskTicket {
  const place = store.nextNumber();
  const requester = requesterOf(account, submission);
  if (requester === null)
    throw new Error('Nobody may file a ticket for somebody whom the desk does not name.');
  const ticket = openedTicket(account, submission, { ...given, number: `LL-${place}`, requester });
  store.addTicket(ticket, place, JSON.stringify(submission));
  return ticket;
}

/** `PUT /v1/tickets/{id}`. */
export function takeTicket(
  store: Store,
  account: SentAccount,
  sent: { id: TicketId; bytes: Uint8Array; at: number },
): Effect {
  const read = readJson(sent.bytes, TicketSubmission);
  if (!read.ok) return { outcome: 'refused', refused: read.refused };
  const known = store.ticket(sent.id);
  if (known === undefined) {
    const deleted = wordsOfDeletion(store, sent.id);
    if (deleted !== null) return refuse(404, 'not_found', deleted);
    if (requesterOf(account, read.value) === null) {
      return refuse(422, 'invalid', 'You cannot file tickets for this person here.');
    }
    const ticket = openTicket(store, account, read.value, sent);
    return { outcome: 'created', status: 201, body: JSON.stringify(ticket), etag: etagOf(ticket) };
  }
  if (!mayChange(account, known.ticket) || !isEqualContent(known.content, read.value)) {
    return refuse(422, 'conflict', `Ticket ${known.ticket.number} is here already, with other content.`);
  }
  return {
    outcome: 'known',
    status: 200,
    body: JSON.stringify(known.ticket),
    etag: etagOf(known.ticket),
  };
}

/** Whether this was sent before: the same JSON, in whatever order its fields are. An answer of a desk is never equal. */
function isEqualContent(before: string, sent: TicketSubmission | MessageSubmission): boolean {
  return before !== '' && isDeepStrictEqual(JSON.parse(before), sent);
}

/** Puts a requester's message into its thread; it is the desk's turn again. */
export function addReply(
  store: Store,
  ticket: DeskTicket,
  submission: MessageSubmission,
  given: { id: MessageId; at: number; by: Person },
) {
  const message: DeskMessage = {
    id: given.id,
    ticketId: ticket.id,
    author: { kind: 'requester', ...given.by },
    body: submission.body,
    createdAt: wireInstant(given.at),
    editedAt: null,
  };
  store.addMessage(message, JSON.stringify(submission));
  store.putTicket(repliedTicket(ticket, given.by.name, given.at));
  return message;
}

/** `PUT /v1/tickets/{id}/messages/{messageId}`. */
export function takeMessage(
  store: Store,
  account: SentAccount,
  sent: { ticketId: TicketId; id: MessageId; bytes: Uint8Array; at: number },
): Effect {
  const read = readJson(sent.bytes, MessageSubmission);
  if (!read.ok) return { outcome: 'refused', refused: read.refused };
  const ticket = ticketFor(store, account, sent.ticketId);
  if (ticket === undefined) return unknownTicket(store, sent.ticketId);
  const deleted = wordsOfDeletion(store, sent.id);
  if (deleted !== null) return refuse(404, 'not_found', deleted);
  const known = store.message(sent.id);
  if (known !== undefined) {
    const isTheirs = (known.message.author.id ?? account.requester.id) === account.requester.id;
    const same =
      isTheirs && known.message.ticketId === ticket.id && isEqualContent(known.content, read.value);
    if (!same) return refuse(422, 'conflict', 'This message is here already, with other content.');
    return { outcome: 'known', status: 200, body: JSON.stringify(known.message), etag: null };
  }
  if (ticket.status === 'closed') {
    return refuse(422, 'invalid', `Ticket ${ticket.number} is closed. Please write a new ticket.`);
  }
  const { id, name } = account.requester;
  const message = addReply(store, ticket, read.value, { ...sent, by: { id, name } });
  return { outcome: 'created', status: 201, body: JSON.stringify(message), etag: null };
}
