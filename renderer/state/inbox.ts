/** All tickets as the list shows them, kept fresh by events. */
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import type { TicketSummary } from '#shared/model.ts';
import { ask, listen } from './lifeline.ts';
import { refresher } from './refresher.ts';

const RETRY_MS = 2_000;

type InboxState = {
  /** Null until the first answer. */
  tickets: TicketSummary[] | null;
  failure: Failure | null;
};

export const useInbox = create<InboxState>(() => ({ tickets: null, failure: null }));

/** Keeps the object of a ticket that did not change, so that its row need not render again. */
function keepUnchanged(old: TicketSummary[], fresh: TicketSummary[]): TicketSummary[] {
  const known = new Map(old.map((ticket) => [ticket.id, ticket]));
  return fresh.map((ticket) => {
    const before = known.get(ticket.id);
    return before && JSON.stringify(before) === JSON.stringify(ticket) ? before : ticket;
  });
}

/** Reads the list now, for a caller that must see its own change. */
export async function readInbox(): Promise<void> {
  const answer = await ask('inbox.list', {});
  if (answer.ok) {
    useInbox.setState(({ tickets }) => ({
      tickets: keepUnchanged(tickets ?? [], answer.value),
      failure: null,
    }));
  } else {
    useInbox.setState({ failure: answer.failure });
    // The core is on its way back, and its event may already have been.
    if (answer.failure.code === 'core_unavailable') setTimeout(refreshInbox, RETRY_MS);
  }
}

const refreshInbox = refresher(readInbox, 150);

export function listenToInbox(): void {
  listen('tickets.changed', refreshInbox);
  listen('core.state', ({ state }) => {
    if (state === 'ready') refreshInbox();
  });
  refreshInbox();
}
