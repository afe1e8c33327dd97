/** What core asks of a desk. A desk that speaks something else than the support API is another file like `rest.ts`. */
import type { Account, ChangesPage, DeskMessage, DeskTicket } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { MessageId, TicketId } from '#shared/ids.ts';

/**
 * What became of a question to the desk.
 * - `answered`: the desk answered and the answer fits the contract
 * - `refused`: the desk said no, for good; `failure.detail` holds its own words
 * - `unauthorized`: the token is not accepted
 * - `expired`: the cursor means nothing to the desk any more
 * - `later`: try again, not before `afterMs` when the desk named it
 * - `unreachable`: nobody answered; `neverLeft` when it is certain that no byte reached the desk
 */
export type DeskAnswer<T> =
  | { kind: 'answered'; status: number; value: T }
  | { kind: 'refused'; status: number; failure: Failure }
  | { kind: 'unauthorized'; failure: Failure }
  | { kind: 'expired' }
  | { kind: 'later'; failure: Failure; afterMs: number | null }
  | { kind: 'unreachable'; failure: Failure; neverLeft: boolean };

/** A write: the exact bytes of the support API's body, and the key that makes a repeat harmless. */
export type Write = { key: string; body: Uint8Array };

export type DeskPort = {
  account(): Promise<DeskAnswer<Account>>;
  createTicket(id: TicketId, write: Write): Promise<DeskAnswer<DeskTicket>>;
  addMessage(ticketId: TicketId, id: MessageId, write: Write): Promise<DeskAnswer<DeskMessage>>;
  changes(cursor: string | null): Promise<DeskAnswer<ChangesPage>>;
  /**
   * Listens for pokes until the stream ends, fails or falls silent for longer than a desk may be.
   * A desk without push answers `refused`.
   */
  listen(onPoke: () => void, signal: AbortSignal): Promise<DeskAnswer<'ended'>>;
};
