/** Stores one page of changes: tickets, replies, files, deletions, the notices they deserve and the cursor, all or nothing. */
import type { Change, ChangesPage, Deletion, DeskMessage, DeskTicket } from '#shared/contract.ts';
import { AttachmentId, type IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import { isDone } from '../outbox/edits.ts';
import { afterArrival, cameLate } from '../outbox/lateness.ts';
import { keepUnsentText } from '../outbox/queue.ts';
import { FIRST_CURSOR } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from '../store/tickets.ts';

export type PageContext = {
  now: number;
  ids: IdMaker;
  /** True until the first pull of this run has caught up: what it brings came while the app was closed. */
  whileClosed: boolean;
};

/**
 * Takes over one page for the account `owner` (a desk and a requester) (invariants 4 and 5). A reply is eligible for
 * a notice when it is a specialist's, new here, and not part of the history that a first pull brings: someone who
 * signs in for the first time is not told of last month's answers.
 * Returns the tickets that changed.
 */
export function storePage(store: Store, owner: string, page: ChangesPage, context: PageContext): TicketId[] {
  return store.transaction(() => {
    const cursors = store.settings.get('cursors') ?? {};
    const cursor = cursors[owner] ?? FIRST_CURSOR;
    const isHistory = !cursor.caughtUp && store.settings.get('tellAfterRebuild') !== true;
    const pageOf = { store, context, isHistory, reading: { owner, number: cursor.reading } };
    const changed = new Set(page.changes.flatMap((change) => take(pageOf, change) ?? []));
    if (!page.more) {
      if (cursor.whole) for (const id of sweep(pageOf)) changed.add(id);
      store.settings.clear('tellAfterRebuild');
    }
    cursors[owner] = {
      value: page.cursor,
      caughtUp: cursor.caughtUp || !page.more,
      reading: cursor.reading,
      whole: cursor.whole && page.more,
    };
    store.settings.set('cursors', cursors);
    return [...changed];
  });
}

/** The cursor means nothing to the desk any more: everything is read anew, and what is then not told of is gone. */
export function readAllAnew(store: Store, owner: string): void {
  store.transaction(() => {
    const cursors = store.settings.get('cursors') ?? {};
    const cursor = cursors[owner] ?? FIRST_CURSOR;
    store.tickets.startReading(owner);
    store.attachments.startReading(owner);
    store.articles.startReading(owner);
    cursors[owner] = { ...cursor, value: null, reading: cursor.reading + 1, whole: true };
    store.settings.set('cursors', cursors);
  });
}

type PageOf = { store: Store; context: PageContext; isHistory: boolean; reading: Reading };

/** Stores one change; returns the ticket that it is about, if any. */
function take(page: PageOf, change: Change): TicketId | null {
  const { store, context, reading } = page;
  switch (change.kind) {
    case 'ticket':
      takeTicket(page, change.ticket);
      return change.ticket.id;
    case 'message':
      takeMessage(page, change.message);
      return change.message.ticketId;
    case 'attachment':
      store.operations.settleArrived(change.attachment.id, context.now);
      store.attachments.takeOver(change.attachment, reading);
      return change.attachment.ticketId;
    case 'deleted':
      takeDeletion(store, change.deletion, context);
      return change.deletion.ticketId;
    case 'article':
      store.articles.takeOver(change.article, reading);
      return null;
    case 'article_deleted':
      store.articles.remove(change.id);
      return null;
  }
}

function takeTicket({ store, context, isHistory, reading }: PageOf, ticket: DeskTicket): void {
  keepUnsentText(store, ticket.id, context, ticket);
  const isNewThere = store.operations.creationOf(ticket.id) !== null;
  const late = isNewThere && cameLate(store, ticket.id);
  // What the desk tells of, it has: that is as good as a receipt, whatever became of the answer.
  store.operations.settleArrived(ticket.id, context.now);
  store.tickets.takeOver(ticket, reading);
  if (ticket.callBack?.state === 'missed' && (!isHistory || store.operations.hasSent(ticket.id))) {
    const at = Date.parse(ticket.callBack.changedAt);
    store.notices.decideMissedCall({ ticketId: ticket.id, at }, context.now);
  }
  for (const pending of store.operations.edits(ticket.id)) {
    if (pending.exposed && isDone(pending.edit, ticket)) store.operations.settle(pending, 200, context.now);
  }
  if (isNewThere) afterArrival({ store, ...context }, ticket.id, late);
}

function takeMessage({ store, context, isHistory, reading }: PageOf, message: DeskMessage): void {
  store.operations.settleArrived(message.id, context.now);
  const isNew = store.tickets.takeOverMessage(message, reading);
  if (!isNew || message.author.kind !== 'specialist') return;
  if (isHistory && !store.operations.hasSent(message.ticketId)) return;
  store.tickets.setUnread(message.ticketId, true);
  const { id, ticketId } = message;
  store.notices.decide({ id, ticketId, whileClosed: context.whileClosed }, context.now);
}

function takeDeletion(store: Store, deletion: Deletion, context: PageContext): void {
  const deleted = { by: deletion.by, at: Date.parse(deletion.at) };
  switch (deletion.what) {
    case 'ticket': {
      const id = TicketId.parse(deletion.id);
      keepUnsentText(store, id, context);
      store.operations.settleArrived(id, context.now);
      store.tickets.markDeleted(id, deleted);
      break;
    }
    case 'message': {
      const id = MessageId.parse(deletion.id);
      store.operations.settleArrived(id, context.now);
      store.tickets.markMessageDeleted(id, deleted);
      break;
    }
    case 'attachment': {
      const id = AttachmentId.parse(deletion.id);
      store.operations.settleArrived(id, context.now);
      store.attachments.markDeleted(id, deleted);
      break;
    }
  }
}

/** What a whole reading did not tell of has gone from the desk; by whom, nobody can tell any more. */
function sweep({ store, context, reading }: PageOf): TicketId[] {
  const deleted = { by: '', at: context.now };
  const gone = store.tickets.notSeen(reading);
  for (const id of gone.tickets) store.tickets.markDeleted(id, deleted);
  for (const id of gone.messages) store.tickets.markMessageDeleted(id, deleted);
  const files = store.attachments.notSeen(reading);
  for (const id of files) store.attachments.markDeleted(id, deleted);
  store.articles.sweep(reading);
  return [
    ...gone.tickets,
    ...gone.messages.flatMap((id) => store.tickets.ticketOf(id) ?? []),
    ...files.flatMap((id) => store.attachments.ticketOf(id) ?? []),
  ];
}
