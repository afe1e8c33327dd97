/**
 * The support API: every shape that crosses between Lifeline and a desk, once.
 * The client, the reference desk and its openapi.json are all made from these schemas; `docs/support-api.md`
 * explains them to somebody who has to implement a desk.
 */
import { z } from 'zod';
import { AttachmentId, MessageId, TicketId } from './ids.ts';

/**
 * Longest texts a desk must accept, in code points, as JSON Schema counts. The window counts UTF-16 code units against
 * the same figures, of which a text has no fewer.
 */
export const LIMITS = {
  title: 200,
  shortText: 2_000,
  longText: 100_000,
  phone: 40,
  /** What a picture shows, in words: it travels in a header. */
  pictureText: 500,
} as const;

/**
 * The most that anything from a desk may be: every schema below takes its bounds from here, so that no value costs more
 * than it says. Texts are in code points. What is longer does not fit; `received.ts` says what is read instead.
 */
export const BOUNDS = {
  /** Texts: what is said in a message or on a help page. Ten times what a client may write: whole logs. */
  text: 1_000_000,
  /** And its bytes: what cleans, indexes and draws a text has as much to do with a letter of four bytes as with four. */
  textBytes: 2_000_000,
  /** Half of that for a ticket, whose row is written again with whatever changes in it. */
  description: 500_000,
  /** Titles of tickets and help pages. */
  title: 1_000,
  /** Names of people, desks, plans and holidays, and what calls itself by a word. */
  name: 200,
  /** Ids that a desk makes itself. */
  id: 200,
  number: 100,
  address: 320,
  fileName: 1_000,
  mediaType: 255,
  /** An instant with its fraction and offset. */
  instant: 40,
  cursor: 2_000,
  answers: 50,
  events: 500,
  superAdmins: 500,
  colleagues: 500,
  words: 50,
  rules: 2_000,
  exceptions: 1_000,
  openHours: 200,
  holidays: 2_000,
  /** Changes on one page. It has 16 MB at most, so that each is small then; a desk had better send fewer. */
  changes: 50_000,
  /** Of one JSON text (a change, an account, an answer): levels of lists and objects within each other, and values in all. */
  depth: 100,
  values: 50_000,
  /** Of an answer that is promised: a leap year. */
  promiseMinutes: 366 * 24 * 60,
  businessDays: 366,
  callBackMinutes: 30 * 24 * 60,
  keyRetentionHours: 100 * 366 * 24,
  /** A million megabytes. */
  fileBytes: 1_000_000_000_000,
  queue: 1_000_000,
  /** What a desk says of itself, in a line. */
  statusLine: 300,
} as const;

/** What any date may be, in milliseconds since 1970: `from` is included, `to` is not. */
export const DATES = { from: Date.UTC(2000, 0), to: Date.UTC(2100, 0) } as const;
export const isDate = (at: number): boolean => at >= DATES.from && at < DATES.to;

/**
 * A moment of this computer as it travels. Its clock may be off by decades, and what a person writes then goes out all
 * the same, with the nearest moment that the contract knows.
 */
export const wireMoment = (at: number): string =>
  new Date(Math.min(Math.max(at, DATES.from), DATES.to - 1)).toISOString();

/** An instant as RFC 3339 text in UTC, as it travels on the wire, from the year 2000 up to 2099. */
export const WireInstant = z.iso
  .datetime({ offset: true })
  .max(BOUNDS.instant)
  .refine((text) => isDate(Date.parse(text)), 'is not from 2000 to 2099');

/** What a desk may send as a name, a title, a reason or a whole text. */
const NameText = z.string().max(BOUNDS.name);
const TitleText = z.string().max(BOUNDS.title);
const ShortText = z.string().max(LIMITS.shortText);
const LongText = z
  .string()
  .max(BOUNDS.text)
  .refine((text) => hasAtMost(text, BOUNDS.textBytes), `more than ${BOUNDS.textBytes} bytes`)
  .describe(`At most ${BOUNDS.textBytes.toLocaleString('en')} bytes of UTF-8.`);
const hasAtMost = (text: string, bytes: number): boolean =>
  // No code unit takes more than three.
  text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;
/** Half a letter would be another one once it is stored, and what waits would be somebody else's. */
const DeskId = z
  .string()
  .min(1)
  .max(BOUNDS.id)
  .refine((id) => id.isWellFormed(), 'half a letter');
