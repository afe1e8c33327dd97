/** Stores one page of changes: tickets, replies, the notices they deserve and the cursor, all or nothing. */
import type { ChangesPage } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import type { Store } from '../store/store.ts';

/**
 * Takes over one page for the account `owner` (a desk and a requester) (invariants 4 and 5). A reply is eligible for a notice when it is a
 * specialist's, new here, and not part of the history that a first pull brings: someone who signs in for the
 * first time is not told of last month's answers.
 * Returns the tickets that changed.
 */
export function storePage(
  store: Store,
  owner: string,
  page: ChangesPage,
  { now, newTicketId }: { now: number; newTicketId: () => TicketId },
): TicketId[] {
  return store.transaction(() => {
    const stored = store.settings.get('cursor');
    const isHistory = !(stored?.owner === owner && stored.caughtUp);
    const changed = new Set<TicketId>();
    for (const change of page.changes) {
      if (change.kind === 'ticket') keepUnsentText(store, change.ticket.id, newTicketId);
      // What the desk tells of, it has: that is as good as a receipt, whatever became of the answer.
      store.operations.settleArrived(change.kind === 'ticket' ? change.ticket.id : change.message.id, now);
      if (change.kind === 'ticket') {
        store.tickets.takeOver(change.ticket);
        changed.add(change.ticket.id);
        continue;
      }
      const { message } = change;
      const isNew = store.tickets.takeOverMessage(message);
      changed.add(message.ticketId);
      if (!isNew || message.author.kind !== 'specialist') continue;
      if (isHistory && !store.operations.hasSent(message.ticketId)) continue;
      store.tickets.setUnread(message.ticketId, true);
      store.notices.decide({ id: message.id, ticketId: message.ticketId }, now);
    }
    store.settings.set('cursor', { owner, value: page.cursor, caughtUp: !(isHistory && page.more) });
    return [...changed];
  });
}

/**
 * The desk may have a ticket that was taken back here and changed since: an earlier try arrived and its answer was
 * lost. The desk's version takes its place, and what the person wrote after that becomes a draft of its own.
 */
function keepUnsentText(store: Store, id: TicketId, newTicketId: () => TicketId): void {
  if (store.tickets.state(id) === 'draft' || store.operations.isUnsent(id)) {
    store.tickets.copyToDraft(id, newTicketId());
  }
}
