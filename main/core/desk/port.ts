/** What core asks of a desk. A desk that speaks something else than the support API is another file like `rest.ts`. */
import type {
  Account,
  AttachmentSubmission,
  ChatState,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
} from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { ReceivedPage } from '#shared/received.ts';

/**
 * What became of a question to the desk.
 * - `answered`: the desk answered and the answer fits the contract
 * - `refused`: the desk said no, for good; `failure.detail` holds its own words
 * - `blocked`: something that is no desk said no, and may say so for good: a proxy, a firewall, another address
 * - `unauthorized`: the token is not accepted, by the desk itself or by something before it
 * - `expired`: the cursor means nothing to the desk any more
 * - `later`: try again, not before `afterMs` when that was named: a promise of the desk, or else only a hint
 * - `unreachable`: nobody answered, or nobody can be asked because of what `failure` says is in the way; `neverLeft` when it is certain that no byte reached the desk
 */
export type DeskAnswer<T> =
  | { kind: 'answered'; status: number; value: T }
  | { kind: 'refused'; status: number; failure: Failure }
  | { kind: 'blocked'; status: number; failure: Failure }
  | { kind: 'unauthorized'; failure: Failure; isDesks: boolean }
  | { kind: 'expired' }
  | { kind: 'later'; failure: Failure; afterMs: number | null; isPromise: boolean }
  | { kind: 'unreachable'; failure: Failure; neverLeft: boolean };

/** An answer that says what its question did not ask. */
export const unfit = (detail?: string): Extract<DeskAnswer<never>, { kind: 'later' }> => ({
  kind: 'later',
  failure: { code: 'desk_answer_unfit', ...(detail !== undefined && { detail }) },
  afterMs: null,
  isPromise: false,
});

/** A write: the exact bytes of the support API's body, and the key that makes a repeat harmless. */
export type Write = {
  key: string;
  body: Uint8Array;
  /** False once it may not go any more; nothing is asked on a new line then. */
  isWanted(): boolean;
};

/** A file on its way to the desk. */
export type FileToSend = {
  submission: AttachmentSubmission;
  size: number;
  /** Where the desk takes the rest of an upload that an earlier try started. */
  uploadUrl: string | null;
  /** True when an earlier try may have brought all of it. */
  mayBeThere: boolean;
  readAt(offset: number, length: number): Uint8Array;
};

export type UploadHooks = {
  /** The desk has confirmed this much, and takes the rest there. What this throws ends the upload and comes out. */
  progress(progress: { uploadUrl: string | null; sentBytes: number }): void;
  /** Asked before each question: false ends the upload. */
  mayGo(): Promise<boolean>;
};

export type DeskPort = {
  /** An aborted `signal` gives the question up, as unreachable. */
  account(signal?: AbortSignal): Promise<DeskAnswer<Account>>;
  createTicket(id: TicketId, write: Write): Promise<DeskAnswer<DeskTicket>>;
  /** Sends an edit that is meant for one version of the ticket; `refused` with status 412 when it has another. */
  changeTicket(id: TicketId, write: Write & { ifMatch: string }): Promise<DeskAnswer<DeskTicket>>;
  /** Looks a ticket up by its permanent id; null when the desk has none. */
  findTicket(id: TicketId): Promise<DeskAnswer<DeskTicket | null>>;
  findMessage(ticketId: TicketId, id: MessageId): Promise<DeskAnswer<DeskMessage | null>>;
  addMessage(ticketId: TicketId, id: MessageId, write: Write): Promise<DeskAnswer<DeskMessage>>;
  /**
   * Sends a file, or what the desk does not have of it yet. The answer is the file as the desk has it: exactly once,
   * however often it is sent.
   */
  upload(file: FileToSend, hooks: UploadHooks): Promise<DeskAnswer<DeskAttachment>>;
  findAttachment(ticketId: TicketId, id: AttachmentId): Promise<DeskAnswer<DeskAttachment | null>>;
  /** Gives the content of a file, piece by piece. What `take` throws comes out. */
  download(
    ticketId: TicketId,
    id: AttachmentId,
    take: (bytes: Uint8Array) => void,
  ): Promise<DeskAnswer<'whole'>>;
  changes(cursor: string | null, signal?: AbortSignal): Promise<DeskAnswer<ReceivedPage>>;
  /** How the chat of a ticket stands; null when the desk has none. */
  chat(ticketId: TicketId): Promise<DeskAnswer<ChatState | null>>;
  /** Says that the person is writing. */
  typing(ticketId: TicketId): Promise<DeskAnswer<unknown>>;
  /**
   * Listens for pokes and for chats (null: any may be other than it was) until the stream ends, fails or falls silent for
   * longer than a desk may be; `heard` is called with every piece that comes. A desk without push answers `refused`.
   */
  listen(
    on: { poke(): void; chat(chat: ChatState | null): void; heard(): void },
    signal: AbortSignal,
  ): Promise<DeskAnswer<'ended'>>;
};
