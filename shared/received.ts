/**
 * The support API as a client reads it. What this version does not know has a safe reading (`docs/support-api.md` lists
 * them all), and of a page each change is read by itself, so that one that does not fit never stops the rest.
 */
import { z } from 'zod';
import {
  Affected,
  AuthorKind,
  CallBack,
  Change,
  Channel,
  DETAILS,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
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
  .transform((text) => text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d):60(?:\.\d+)?/, '$1:59.999'))
  .pipe(WireInstant);
const MomentOrNone = Moment.nullable().catch(null);
/** An id in small letters, as it was made: written otherwise it would be taken for something else. */
const asMade = <Id extends z.ZodType<string>>(id: Id) => id.refine((text) => text === text.toLowerCase());

/** Words that are not there are none; what is kept of them here stays. */
const Words = z.string().catch('');
const Detail = DETAILS.users.catch('');

/** Older ones are not read: so many say nothing that a person still looks for. */
export const MOST_EVENTS = 500;

/** Events as they are read: each once, the newest, and only those that this version knows. */
const Events = z
  .unknown()
  .default([])
  .transform((sent): TicketEvent[] => {
    const list = z.array(z.unknown()).safeParse(sent).data ?? [];
    const read = list.slice(-MOST_EVENTS).flatMap((one) => TicketEvent.safeParse(one).data ?? []);
    return [...new Map(read.map((event) => [event.id, event])).values()];
  });

/**
 * A ticket. Without an id, a version and a create date it is none; anything else that cannot be read is read as what
 * hides nothing and promises nothing.
 */
export const ReceivedTicket = z
  .object({
    id: asMade(TicketId),
    number: z
      .union([z.string().min(1), z.number().transform(String)])
      .nullable()
      .catch(null),
    version: DeskTicket.shape.version,
    status: TicketStatus.catch('open'),
    title: Words,
    description: Words,
    severity: Severity.catch('standard'),
    severityReason: Words,
    affected: Affected.nullable().catch(null),
    hit: Words,
    since: Words,
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
    requester: z.object({ name: z.string() }).catch({ name: '' }),
    createdAt: Moment,
    updatedAt: MomentOrNone,
    firstAnsweredAt: MomentOrNone,
    promise: TicketPromise.nullable().catch(null),
    severityChange: SeverityChange.nullable().catch(null),
    callBack: CallBack.nullable().catch(null),
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
  .object({ kind: AuthorKind.catch('specialist'), name: Words })
  .catch({ kind: 'specialist', name: '' });

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
  mediaType: z.string().catch('application/octet-stream'),
  createdAt: Moment,
});

const [, , , deleted, article, articleDeleted] = Change.options;
const ReceivedChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ticket: ReceivedTicket }),
  z.object({ kind: z.literal('message'), message: ReceivedMessage }),
  z.object({ kind: z.literal('attachment'), attachment: ReceivedAttachment }),
  deleted.extend({ deletion: deleted.shape.deletion.extend({ by: Words, at: Moment }) }),
  article.extend({ article: article.shape.article.extend({ updatedAt: Moment }) }),
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
const Name = z.string().max(100).optional().catch(undefined);
const Names = z.object({ id: Name, ticketId: Name });

/** Reads one change; null for a kind that this version does not know. */
export function readChange(sent: unknown): { fits: Change } | { misfit: Misfit } | null {
  const named = Named.safeParse(sent).data;
  if (named !== undefined && !KINDS.has(named.kind)) return null;
  const read = ReceivedChange.safeParse(sent);
  if (read.success) return { fits: read.data };
  const issue = read.error.issues[0];
  const why = issue === undefined ? 'does not fit' : `${issue.path.join('.')}: ${issue.message}`;
  return { misfit: misfitOf(sent, why) };
}

/** A change that may not be taken, for a reason of its own. */
export function misfitOf(sent: unknown, why: string): Misfit {
  const raw = textOf(sent);
  const { kind = 'unknown' } = Named.safeParse(sent).data ?? {};
  const { id, ticketId } = Names.safeParse(Named.safeParse(sent).data?.[CARRIES[kind] ?? '']).data ?? {};
  return {
    key: id === undefined ? raw.slice(0, LONGEST_KEY) : `${kind} ${id}`,
    about: id === undefined ? null : { kind, id },
    ticketId: TicketId.safeParse(kind === 'ticket' ? id : ticketId).data ?? null,
    raw,
    why,
  };
}

/** As JSON again; what is nested too deeply for that cannot be kept, and stops nothing. */
function textOf(sent: unknown): string {
  try {
    return JSON.stringify(sent);
  } catch {
    return '';
  }
}

const CARRIES: Record<string, string> = {
  ticket: 'ticket',
  message: 'message',
  attachment: 'attachment',
  deleted: 'deletion',
  article: 'article',
};
const LONGEST_KEY = 200;

/** A longer one would not fit into an address any more, and no pull would ever work again. */
const LONGEST_CURSOR = 2_000;

/** More are in no page: it has 16 MB at most. Each is small then, and a desk that sends so many had better send fewer. */
export const MOST_CHANGES = 50_000;

/** What a page of changes says of itself. Its changes are read one by one, with `readChange`. */
export const ReceivedPage = z.object({
  changes: z.array(z.unknown()),
  cursor: z.string().min(1).max(LONGEST_CURSOR),
  more: z.boolean(),
});
/** A page, with each change as the JSON that it came as. */
export type ReceivedPage = { changes: string[]; cursor: string; more: boolean };
