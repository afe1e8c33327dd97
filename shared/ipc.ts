/**
 * The IPC map: every command, query and event between window, shell and core, once.
 * Preload, shell and renderer derive their types from it, and the shell parses both directions with it,
 * so nothing else can cross. `by` names the process that answers.
 */
import { z } from 'zod';
import { LIMITS, TicketEdit } from './contract.ts';
import type { Failure } from './errors.ts';
import { AttachmentId, MessageId, OperationId, TicketId } from './ids.ts';
import {
  Account,
  AccountName,
  Article,
  ArticleHit,
  Attachment,
  ChatState,
  Connection,
  DraftText,
  Instant,
  Language,
  PreferencesChange,
  SearchAnswer,
  Service,
  Settings,
  StatusLine,
  StoreHealth,
  Ticket,
  TicketForm,
  TicketSummary,
  WaitingOperation,
} from './model.ts';
import { Region } from './region.ts';
import { KeptEntry, KeptFigures, Period } from './sla/kept.ts';

/** A file is handed over in pieces of 1 MB; no message of a page is much larger. */
const LARGEST_FILE_PIECE_BYTES = 4 * 1024 * 1024;

/** Nobody looks through more drafts that they threw away. */
export const MOST_DISCARDED = 200;

const nothing = z.object({});
const aTicket = z.object({ id: TicketId });

