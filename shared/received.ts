/**
 * The support API as a client reads it. What this version does not know has a safe reading (`docs/support-api.md` lists
 * them all), and of a page each change is read by itself, so that one that does not fit never stops the rest.
 */
import { z } from 'zod';
import {
  Affected,
  AuthorKind,
  BOUNDS,
  CallBack,
  Change,
  Channel,
  DETAILS,
  Deletion,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
  LIMITS,
  Rating,
  Severity,
  SeverityChange,
  TicketEvent,
  TicketPromise,
  TicketStatus,
  WireInstant,
} from './contract.ts';
import { AttachmentId, MessageId, TicketId } from './ids.ts';

/** An instant. Second 60 of a leap second, which no date here knows, is read as the end of the one before. */
const Moment = z
  .string()
  .max(BOUNDS.instant)
  .transform((text) => text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d):60(?:\.\d+)?/, '$1:59.999'))
  .pipe(WireInstant);
const MomentOrNone = Moment.nullable().catch(null);
/** An id in small letters, as it was made: written otherwise it would be taken for something else. */
const asMade = <Id extends z.ZodType<string>>(id: Id) => id.refine((text) => text === text.toLowerCase());

/** Stands at the end of words that were longer than their bound. */
const CUT = '…';
const cut = (text: string, most: number): string =>
  beginningOf(text, most) === text ? text : beginningOf(text, most - CUT.length) + CUT;

/** The first letters of a text: code points, as its bounds count. */
function beginningOf(text: string, letters: number): string {
  let end = 0;
  for (let left = letters; left > 0 && end < text.length; left -= 1) {
    end += (text.codePointAt(end) ?? 0) > 0xff_ff ? 2 : 1;
  }
  return text.slice(0, end);
}

/**
 * Words up to a bound, with a mark where the rest was. Words that are not there are none; what is kept of them here
 * stays.
 */
const words = (most: number) =>
  z
    .string()
    .catch('')
    .transform((text) => cut(text, most));
const Name = words(BOUNDS.name);
const Detail = words(LIMITS.shortText);

/** A name that keeps its ending, which decides what a file is. */
const FileName = z
  .string()
  .transform((name) =>
    beginningOf(name, BOUNDS.fileName) === name
      ? name
      : cut(name, BOUNDS.fileName - LONGEST_ENDING) + name.slice(-LONGEST_ENDING).toWellFormed(),
  );
const LONGEST_ENDING = 100;

/** Stands for an id that is there and cannot be read: it is somebody, and never who is signed in. */
const SOMEBODY = '\ufffd';
const WriterId = DeskMessage.shape.author.shape.id.catch(SOMEBODY);

/** A severity that was what it is now, with nothing said of it: many of these would take the place of real events. */
const saysNothing = (event: TicketEvent): boolean =>
  event.kind === 'severity_changed' && event.from === event.to && event.reason === '';

/** Events as they are read: each once, the newest, and only those that this version knows and that say something. */
const Events = z
  .unknown()
  .default([])
  .transform((sent): TicketEvent[] => {
    const list = Array.isArray(sent) ? sent.slice(-BOUNDS.events) : [];
    const read = list.flatMap((one) => TicketEvent.safeParse(one).data ?? []);
    return [...new Map(read.map((event) => [event.id, event])).values()].filter(
      (event) => !saysNothing(event),
    );
  });

/** An exception takes a promise away, however long its reason is. */
const Excepted = Detail.nullable().default(null);

/**
 * A ticket. Without an id, a version and a create date it is none; anything else that cannot be read is read as what
 * hides nothing and promises nothing.
 */
export const ReceivedTicket = z
  .object({
    id: asMade(TicketId),
    number: z
      .union([DeskTicket.shape.number, z.number().transform(String)])
      .nullable()
      .catch(null),
    version: DeskTicket.shape.version,
    status: TicketStatus.catch('open'),
    title: words(BOUNDS.title),
    description: words(BOUNDS.description),
    severity: Severity.catch('standard'),
    severityReason: Detail,
    judged: z.boolean().nullable().catch(null),
    affected: Affected.nullable().catch(null),
    hit: Detail,
    since: Detail,
    users: Detail,
    steps: Detail,
    expected: Detail,
    actual: Detail,
    tried: Detail,
    errorId: Detail,
    link: Detail,
    cc: DETAILS.cc.catch([]),
    phone: DETAILS.phone.catch(''),
    guide: DETAILS.guide.catch(null),
    channel: Channel.catch('email'),
    requester: z.object({ id: WriterId, name: Name }).catch({ id: null, name: '' }),
    filedBy: DeskTicket.shape.filedBy.catch(null),
    createdAt: Moment,
    updatedAt: MomentOrNone,
    firstAnsweredAt: MomentOrNone,
    promise: TicketPromise.extend({ dueAt: MomentOrNone, exceptedBecause: Excepted }).nullable().catch(null),
    severityChange: SeverityChange.extend({ by: Name, reason: Detail }).nullable().catch(null),
    callBack: CallBack.extend({ expectedAt: MomentOrNone.default(null) })
      .nullable()
      .catch(null),
    events: Events,
    rating: Rating.nullable().catch(null),
  })
  .transform(
    (ticket): DeskTicket => ({
      ...ticket,
      // Something to say on the phone, where the desk names nothing better.
      number: ticket.number ?? ticket.id.slice(-6),
      updatedAt: ticket.updatedAt ?? ticket.createdAt,
    }),
  );