const TicketNumber = z.string().min(1).max(BOUNDS.number);

/** A requester of a desk, by the id that it made and by name. */
export const Person = z.object({ id: DeskId, name: NameText.min(1) });
export type Person = z.infer<typeof Person>;
/** The id of who wrote something; null when a desk does not say. */
const WriterId = DeskId.nullable().default(null);

export const Severity = z.enum(['business_critical', 'standard']);
export type Severity = z.infer<typeof Severity>;

export const Channel = z.enum(['email', 'chat', 'phone']);
export type Channel = z.infer<typeof Channel>;

/** Who is hit, from least to most; `unknown` is an honest answer in the first minutes of an outage. */
export const Affected = z.enum(['one', 'few', 'team', 'several_teams', 'most', 'unknown']);
export type Affected = z.infer<typeof Affected>;

export const TicketStatus = z.enum(['open', 'waiting_on_requester', 'solved', 'closed']);
export type TicketStatus = z.infer<typeof TicketStatus>;

/** A role this client does not know is read as `member`: the safe side, where nothing is guaranteed. */
export const Role = z.enum(['super_admin', 'member']).catch('member');
export type Role = z.infer<typeof Role>;

/**
 * What is promised. A guaranteed answer counts either around the clock or only while the policy's calendar is open;
 * an aim is no guarantee.
 */
export const PromiseTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('guaranteed'),
    withinMinutes: z.int().positive().max(BOUNDS.promiseMinutes),
    clock: z.enum(['always', 'service_hours']).default('always'),
  }),
  z.object({ kind: z.literal('aim'), withinBusinessDays: z.int().positive().max(BOUNDS.businessDays) }),
]);
export type PromiseTarget = z.infer<typeof PromiseTarget>;

export const PromiseRule = z.object({
  role: z.enum(['super_admin', 'member']),
  severity: Severity,
  channel: Channel,
  target: PromiseTarget,
});
export type PromiseRule = z.infer<typeof PromiseRule>;

const HOUR_AND_MINUTE = /^([01]\d|2[0-3]):[0-5]\d$/;
const OpeningTime = z.string().regex(HOUR_AND_MINUTE);
const ClosingTime = z.union([OpeningTime, z.literal('24:00')]);

/** Hours of one weekday, `from` included and `to` not, in local time. ISO weekday: Monday is 1. */
export const OpenHours = z.object({ weekday: z.int().min(1).max(7), from: OpeningTime, to: ClosingTime });
export type OpenHours = z.infer<typeof OpenHours>;

export const ServiceHours = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    timeZone: NameText.min(1),
    /** Local times in `timeZone`. */
    open: z.array(OpenHours).max(BOUNDS.openHours),
  }),
]);
export type ServiceHours = z.infer<typeof ServiceHours>;