export const COMMANDS = {
  /** The page asks this once it listens to events: what waited for it comes right after. */
  'app.info': {
    by: 'shell',
    request: nothing,
    response: z.object({
      version: z.string(),
      locale: Language,
      /** Whose dates, clocks and tables the person reads; null when the system names none. */
      region: Region.nullable(),
      /** A desk with sample data to try the app with, where one runs beside it. Its token opens nothing else. */
      sampleDesk: z.object({ url: z.string(), token: z.string() }).nullable(),
      /** Switches and variables that change how the app reaches others, by name. */
      startedWith: z.array(z.string()),
    }),
  },
  /** The notices of others whose work the app carries, as the build has written them. */
  'app.notices': {
    by: 'shell',
    request: nothing,
    response: z.object({
      notices: z.array(
        z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
      ),
    }),
  },
  /** Opens a link outside the app. Only https, mailto and tel; the window has shown where it goes. */
  'link.open': { by: 'shell', request: z.object({ url: z.string().max(4096) }), response: nothing },

  /** Lets the window fill the screen, or no longer. */
  'window.setFullScreen': { by: 'shell', request: z.object({ isOn: z.boolean() }), response: nothing },

  /** The chat that the person is looking at, null when none: what is said in it needs no notification. */
  'window.setChatInSight': {
    by: 'shell',
    request: z.object({ ticketId: TicketId.nullable() }),
    response: nothing,
  },

  /** What the window would print, as a PDF. */
  'window.printToPdf': {
    by: 'shell',
    request: nothing,
    response: z.object({ pdf: z.instanceof(Uint8Array) }),
  },

  /**
   * Opens a file with the program for its type, fetching it from the desk first when it is not here. A type that
   * could run is only shown in its folder.
   */
  'attachment.open': {
    by: 'shell',
    request: z.object({ id: AttachmentId }),
    response: z.object({ how: z.enum(['opened', 'revealed']) }),
  },

  'inbox.list': { by: 'core', request: nothing, response: z.array(TicketSummary) },
  'ticket.get': { by: 'core', request: aTicket, response: Ticket },
  'ticket.markRead': { by: 'core', request: aTicket, response: nothing },
  /** Puts a ticket that the desk has back among those that need the person. */
  'ticket.markUnread': { by: 'core', request: aTicket, response: nothing },

  /**
   * A new draft, under the id that the window has made for it. Asked twice, it is one draft; an id that anything else
   * has is refused.
   */
  'draft.create': { by: 'core', request: aTicket, response: nothing },
  /** Saves what changed. Answers only when it is on disk (invariant 1). */
  'draft.save': {
    by: 'core',
    request: z.object({ id: TicketId, patch: TicketForm.partial() }),
    response: z.object({ savedAt: Instant }),
  },
  /** Puts a draft into the outbox. From here on it survives everything until the desk has it. */
  'ticket.submit': { by: 'core', request: aTicket, response: nothing },
  /** Takes a ticket that certainly never reached the desk out of the outbox, back to being a draft. */
  'ticket.takeBack': { by: 'core', request: aTicket, response: nothing },
  /** Throws a draft away; `ticket.restore` undoes it. */
  'ticket.withdraw': { by: 'core', request: aTicket, response: nothing },
  'ticket.restore': { by: 'core', request: aTicket, response: nothing },
  /** The drafts that were thrown away, the last one first; what was empty is not told of. */
  'draft.discarded': { by: 'core', request: nothing, response: z.array(TicketSummary).max(MOST_DISCARDED) },
  /**
   * Makes a draft of the account that is signed in out of what waits for another one: of a ticket itself, or of the
   * replies to it. What the other desk may have stays with it, and the draft is a copy.
   */
  'ticket.takeOver': { by: 'core', request: aTicket, response: aTicket },
  /** A new draft with the words of a ticket, and with nothing of what was true of its moment alone. */
  'draft.useAgain': { by: 'core', request: aTicket, response: aTicket },
  /** Sends what the desk has lost of the person's own once more, under its permanent ids. */
  'ticket.sendAgain': { by: 'core', request: aTicket, response: nothing },
  /** The same for all that are not over. `damaged`: how many have lost so much here that no desk could take them. */
  'ticket.sendAllAgain': {
    by: 'core',
    request: nothing,
    response: z.object({ count: z.int(), damaged: z.int() }),
  },

  /** What fits a line that a person wrote: words, phrases and operators (`shared/search.ts`). Works without a desk. */
  'search.find': { by: 'core', request: z.object({ text: z.string().max(10_000) }), response: SearchAnswer },

  /** Articles that may answer a question as far as it is written; best first. */
  'article.suggest': {
    by: 'core',
    request: z.object({ question: z.string().max(5_000_000) }),
    response: z.array(ArticleHit),
  },
  'article.get': { by: 'core', request: z.object({ id: z.uuid() }), response: Article },
  /** An article has answered it: the draft ends as solved, without a ticket. `draft.reopen` undoes it. */
  'draft.solve': {
    by: 'core',
    request: z.object({ id: TicketId, articleId: z.uuid() }),
    response: z.object({ solvedSoFar: z.int() }),
  },
  'draft.reopen': { by: 'core', request: aTicket, response: nothing },

  'reply.save': {
    by: 'core',
    request: z.object({ ticketId: TicketId, body: DraftText }),
    response: z.object({ savedAt: Instant }),
  },
  /** Queues the saved reply draft of a ticket, and empties the draft, in one transaction. */
  'reply.send': {
    by: 'core',
    request: z.object({ ticketId: TicketId }),
    response: z.object({ id: MessageId }),
  },
  /** Puts the text of a reply that is refused or still waits back into the reply draft, with its files. */
  'reply.takeBack': {
    by: 'core',
    request: z.object({ ticketId: TicketId, id: MessageId }),
    response: nothing,
  },

  /**
   * A file is copied into the store piece by piece, so that no path crosses and the original may vanish:
   * start, append from offset 0 in order, finish. Only a finished file is attached.
   */
  'attachment.start': {
    by: 'core',
    request: z.object({
      ticketId: TicketId,
      name: z.string().min(1).max(1000),
      size: z.int().nonnegative(),
      mediaType: z.string().max(255),
    }),
    response: z.object({ id: AttachmentId }),
  },
  'attachment.append': {
    by: 'core',
    request: z.object({
      id: AttachmentId,
      offset: z.int().nonnegative(),
      bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= LARGEST_FILE_PIECE_BYTES),
    }),
    response: nothing,
  },
  'attachment.finish': { by: 'core', request: z.object({ id: AttachmentId }), response: Attachment },
  /** Says what a picture shows, while it waits here for its text. */
  'attachment.describe': {
    by: 'core',
    request: z.object({ id: AttachmentId, description: z.string().max(LIMITS.pictureText) }),
    response: nothing,
  },
  /** Gives up one that is being copied, or takes away one that the desk certainly does not have. */
  'attachment.remove': { by: 'core', request: z.object({ id: AttachmentId }), response: nothing },

  /** Changes what the desk owns. The desk's answer, or a conflict, shows in the ticket. */
  'ticket.change': { by: 'core', request: z.object({ id: TicketId, edit: TicketEdit }), response: nothing },
  /** Sends a change that was refused once more, on what the desk has now; or lets go of it. */
  'ticket.settleConflict': {
    by: 'core',
    request: z.object({ id: TicketId, operation: OperationId, keep: z.enum(['mine', 'desk']) }),
    response: nothing,
  },
  'ticket.answerStillHappening': {
    by: 'core',
    request: z.object({ id: TicketId, answer: z.enum(['yes', 'no']) }),
    response: nothing,
  },
  'ticket.setMuted': {
    by: 'core',
    request: z.object({ id: TicketId, muted: z.boolean() }),
    response: nothing,
  },
  /** Whether answers to a colleague's ticket are told. */
  'ticket.setFollowed': {
    by: 'core',
    request: z.object({ id: TicketId, followed: z.boolean() }),
    response: nothing,
  },
  /** The whole ticket as Markdown, to be kept or sent another way. */
  'ticket.export': { by: 'core', request: aTicket, response: z.object({ markdown: z.string() }) },

  /** How the chat of a ticket stands at the desk; null when it has none. */
  'chat.get': { by: 'core', request: aTicket, response: ChatState.nullable() },
  /** The person is writing in a chat. Nothing is said while nothing is written. */
  'chat.typing': { by: 'core', request: aTicket, response: nothing },

  'outbox.list': { by: 'core', request: nothing, response: z.array(WaitingOperation) },
  /** Puts one operation before another, or last. What must come first in its ticket still does. */
  'outbox.move': {
    by: 'core',
    request: z.object({ id: OperationId, before: OperationId.nullable() }),
    response: nothing,
  },
  'outbox.tryNow': { by: 'core', request: nothing, response: nothing },
  'connection.get': { by: 'core', request: nothing, response: Connection },
  /**
   * Something happened after which the way to the desk may be open again: the computer woke up, its network changed.
   * The shell asks it too. Whatever only waits goes at once, and nothing that works is given up.
   */
  'connection.look': { by: 'core', request: nothing, response: nothing },

  /** What the desk says of itself, as it was last heard; the desk is asked once more, and news of it is an event. */
  'statusLine.get': { by: 'core', request: nothing, response: z.object({ line: StatusLine.nullable() }) },
  /** The person wants to be told how it goes on with what the line is about, or no longer. */
  'statusLine.follow': {
    by: 'core',
    request: z.object({ id: z.string().max(1_000), isOn: z.boolean() }),
    response: nothing,
  },

  'store.health': { by: 'core', request: nothing, response: StoreHealth },
  /** The person has seen what was recovered. */
  'store.dismissRecovery': { by: 'core', request: nothing, response: nothing },

  /** How promises were kept, from what is on this computer. */
  'promises.kept': { by: 'core', request: z.object({ period: Period }), response: KeptFigures },
  /** The tickets behind it, one by one. */
  'promises.entries': {
    by: 'core',
    request: z.object({ period: Period }),
    response: z.object({ timeZone: z.string(), entries: z.array(KeptEntry) }),
  },

  /** The account as the desk last described it; null before the first answer. */
  'account.get': { by: 'core', request: nothing, response: Account.nullable() },
  'service.get': { by: 'core', request: nothing, response: Service },
  'settings.get': { by: 'core', request: nothing, response: Settings },
  'settings.savePreferences': { by: 'core', request: PreferencesChange, response: Settings },
  /** Asks the desk at this address who we are, before anything is saved. An absent token means the saved one. */
  'settings.checkDesk': {
    by: 'core',
    request: z.object({ url: z.string().max(2048), token: z.string().max(4096).optional() }),
    response: Account,
  },
  /** What waits that would not go to whoever answers at this address with this token, and for whom it waits. */
  'settings.waiting': {
    by: 'core',
    request: z.object({ url: z.string().max(2048), token: z.string().max(4096).optional() }),
    response: z.object({
      waiting: z.int(),
      drafts: z.int(),
      /** Null when it has no names yet, or there are several. */
      account: AccountName.nullable(),
      /** The desk did not know the token that it was written under: whether it is theirs, only the person can say. */
      mayComeAlong: z.boolean(),
    }),
  },
  /** `comesAlong`: the person says that what `mayComeAlong` is theirs, and goes to the account that answers. */
  'settings.saveDesk': {
    by: 'core',
    request: z.object({
      url: z.string().max(2048),
      token: z.string().max(4096).optional(),
      comesAlong: z.boolean().optional(),
    }),
    response: Settings,
  },
} as const satisfies Record<string, { by: 'shell' | 'core'; request: z.ZodType; response: z.ZodType }>;

