/**
 * Makes a draft of the account that is signed in out of what waits for another one (invariant 11). Only ever because the
 * person chose it. Called inside a transaction.
 */
import { LifelineError } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM } from '#shared/model.ts';
import { accountHere, isOthers } from '../account.ts';
import { isSameDesk } from '../store/settings.ts';
import type { StoredTicket } from '../store/tickets.ts';
import { wasThere } from './again.ts';
import { takeBackFiles } from './files.ts';
import type { QueueContext } from './queue.ts';

/**
 * Gives the id of the draft. What certainly never left is moved; what the other desk may have stays with it, and the
 * draft is a copy under an id of its own. Throws `too_late` when nothing waits.
 */
export function takeOver(context: QueueContext, id: TicketId): TicketId {
  const { store, now } = context;
  const ticket = store.tickets.get(id);
  if (ticket === null) throw new LifelineError('not_found');
  if (!isOthers(store, store.tickets.owner(id))) throw new LifelineError('too_late');
  if (ticket.state === 'draft') {
    return mine(context, id);
  }
  const creation = store.operations.creationOf(id);
  if (creation === null) return draftOfReplies(context, ticket);
  // One that has a number was at the other desk, which has lost it: it is to be sent there again. And of one that was
  // refused, a repeat may still be on its way to that desk, under this id.
  const mayBeThere = creation.exposed || creation.state === 'sending' || creation.state === 'refused';
  if (ticket.number !== null || mayBeThere) return copied(context, id);
  takeBackFiles(store, id, null);
  store.operations.drop(creation.id);
  store.tickets.setState(id, 'draft', now);
  return mine(context, id);
}

/**
 * Gives a draft to the account that is signed in. Whom another desk calls so may be somebody else here, and what was
 * written for this account is its own.
 */
function mine({ store, now }: QueueContext, id: TicketId): TicketId {
  const [before, here] = [store.tickets.owner(id), accountHere(store)];
  const isForThem =
    store.tickets.get(id)?.form.onBehalfOf?.id === store.settings.get('account')?.requester.id;
  if (!isSameDesk(before, here) || isForThem) store.tickets.saveForm(id, { onBehalfOf: null }, now);
  store.tickets.setOwner(id, here);
  return id;
}

function copied(context: QueueContext, from: TicketId): TicketId {
  const { store, ids } = context;
  const to = ids.ticket();
  store.tickets.copyToDraft(from, to);
  copyFiles(context, { from, to });
  return mine(context, to);
}

/** The replies that wait, as the text of a new ticket about the same. */
function draftOfReplies({ store, ids, now }: QueueContext, ticket: StoredTicket): TicketId {
  const waiting = ticket.messages.filter(({ delivery }) => delivery === 'queued' || delivery === 'refused');
  const words = [...waiting.map(({ body }) => body), ticket.replyDraft].filter((text) => text.trim() !== '');
  if (words.length === 0) throw new LifelineError('too_late');
  const to = ids.ticket();
  store.tickets.createDraft(
    to,
    { ...EMPTY_FORM, title: ticket.title, description: words.join('\n\n'), question: ticket.title },
    now,
  );
  for (const { id } of waiting) {
    const bringing = store.operations.bringing(id);
    if (bringing === null || bringing.exposed || bringing.state === 'sending') continue;
    if (wasThere(store, ticket.id, id)) continue;
    takeBackFiles(store, ticket.id, id);
    store.operations.drop(bringing.id);
    store.tickets.removeMessage(id);
  }
  copyFiles({ store, ids, now }, { from: ticket.id, to });
  for (const { id } of store.attachments.attached(ticket.id)) store.attachments.remove(id);
  store.tickets.saveReplyDraft(ticket.id, '');
  return to;
}

/** The person's own files that no desk has for sure, under ids of their own. */
function copyFiles({ store, ids, now }: QueueContext, { from, to }: { from: TicketId; to: TicketId }): void {
  for (const file of store.attachments.of(from)) {
    const sha256 = store.attachments.get(file.id)?.sha256;
    if (file.delivery === 'received' || file.author !== 'self' || !file.isHere || sha256 === undefined)
      continue;
    const { name, mediaType, size } = file;
    store.attachments.add({ id: ids.attachment(), ticketId: to, name, mediaType, size, sha256, at: now });
  }
}