/** A list of words as it is read: without those that this version does not know. */
function known<Word extends string>(word: z.ZodType<Word>) {
  return z
    .array(NameText)
    .max(BOUNDS.words)
    .transform((words) => words.flatMap((one) => word.safeParse(one).data ?? []));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * When the time of a `service_hours` promise counts: in open hours of days that are no holiday. Overlapping hours and
 * holidays named twice count once. Hours over midnight are two entries, the first until `24:00`.
 */
export const PolicyCalendar = z.object({
  /** IANA id, such as `Europe/Oslo`. */
  timeZone: NameText.refine(isTimeZone),
  open: z.array(OpenHours.refine(({ from, to }) => from < to)).max(BOUNDS.openHours),
  /** Public holidays of a country: ISO 3166-1, and the part after the country in ISO 3166-2. */
  holidays: z
    .object({
      country: z.string().regex(/^[A-Z]{2}$/),
      region: NameText.min(1).nullable().default(null),
    })
    .nullable()
    .default(null),
  /** Further days on which the desk is closed. */
  extraHolidays: z
    .array(z.object({ date: z.iso.date(), name: NameText }))
    .max(BOUNDS.holidays)
    .default([]),
});
export type PolicyCalendar = z.infer<typeof PolicyCalendar>;

const ExceptionTimes = z.object({
  from: WireInstant,
  /** Not included. */
  to: WireInstant,
  /** Shown to people, in the desk's words. */
  reason: ShortText,
});
const endsAfterItBegins = ({ from, to }: z.infer<typeof ExceptionTimes>) => Date.parse(from) < Date.parse(to);

/** A time in which tickets get no promise. A list that is null stands for all roles, severities or channels. */
export const PromiseException = ExceptionTimes.extend({
  roles: z.array(PromiseRule.shape.role).max(BOUNDS.words).nullable().default(null),
  severities: z.array(Severity).max(BOUNDS.words).nullable().default(null),
  channels: z.array(Channel).max(BOUNDS.words).nullable().default(null),
}).refine(endsAfterItBegins);
export type PromiseException = z.infer<typeof PromiseException>;

/**
 * A list of an exception as it is read: without what no ticket of this version can be. An empty one counts as all,
 * because the reading with more exceptions promises less.
 */
function readable<Word extends string>(word: z.ZodType<Word>) {
  return z
    .array(NameText)
    .max(BOUNDS.words)
    .nullable()
    .default(null)
    .transform((words) =>
      words === null || words.length === 0 ? null : words.flatMap((one) => word.safeParse(one).data ?? []),
    );
}

const ReadException = ExceptionTimes.extend({
  // An unknown role is read as `member`, here as for the requester.
  roles: readable(Role),
  severities: readable(Severity),
  channels: readable(Channel),
}).refine(endsAfterItBegins);

/** What can be read of a list of exceptions, and whether there was more. */
function readExceptions(sent: unknown): Pick<PromisePolicy, 'exceptions' | 'hasUnreadableExceptions'> {
  const list = z.array(z.unknown()).safeParse(sent ?? []).data;
  const read = (list ?? [])
    .slice(0, BOUNDS.exceptions)
    .flatMap((one) => ReadException.safeParse(one).data ?? []);
  return {
    exceptions: read.filter(
      ({ roles, severities, channels }) =>
        ![roles, severities, channels].some((words) => words?.length === 0),
    ),
    hasUnreadableExceptions: list === undefined || read.length < list.length,
  };
}

const SentPolicy = z.object({
  rules: z.array(z.unknown()).catch([]),
  calendar: PolicyCalendar.nullable().catch(null),
  exceptions: z.unknown().optional(),
  hasUnreadableExceptions: z.boolean().default(false).catch(true),
});

export type PromisePolicy = {
  rules: PromiseRule[];
  /** Null when there is none, or none that can be read: then no `service_hours` promise is shown. */
  calendar: PolicyCalendar | null;
  exceptions: PromiseException[];
  /** True when there are exceptions that cannot be read: then no guarantee is shown, as any could be excepted. */
  hasUnreadableExceptions: boolean;
};

/**
 * What the vendor promises, by role, severity and channel. It is read so that nothing is shown that nobody promised:
 * rules, calendar and exceptions that this client cannot read never make a guarantee, and what is no policy at all
 * promises nothing. A policy that was read before reads as itself.
 */
export const PromisePolicy = z.unknown().transform((sent): PromisePolicy => {
  const policy = SentPolicy.safeParse(sent).data;
  if (policy === undefined) {
    return { rules: [], calendar: null, exceptions: [], hasUnreadableExceptions: false };
  }
  const { exceptions, hasUnreadableExceptions } = readExceptions(policy.exceptions);
  return {
    rules: policy.rules.slice(0, BOUNDS.rules).flatMap((rule) => PromiseRule.safeParse(rule).data ?? []),
    calendar: policy.calendar,
    exceptions,
    hasUnreadableExceptions: hasUnreadableExceptions || policy.hasUnreadableExceptions,
  };
});

/**
 * Whose tickets the changes tell: the requester's own, or all those of their company. What this client does not know is
 * read as `own`.
 */
export const Scope = z.enum(['own', 'company']);
export type Scope = z.infer<typeof Scope>;

/** People as they are read: those of whom an id and a name can be read, up to a bound. */
const People = z
  .unknown()
  .default([])
  .transform((sent): Person[] => {
    const list = Array.isArray(sent) ? sent.slice(0, BOUNDS.colleagues) : [];
    const read = list.flatMap((one) => Person.safeParse(one).data ?? []);
    return [...new Map(read.map((person) => [person.id, person])).values()];
  });

/** What a desk says of itself at this moment, most often a known outage. Plain text, for a line at the top of the window. */
export const StatusLine = z.object({
  /** Stays the same while it is about the same trouble, however often the words change. */
  id: DeskId,
  text: z.string().trim().min(1).max(BOUNDS.statusLine),
  /** When the words were last changed. */
  updatedAt: WireInstant,
});
export type StatusLine = z.infer<typeof StatusLine>;

/** `GET /v1/account`: what this token's owner has bought and is promised. */
export const Account = z.object({
  desk: z.object({ id: DeskId, name: NameText.min(1) }),
  plan: z.object({ name: NameText.min(1), channels: known(Channel) }),
  requester: z.object({
    id: DeskId,
    name: NameText.min(1),
    email: z.string().max(BOUNDS.address),
    role: Role,
  }),
  scope: Scope.default('own').catch('own'),
  /** For whom the requester may hand in tickets beside themselves; nobody when it is not named. */
  colleagues: People,
  superAdmins: z.array(NameText).max(BOUNDS.superAdmins),
  policy: PromisePolicy,
  phone: z
    .object({
      number: z.string().min(1).max(BOUNDS.number),
      callBackWithinMinutes: z.int().positive().max(BOUNDS.callBackMinutes),
    })
    .nullable(),
  /** When specialists chat and call back. Null when it cannot be read: then nobody says that they are there. */
  serviceHours: ServiceHours.nullable().catch(null),
  /** How long the desk remembers an Idempotency-Key, in hours. */
  keyRetentionHours: z.number().positive().max(BOUNDS.keyRetentionHours),
  /** The largest file that the desk takes, in bytes. */
  largestAttachmentBytes: z
    .int()
    .positive()
    .max(BOUNDS.fileBytes)
    .default(100 * 1024 * 1024),
  /**
   * Null when there is nothing to say. Absent, or one that cannot be read, says nothing either way: nothing is shown, and
   * nobody is told that a trouble is over.
   */
  statusLine: StatusLine.nullish().catch(undefined),
});
export type Account = z.infer<typeof Account>;

/**
 * What a requester was asked about the trouble and answered, and the severity that followed. Names and answers are
 * those of `shared/severity/`; a desk shows them as they are.
 */
export const Guide = z.object({
  answers: z
    .record(z.string().max(40), z.string().max(40))
    .refine((answers) => Object.keys(answers).length <= BOUNDS.answers),
  /** Where the ticket says `judged: false`, only what the answers so far give at the mildest. */
  judged: Severity,
  /** What speaks for the severity that was judged. */
  reasons: z.array(z.string().max(40)).max(BOUNDS.answers).default([]),
  /** Answers that the judgement rests on and that nobody knows for sure yet. */
  unconfirmed: z.array(z.string().max(40)).max(BOUNDS.answers),
  /** All of it in words, in English, a line each: what was answered, what was not asked, and why it follows. */
  words: z.array(z.string().max(500)).max(BOUNDS.answers).default([]),
});
export type Guide = z.infer<typeof Guide>;

/** The most colleagues that one ticket tells. */
export const MOST_CC = 20;

/** What helps a specialist and may be left out. Older clients and desks do. */
export const DETAILS = {
  /** How many users are hit, in the requester's words. */
  users: z.string().max(LIMITS.shortText).default(''),
  steps: z.string().max(LIMITS.shortText).default(''),
  expected: z.string().max(LIMITS.shortText).default(''),
  actual: z.string().max(LIMITS.shortText).default(''),
  tried: z.string().max(LIMITS.shortText).default(''),
  errorId: z.string().max(LIMITS.shortText).default(''),
  link: z.string().max(LIMITS.shortText).default(''),
  /** Addresses that the desk tells of every answer. */
  cc: z.array(z.string().max(BOUNDS.address)).max(MOST_CC).default([]),
  /** Where to call back. */
  phone: z.string().max(LIMITS.phone).default(''),
  guide: Guide.nullable().default(null),
};

/** Where and when somebody wants to be called. */
export const CallBackWish = z.object({
  number: z.string().trim().min(1).max(LIMITS.phone),
  /** The best time; null for as soon as possible. */
  at: WireInstant.nullable(),
});
export type CallBackWish = z.infer<typeof CallBackWish>;

/** A call that the desk owes, or has tried or made. */
export const CallBack = CallBackWish.extend({
  state: z.enum(['queued', 'calling', 'done', 'missed']),
  /** When the desk means to call, by its own clock; null when it cannot say. */
  expectedAt: WireInstant.nullable().default(null),
  /** Who calls or has called. */
  by: NameText.nullable().default(null),
  /** Since when it is in this state. */
  changedAt: WireInstant,
});
export type CallBack = z.infer<typeof CallBack>;

/** Body of `PUT /v1/tickets/{id}`: what the requester wrote. */
export const TicketSubmission = z.object({
  title: z.string().trim().min(1).max(LIMITS.title),
  description: z.string().trim().min(1).max(LIMITS.longText),
  severity: Severity,
  severityReason: z.string().max(LIMITS.shortText),
  /**
   * False when nobody has judged the severity: it is sent as it is because somebody was in a hurry, and nothing may be
   * promised on it. Clients that leave it out have judged or claimed.
   */
  judged: z.boolean().default(true),
  /** Null when the requester was not asked: it changes nothing of a question or a wish. */
  affected: Affected.nullable(),
  /** What is hit, in the requester's words. */
  hit: z.string().max(LIMITS.shortText),
  since: z.string().max(LIMITS.shortText),
  ...DETAILS,
  channel: Channel,
  /** The id of the colleague whose ticket it is to be; null for the requester's own. A desk that does not know it takes it for that. */
  onBehalfOf: DeskId.nullable().default(null),
  /** The best time to call `phone`, for the channel `phone`; null for as soon as possible. */
  callAt: WireInstant.nullable().default(null),
  /** The client's clock when the person pressed send: for people to read, never to order by. */
  writtenAt: WireInstant,
});
export type TicketSubmission = z.infer<typeof TicketSubmission>;

/** The promise given to one ticket. `dueAt` is set by the desk, from its own clock, for a guaranteed answer. */
export const TicketPromise = z.object({
  target: PromiseTarget,
  dueAt: WireInstant.nullable(),
  /** Set when an exception takes the promise away: why, in the desk's words. */
  exceptedBecause: ShortText.nullable().default(null),
});
export type TicketPromise = z.infer<typeof TicketPromise>;

/** The last time that the desk judged the severity anew: it may lower what the requester claimed. */
export const SeverityChange = z.object({
  from: Severity,
  to: Severity,
  by: NameText,
  reason: ShortText,
  at: WireInstant,
});
export type SeverityChange = z.infer<typeof SeverityChange>;

const EventCore = z.object({
  id: DeskId,
  at: WireInstant,
  /** Who did it: a specialist, or the requester. */
  by: NameText,
});

/** Something that happened to a ticket beside its messages. */
export const TicketEvent = z.discriminatedUnion('kind', [
  EventCore.extend({
    kind: z.literal('severity_changed'),
    from: Severity,
    to: Severity,
    reason: z.string().max(LIMITS.shortText).default(''),
  }),
  EventCore.extend({ kind: z.literal('status_changed'), to: TicketStatus }),
  EventCore.extend({ kind: z.literal('channel_changed'), to: Channel }),
  EventCore.extend({ kind: z.literal('assigned'), to: NameText.min(1) }),
  EventCore.extend({
    kind: z.literal('merged'),
    /** `into`: this ticket goes on in the other; `from`: the other goes on in this one. */
    how: z.enum(['into', 'from']),
    ticket: z.object({ id: TicketId, number: TicketNumber }),
  }),
]);
export type TicketEvent = z.infer<typeof TicketEvent>;

/** What a requester says of the help they got. */
export const Rating = z.object({
  score: z.enum(['good', 'fair', 'poor']),
  comment: z.string().max(LIMITS.shortText).default(''),
});
export type Rating = z.infer<typeof Rating>;

/** A ticket as the desk has it. */
export const DeskTicket = z.object({
  id: TicketId,
  /** The number people say on the phone. */
  number: TicketNumber,
  /** Changes with every change of the ticket; the value of its ETag, in whose letters it is written. */
  version: z.string().regex(/^[!#-~]{1,200}$/),
  status: TicketStatus,
  title: TitleText,
  description: z.string().max(BOUNDS.description),
  severity: Severity,
  severityReason: ShortText,
  /** Whether somebody has judged the severity, the requester or a specialist. Null where a desk does not tell. */
  judged: z.boolean().nullable().default(null),
  affected: Affected.nullable(),
  hit: ShortText,
  since: ShortText,
  ...DETAILS,
  channel: Channel,
  /** Whose ticket it is. Without an id it is of whoever asks. */
  requester: z.object({ id: WriterId, name: NameText }),
  /** Who handed it in, when that is not the requester. */
  filedBy: Person.nullable().default(null),
  /** The create date on the desk: the response clock starts here. */
  createdAt: WireInstant,
  updatedAt: WireInstant,
  firstAnsweredAt: WireInstant.nullable(),
  promise: TicketPromise.nullable(),
  severityChange: SeverityChange.nullable().default(null),
  /** The last call that the requester asked for; null when none was, or it was called off. */
  callBack: CallBack.nullable().default(null),
  /** What happened to it, the newest last. */
  events: z.array(TicketEvent).max(BOUNDS.events).default([]),
  rating: Rating.nullable().default(null),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** Body of `PUT /v1/tickets/{id}/messages/{messageId}`. */
export const MessageSubmission = z.object({
  body: z.string().trim().min(1).max(LIMITS.longText),
  writtenAt: WireInstant,
});
export type MessageSubmission = z.infer<typeof MessageSubmission>;

export const AuthorKind = z.enum(['requester', 'specialist']);
export type AuthorKind = z.infer<typeof AuthorKind>;

/** Who wrote something. The id is that of a requester: a ticket may have words of several. */
const Author = z.object({ kind: AuthorKind, id: WriterId, name: NameText });

/** A message as the desk has it. `body` is Markdown. */
export const DeskMessage = z.object({
  id: MessageId,
  ticketId: TicketId,
  author: Author,
  body: LongText,
  createdAt: WireInstant,
  /** When the desk last changed the text; null when it is as it was written. */
  editedAt: WireInstant.nullable().default(null),
});
export type DeskMessage = z.infer<typeof DeskMessage>;

/** A file that belongs to a ticket, and to one message of it when `messageId` is set. */
export const DeskAttachment = z.object({
  id: AttachmentId,
  ticketId: TicketId,
  messageId: MessageId.nullable(),
  author: Author,
  name: z.string().max(BOUNDS.fileName),
  mediaType: z.string().max(BOUNDS.mediaType),
  size: z.int().nonnegative().max(BOUNDS.fileBytes),
  /** SHA-256 of the content, in lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: WireInstant,
  /** What a picture shows, in words, for those who cannot see it. Empty when nobody said. */
  description: z.string().max(BOUNDS.title).default(''),
});
export type DeskAttachment = z.infer<typeof DeskAttachment>;

/** What a client says of a file before its bytes: the metadata of the tus upload, each value base64 of UTF-8. */
export const AttachmentSubmission = DeskAttachment.pick({ name: true, mediaType: true, sha256: true }).extend(
  {
    attachmentId: AttachmentId,
    ticketId: TicketId,
    /** Empty when the file belongs to the ticket itself. */
    messageId: MessageId.or(z.literal('')),
    name: z.string().min(1).max(255),
    /** Empty when the person said nothing. A desk that does not know it ignores it. */
    description: z.string().max(LIMITS.pictureText).default(''),
  },
);
export type AttachmentSubmission = z.infer<typeof AttachmentSubmission>;

/** Body of `PATCH /v1/tickets/{id}`, sent with `If-Match`: what a requester may change of what the desk owns. */
export const TicketEdit = z.object({
  status: z.enum(['open', 'solved']).optional(),
  severity: Severity.optional(),
  severityReason: z.string().max(LIMITS.shortText).optional(),
  /** Asks for a call; null calls it off. */
  callBack: CallBackWish.nullable().optional(),
  /** Ends a chat: the ticket goes on in writing, with everything that was said in it. */
  channel: z.literal('email').optional(),
  /** The last word counts. It may come after the ticket was closed. */
  rating: Rating.optional(),
});
export type TicketEdit = z.infer<typeof TicketEdit>;

/** An answer that helps without a ticket. `body` is Markdown. */
export const Article = z.object({
  id: z.uuid(),
  title: TitleText.min(1),
  body: LongText,
  updatedAt: WireInstant,
});
export type Article = z.infer<typeof Article>;

/** The desk has taken something away. What it was stays known by its id, so that it never comes back. */
const DeletionCore = z.object({ ticketId: TicketId, by: NameText, at: WireInstant });
export const Deletion = z.discriminatedUnion('what', [
  DeletionCore.extend({ what: z.literal('ticket'), id: TicketId }),
  DeletionCore.extend({ what: z.literal('message'), id: MessageId }),
  DeletionCore.extend({ what: z.literal('attachment'), id: AttachmentId }),
]);
export type Deletion = z.infer<typeof Deletion>;

export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ticket: DeskTicket }),
  z.object({ kind: z.literal('message'), message: DeskMessage }),
  z.object({ kind: z.literal('attachment'), attachment: DeskAttachment }),
  z.object({ kind: z.literal('deleted'), deletion: Deletion }),
  z.object({ kind: z.literal('article'), article: Article }),
  z.object({ kind: z.literal('article_deleted'), id: z.uuid() }),
]);
export type Change = z.infer<typeof Change>;

/** `GET /v1/changes?cursor=`: everything that happened after the cursor, oldest first. */
export const ChangesPage = z.object({
  changes: z.array(Change).max(BOUNDS.changes),
  /** Opaque; the client stores it in the same transaction as the changes. */
  cursor: z.string().min(1).max(BOUNDS.cursor),
  more: z.boolean(),
});
export type ChangesPage = z.infer<typeof ChangesPage>;

/**
 * How a chat stands at this moment. It travels in the stream and is never kept: the chat itself is the ticket with its
 * messages.
 */
export const ChatState = z.object({
  ticketId: TicketId,
  state: z.enum(['queued', 'active', 'ended']),
  /** Place in the queue, the next one being 1. */
  position: z.int().positive().max(BOUNDS.queue).nullable().default(null),
  specialist: z
    .object({ name: NameText.min(1), presence: z.enum(['here', 'away']) })
    .nullable()
    .default(null),
  /** True while the specialist writes. */
  typing: z.boolean().default(false),
});
export type ChatState = z.infer<typeof ChatState>;

/** The codes of refusals that mean something to a client. A desk may have others. */
export const PROBLEM_CODES = [
  'unauthorized',
  'not_found',
  'invalid',
  /** The same key is being worked on: try again. */
  'in_progress',
  /** The key or id was used before, for other bytes. */
  'conflict',
  /** 412: the ticket is not at the version that `If-Match` named. */
  'version_conflict',
  'cursor_expired',
  'rate_limited',
  'unavailable',
] as const;

/** Any refusal, as `application/problem+json` (RFC 9457). `detail` is shown to the person as the desk's own words. */
export const Problem = z.object({
  code: z.enum(PROBLEM_CODES),
  title: ShortText,
  detail: ShortText.optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The paths of the API, relative to the desk's address. */
export const PATHS = {
  account: '/v1/account',
  ticket: (id: TicketId) => `/v1/tickets/${id}`,
  message: (ticketId: TicketId, id: MessageId) => `/v1/tickets/${ticketId}/messages/${id}`,
  attachment: (ticketId: TicketId, id: AttachmentId) => `/v1/tickets/${ticketId}/attachments/${id}`,
  attachmentContent: (ticketId: TicketId, id: AttachmentId) =>
    `/v1/tickets/${ticketId}/attachments/${id}/content`,
  chat: (id: TicketId) => `/v1/tickets/${id}/chat`,
  chatTyping: (id: TicketId) => `/v1/tickets/${id}/chat/typing`,
  /** Where tus uploads (version 1.0.0, with the creation extension) begin. */
  uploads: '/v1/uploads',
  changes: '/v1/changes',
  stream: '/v1/stream',
} as const;

/** Name of the server-sent event that says "there are changes, come and pull". */
export const POKE_EVENT = 'poke';
/** Name of the server-sent event that carries a `ChatState`. */
export const CHAT_EVENT = 'chat';
/** A client says at most this often that its person is writing. */
export const TYPING_EVERY_SECONDS = 3;
/** A desk sends at least a comment line this often on the stream, so that silence means trouble. */
export const STREAM_HEARTBEAT_SECONDS = 5;
/** A client gives a stream up that was silent for so long. */
export const STREAM_SILENCE_SECONDS = 45;