export type Command = keyof typeof COMMANDS;
export type CommandBy<Who extends 'shell' | 'core'> = {
  [Name in Command]: (typeof COMMANDS)[Name]['by'] extends Who ? Name : never;
}[Command];
export type Request<Name extends Command> = z.infer<(typeof COMMANDS)[Name]['request']>;
export type Response<Name extends Command> = z.infer<(typeof COMMANDS)[Name]['response']>;

/** What `window.lifeline.invoke` resolves to: failures are values, so that no call site can forget them. */
export type Answer<Name extends Command> =
  | { ok: true; value: Response<Name> }
  | { ok: false; failure: Failure };

export const EVENTS = {
  /** These tickets have changed in the store; `null` means any of them may have. */
  'tickets.changed': z.object({ ids: z.array(TicketId).nullable() }),
  /** The desk's help pages are other than they were. */
  'articles.changed': nothing,
  /** A chat is at this point now; `null` means any may be other than it was. */
  'chat.changed': z.object({ chat: ChatState.nullable() }),
  'connection.changed': Connection,
  /** The desk says something else of itself than it did, or nothing. */
  'statusLine.changed': z.object({ line: StatusLine.nullable() }),
  'store.changed': StoreHealth,
  'settings.changed': Settings,
  /** The desk's clock or calendar is another than it was. */
  'service.changed': Service,
  /**
   * The person clicked a notification: go to that ticket and message, or without a ticket to all that needs them.
   * `isUnknown`: it is an old one, and nobody knows what it told of.
   */
  'window.goTo': z.object({
    ticketId: TicketId.nullable(),
    messageId: MessageId.nullable(),
    isUnknown: z.literal(true).optional(),
  }),
  /** The core process ended and is being restarted, or is back. */
  'core.state': z.object({ state: z.enum(['restarting', 'ready']) }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventPayload<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>;

/** `window.lifeline`, the only thing that the preload gives to the page. */
export type LifelineApi = {
  invoke<Name extends Command>(name: Name, request: Request<Name>): Promise<Answer<Name>>;
  /** Calls `listener` on every such event until the returned function is called. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
};
