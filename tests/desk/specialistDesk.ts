/** The specialist's side, without HTTP: the page and tests use the same verbs. */
import { createHash } from 'node:crypto';
import type {
  Article,
  CallBack,
  Deletion,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
  Severity,
  StatusLine,
  TicketStatus,
} from '#shared/contract.ts';
import type { IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import { SPECIALISTS } from './account.ts';
import { type ChatRoom, hasNoChat } from './chats.ts';
import type { FileRoom } from './fileRoom.ts';
import { takeAway } from './removal.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { addAnswer, assign, editMessage, merge, setCall, setSeverity, setStatus } from './thread.ts';
import { wireInstant } from './ticket.ts';

type FileToAttach = Pick<DeskAttachment, 'name' | 'mediaType'> & {
  bytes: Uint8Array;
  messageId?: MessageId | undefined;
  as?: string | undefined;
  description?: string | undefined;
};

/** The verbs of a specialist. Each returns null when the desk has no such thing. */
export function specialistDesk(parts: {
  store: Store;
  files: FileRoom;
  account: SentAccount;
  chats: ChatRoom;
  ids: IdMaker;
  changed: () => void;
  clock: () => number;
}) {
  const { store, files, account, chats, ids, changed, clock } = parts;
  const told = <Result>(result: Result | null): Result | null => {
    if (result !== null) changed();
    return result;
  };

  /** A ticket that is over, or has become a written one, has no chat any more. */
  function ended(ticket: DeskTicket | null): DeskTicket | null {
    if (ticket !== null && hasNoChat(ticket)) chats.end(ticket.id);
    return ticket;
  }

  /** Whoever answers somebody in the queue has taken them out of it. */
  function answered(message: DeskMessage | null): DeskMessage | null {
    if (message === null) return null;
    chats.accept(message.ticketId, message.author.name);
    ended(store.ticket(message.ticketId)?.ticket ?? null);
    return message;
  }

  function attach(ticketId: TicketId, wanted: FileToAttach): DeskAttachment | null {
    const ticket = store.ticket(ticketId)?.ticket;
    const message = wanted.messageId === undefined ? null : store.message(wanted.messageId)?.message;
    const isElsewhere = message === undefined || (message !== null && message.ticketId !== ticket?.id);
    if (ticket === undefined || isElsewhere) return null;
    const { name, mediaType, bytes } = wanted;
    const attachment: DeskAttachment = {
      id: ids.attachment(),
      ticketId: ticket.id,
      messageId: message?.id ?? null,
      author: { kind: 'specialist', id: null, name: wanted.as ?? SPECIALISTS[0] },
      name,
      mediaType,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      createdAt: wireInstant(clock()),
      description: wanted.description ?? '',
    };
    const file = files.keep(bytes);
    store.together(() => store.addAttachment(attachment, file));
    return attachment;
  }

  return {
    tickets: (): DeskTicket[] => store.tickets(),
    messages: (ticketId: TicketId): DeskMessage[] => store.messages(ticketId),
    attachments: (ticketId: TicketId): DeskAttachment[] =>
      store.attachments(ticketId).map(({ attachment }) => attachment),
    reply: (
      ticketId: TicketId,
      body: string,
      more: { as?: string | undefined; status?: TicketStatus | undefined } = {},
    ): DeskMessage | null =>
      answered(
        told(
          addAnswer(store, ids, {
            ticketId,
            body,
            as: more.as ?? SPECIALISTS[0],
            status: more.status,
            at: clock(),
          }),
        ),
      ),
    /** The chats that came in since the desk was started, those who waited longest first. */
    chats: chats.all,
    chat: {
      accept: (id: TicketId, as: string = SPECIALISTS[0]) => chats.accept(id, as),
      typing: chats.typing,
      presence: chats.presence,
      end: chats.end,
      requesterWroteAt: chats.wroteAt,
    },
    setCall: (ticketId: TicketId, state: CallBack['state'], by: string = SPECIALISTS[0]): DeskTicket | null =>
      told(setCall(store, { ticketId, state, by, at: clock() })),
    setStatus: (ticketId: TicketId, status: TicketStatus, by: string = SPECIALISTS[0]): DeskTicket | null =>
      ended(told(setStatus(store, { ticketId, status, by, at: clock() }))),
    assign: (ticketId: TicketId, to: string, by: string = to): DeskTicket | null =>
      told(assign(store, { ticketId, to, by, at: clock() })),
    /** Closes a ticket, because it goes on in another. */
    merge(ticketId: TicketId, into: TicketId, by: string = SPECIALISTS[0]): DeskTicket | null {
      const goesOn = told(merge(store, { ticketId, into, by, at: clock() }));
      if (goesOn !== null) chats.end(ticketId);
      return goesOn;
    },
    setSeverity: (
      ticketId: TicketId,
      severity: Severity,
      { by = SPECIALISTS[0], reason = '' }: { by?: string | undefined; reason?: string | undefined } = {},
    ): DeskTicket | null =>
      told(setSeverity(store, account, { ticketId, severity, by, reason, at: clock() })),
    editMessage: (id: MessageId, body: string): DeskMessage | null =>
      told(editMessage(store, { id, body, at: clock() })),
    attach: (ticketId: TicketId, file: FileToAttach): DeskAttachment | null => told(attach(ticketId, file)),
    /** What the desk says of itself; null when it has nothing to say. */
    statusLine: (): StatusLine | null => account.statusLine,
    /** Says it, or says it in other words; null when it is over. */
    sayStatus(text: string | null): StatusLine | null {
      const id = account.statusLine?.id ?? ids.operation();
      account.statusLine = text === null ? null : { id, text, updatedAt: wireInstant(clock()) };
      changed();
      return account.statusLine;
    },
    /** Puts an article into the knowledge base, or a new text in its place. */
    putArticle(article: { id?: string; title: string; body: string }): Article {
      const put = { id: ids.message(), ...article, updatedAt: wireInstant(clock()) };
      store.together(() => store.putArticle(put));
      changed();
      return put;
    },
    removeArticle: (id: string): true | null => told(store.together(() => store.removeArticle(id)) || null),
    /** Takes a ticket, a message or a file away, with all that belongs to it. */
    takeAway(what: Deletion['what'], id: string, by: string = SPECIALISTS[0]): Deletion | null {
      const deletion = told(takeAway({ store, files }, { what, id, by, at: clock() }));
      if (deletion?.what === 'ticket') chats.end(deletion.id);
      return deletion;
    },
  };
}
export type SpecialistDesk = ReturnType<typeof specialistDesk>;
