/**
 * Sends what the desk has lost once more: the person's own words and files, under their permanent ids and with the bytes
 * of the first time, as new operations. Only ever because the person asked for it. Called inside a transaction.
 */
import type { z } from 'zod';
import {
  AttachmentSubmission,
  LIMITS,
  MessageSubmission,
  TicketSubmission,
  wireMoment,
} from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { Attachment, Message, TicketForm } from '#shared/model.ts';
import type { Purpose } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import type { StoredTicket } from '../store/tickets.ts';
import { ownerOn, type QueueContext, wire } from './queue.ts';

/**
 * Throws `too_late` when there is nothing of the person's own that the desk leaves out. False when what there is has lost
 * so much here that no desk could take it; of several replies and files, those go that can.
 */
export function sendAgain(context: QueueContext, id: TicketId): boolean {
  const { store, ids, now } = context;
  const ticket = store.tickets.get(id);
  if (ticket === null) throw new LifelineError('not_found');
  const lost = lostOf(store, ticket);
  if (!lost.isWhole && lost.messages.length + lost.files.length === 0) throw new LifelineError('too_late');
  const owner = ownerOn(store, id);
  // What was written first goes first, whatever of the ticket waits already.
  const place = store.operations.placeBefore(id);
  let sent = 0;
  /** Adds what brings a part once more, or leaves that as it is: true when it goes. */
  const add = (purpose: Purpose, part: TicketId | MessageId | AttachmentId, anew: Anew): boolean => {
    const body = store.operations.sentBody(part) ?? bytesOf(anew());
    if (body === null) return false;
    store.operations.add(
      { id: ids.operation(), ticketId: id, owner, key: ids.operation(), body, ...purpose },
      now,
      place,
    );
    sent += 1;
    return true;
  };
  if (lost.isWhole) {
    const goes = add({ kind: 'create_ticket' }, id, () =>
      TicketSubmission.safeParse({ ...wire(formOf(ticket)), writtenAt: wireMoment(ticket.createdAt) }),
    );
    // Nothing else of it can be there without the ticket.
    if (!goes) return false;
  }
  for (const { id: messageId, body, at } of lost.messages) {
    const goes = add({ kind: 'add_message', messageId }, messageId, () =>
      MessageSubmission.safeParse({ body, writtenAt: wireMoment(at) }),
    );
    if (goes) store.tickets.setDelivery(messageId, 'queued');
  }
  for (const file of lost.files) {
    const goes = add(
      { kind: 'add_attachment', attachmentId: file.id, messageId: file.messageId },
      file.id,
      () => submissionOf(store, id, file),
    );
    if (goes) store.attachments.queue(file.id, file.messageId);
  }
  return sent > 0;
}

/**
 * Takes out again what was to be sent again, or only one reply or file of it: it is as lost as it was. What never was at
 * the desk, and every edit, is still to be sent.
 */
export function letBeLost(
  store: Store,
  id: TicketId,
  now: number,
  only: MessageId | AttachmentId | null = null,
): void {
  const isMeant = (part: string, behind: string | null = null): boolean =>
    (only === null || only === part || only === behind) && wasThere(store, id, part);
  for (const { id: operation } of store.operations.list().filter(({ ticketId }) => ticketId === id)) {
    const found = store.operations.get(operation);
    if (found?.kind === 'add_message' && isMeant(found.messageId)) {
      store.tickets.setLostAgain(found.messageId, now);
    } else if (found?.kind === 'add_attachment' && isMeant(found.attachmentId, found.messageId)) {
      store.attachments.setLostAgain(found.attachmentId, now);
    } else if (found?.kind !== 'create_ticket' || only !== null) {
      continue;
    }
    store.operations.drop(operation);
  }
}

/** True for a reply or file that the desk had once: it was shown as such, and may not go from here (invariant 10). */
export function wasThere(store: Store, ticketId: TicketId, id: string): boolean {
  const parts = [...(store.tickets.get(ticketId)?.messages ?? []), ...store.attachments.of(ticketId)];
  const part = parts.find((each) => each.id === id);
  return part !== undefined && (part.missingSince !== null || store.operations.sentBody(part.id) !== null);
}

/** The form of a ticket that was filed for a colleague on another computer says nothing of them; the desk did. */
const formOf = ({ form, requester }: StoredTicket): TicketForm => ({
  ...form,
  onBehalfOf: form.onBehalfOf ?? requester,
});

/** What goes when nobody knows any more with which bytes it went: after damage, words may be missing in it. */
type Anew = () => z.ZodSafeParseResult<TicketSubmission | MessageSubmission | AttachmentSubmission>;

const bytesOf = ({ data }: ReturnType<Anew>): Uint8Array | null =>
  data === undefined ? null : new TextEncoder().encode(JSON.stringify(data));

/** What of a ticket is the person's own, was at the desk, and is left out by it now. */
function lostOf(store: Store, ticket: StoredTicket) {
  const { missingSince: goneSince } = ticket;
  // A colleague's ticket goes under nobody else's name, and nothing can be said in it while it is gone.
  if (goneSince !== null && !ticket.isMine) return { isWhole: false, messages: [], files: [] };
  const isLost = (part: { missingSince: number | null; deleted: unknown }): boolean =>
    part.deleted === null && (goneSince !== null || part.missingSince !== null);
  const isOwn = (message: Message): boolean => message.isOwn && message.delivery === 'delivered';
  return {
    isWhole: goneSince !== null && ticket.deleted === null && store.operations.creationOf(ticket.id) === null,
    messages: ticket.messages.filter((message) => isOwn(message) && isLost(message)),
    files: store.attachments
      .of(ticket.id)
      .filter((file) => file.isOwn && file.delivery === 'received' && file.isHere)
      .filter(isLost),
  };
}

function submissionOf(store: Store, ticketId: TicketId, file: Attachment): ReturnType<Anew> {
  const sha256 = store.attachments.get(file.id)?.sha256 ?? '';
  const { id: attachmentId, name, mediaType, messageId, description } = file;
  return AttachmentSubmission.safeParse({
    ...{ attachmentId, ticketId, messageId: messageId ?? '' },
    ...{ name, mediaType, sha256 },
    description: description.slice(0, LIMITS.pictureText),
  });
}
