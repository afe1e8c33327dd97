/** The specialist's side, without HTTP: the page and tests use the same verbs. */
import type { DeskMessage, DeskTicket, TicketStatus } from '#shared/contract.ts';
import type { IdMaker, TicketId } from '#shared/ids.ts';
import { SPECIALISTS } from './account.ts';
import type { Store } from './store.ts';
import { addAnswer, setStatus } from './thread.ts';

/** The verbs of a specialist. Each returns null when the desk has no such ticket. */
export function specialistDesk(parts: {
  store: Store;
  ids: IdMaker;
  changed: () => void;
  clock: () => number;
}) {
  const { store, ids, changed, clock } = parts;
  const told = <Result>(result: Result | null): Result | null => {
    if (result !== null) changed();
    return result;
  };
  return {
    tickets: (): DeskTicket[] => store.tickets(),
    messages: (ticketId: TicketId): DeskMessage[] => store.messages(ticketId),
    reply: (
      ticketId: TicketId,
      body: string,
      more: { as?: string | undefined; status?: TicketStatus | undefined } = {},
    ): DeskMessage | null =>
      told(
        addAnswer(store, ids, {
          ticketId,
          body,
          as: more.as ?? SPECIALISTS[0],
          status: more.status,
          at: clock(),
        }),
      ),
    setStatus: (ticketId: TicketId, status: TicketStatus): DeskTicket | null =>
      told(setStatus(store, { ticketId, status, at: clock() })),
  };
}
export type SpecialistDesk = ReturnType<typeof specialistDesk>;