/** An author of a kind that is not known is read as a specialist: it is told of, and never passes for one's own. */
const Author = z
  .object({ kind: AuthorKind.catch('specialist'), id: WriterId, name: Name })
  .catch({ kind: 'specialist', id: null, name: '' });

export const ReceivedMessage = DeskMessage.extend({
  id: asMade(MessageId),
  ticketId: asMade(TicketId),
  author: Author,
  createdAt: Moment,
  editedAt: MomentOrNone,
});

export const ReceivedAttachment = DeskAttachment.extend({
  id: asMade(AttachmentId),
  ticketId: asMade(TicketId),
  messageId: DeskAttachment.shape.messageId.default(null),
  author: Author,
  name: FileName,
  mediaType: DeskAttachment.shape.mediaType.catch('application/octet-stream'),
  description: words(BOUNDS.title).catch(''),
  createdAt: Moment,
});

const [, , , , article, articleDeleted] = Change.options;
const [ticketDeleted, messageDeleted, fileDeleted] = Deletion.options;
const told = { by: Name, at: Moment };
const ReceivedDeletion = z.discriminatedUnion('what', [
  ticketDeleted.extend({ ...told, id: asMade(TicketId), ticketId: asMade(TicketId) }),
  messageDeleted.extend({ ...told, id: asMade(MessageId), ticketId: asMade(TicketId) }),
  fileDeleted.extend({ ...told, id: asMade(AttachmentId), ticketId: asMade(TicketId) }),
]);
const ReceivedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ticket: ReceivedTicket }),
  z.object({ kind: z.literal('message'), message: ReceivedMessage }),
  z.object({ kind: z.literal('attachment'), attachment: ReceivedAttachment }),
  z.object({ kind: z.literal('deleted'), deletion: ReceivedDeletion }),
  article.extend({
    article: article.shape.article.extend({
      title: words(BOUNDS.title).pipe(z.string().min(1)),
      updatedAt: Moment,
    }),
  }),
  articleDeleted,
]);
const KINDS = new Set<unknown>(Change.options.map((option) => option.shape.kind.value));

/** A change that does not fit. */
export type Misfit = {
  /** The same for every telling of the same thing, as far as that can be read. */
  key: string;
  /** What it is about, as far as that can be read: the desk has it, whatever it says of it. */
  about: { kind: string; id: string } | null;
  ticketId: TicketId | null;
  /** As the desk sent it. */
  raw: string;
  why: string;
};

const Named = z.looseObject({ kind: z.string() });
/** Where a change of each kind may name itself and its ticket. */
const Id = z.string().max(100).optional().catch(undefined);
const Names = z.object({ id: Id, ticketId: Id });

/** Reads one change; null for a kind that this version does not know. */
export function readChange(sent: unknown): { fits: Change } | { misfit: Misfit } | null {
  const named = Named.safeParse(sent).data;
  if (named !== undefined && !KINDS.has(named.kind)) return null;
  const read = ReceivedChange.safeParse(sent);
  if (read.success) return { fits: read.data };
  const issue = read.error.issues[0];
  const why =
    issue === undefined ? 'does not fit' : `${issue.path.join('.')}: ${issue.message}`.slice(0, LONGEST_KEY);
  return { misfit: misfitOf(sent, why) };
}

/** What of a change that is not read stands at its beginning, where a desk says what it is about. */
const LOOKED_AT = 2_000;

/** A change that is too much even to be looked at as a whole. Kept of it is what it is about, and that it came. */
export function misfitOfTooMuch(change: string, why: string): Misfit {
  const beginning = change.slice(0, LOOKED_AT);
  const said = (name: string): string | undefined =>
    new RegExp(`"${name}"\\s*:\\s*"([\\w-]{1,100})"`).exec(beginning)?.[1];
  const about = { kind: said('kind') ?? 'unknown', id: said('id'), ticketId: said('ticketId') };
  return { ...named(about, beginning), raw: '', why };
}

/** What a misfit is called, and which ticket it belongs to. */
function named(
  { kind, id, ticketId }: { kind: string; id: string | undefined; ticketId: string | undefined },
  raw: string,
): Pick<Misfit, 'key' | 'about' | 'ticketId'> {
  return {
    key: id === undefined ? raw.slice(0, LONGEST_KEY) : `${kind} ${id}`,
    about: id === undefined ? null : { kind, id },
    ticketId: TicketId.safeParse(kind === 'ticket' ? id : ticketId).data ?? null,
  };
}

/** A change that may not be taken, for a reason of its own. */
export function misfitOf(sent: unknown, why: string): Misfit {
  const raw = JSON.stringify(sent);
  const { kind = 'unknown' } = Named.safeParse(sent).data ?? {};
  const { id, ticketId } = Names.safeParse(Named.safeParse(sent).data?.[CARRIES[kind] ?? '']).data ?? {};
  return { ...named({ kind, id, ticketId }, raw), raw, why };
}

const CARRIES: Record<string, string> = {
  ticket: 'ticket',
  message: 'message',
  attachment: 'attachment',
  deleted: 'deletion',
  article: 'article',
};
const LONGEST_KEY = 200;

/** What a page of changes says of itself. Its changes are read one by one, with `readChange`. */
export const ReceivedPage = z.object({
  changes: z.array(z.unknown()),
  // A longer one would not fit into an address any more, and no pull would ever work again.
  cursor: z.string().min(1).max(BOUNDS.cursor),
  more: z.boolean(),
});
/** A page, with each change as the JSON that it came as. */
export type ReceivedPage = { changes: string[]; cursor: string; more: boolean };
