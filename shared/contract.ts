/**
 * The support API: every shape that crosses between Lifeline and a desk, once.
 * The client, the reference desk and its openapi.json are all made from these schemas; `docs/support-api.md`
 * explains them to somebody who has to implement a desk.
 */
import { z } from 'zod';
import { MessageId, TicketId } from './ids.ts';

/** Longest texts a desk must accept, in UTF-16 code units. The window counts against the same figures. */
export const LIMITS = { title: 200, shortText: 2_000, longText: 100_000 } as const;

/** An instant as RFC 3339 text in UTC, as it travels on the wire. */
export const WireInstant = z.iso.datetime({ offset: true });

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

export const PromiseTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('guaranteed'), withinMinutes: z.int().positive() }),
  z.object({ kind: z.literal('aim'), withinBusinessDays: z.int().positive() }),
]);
export type PromiseTarget = z.infer<typeof PromiseTarget>;

export const PromiseRule = z.object({
  role: z.enum(['super_admin', 'member']),
  severity: Severity,
  channel: Channel,
  target: PromiseTarget,
});
export type PromiseRule = z.infer<typeof PromiseRule>;

/**
 * What the vendor promises, by role, severity and channel. A rule that this client cannot read is left out,
 * so that the window shows "no guarantee" rather than a figure nobody gave.
 */
export const PromisePolicy = z.object({
  rules: z
    .array(z.unknown())
    .transform((rules) => rules.flatMap((rule) => PromiseRule.safeParse(rule).data ?? [])),
});
export type PromisePolicy = z.infer<typeof PromisePolicy>;

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const ServiceHours = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  z.object({
    kind: z.literal('weekly'),
    timeZone: z.string().min(1),
    /** ISO weekday, Monday is 1; local times in `timeZone`. */
    open: z.array(z.object({ weekday: z.int().min(1).max(7), from: ClockTime, to: ClockTime })),
  }),
]);
export type ServiceHours = z.infer<typeof ServiceHours>;

/** `GET /v1/account`: what this token's owner has bought and is promised. */
export const Account = z.object({
  desk: z.object({ id: z.string().min(1), name: z.string().min(1) }),
  plan: z.object({ name: z.string().min(1), channels: z.array(Channel) }),
  requester: z.object({ id: z.string().min(1), name: z.string().min(1), email: z.string(), role: Role }),
  superAdmins: z.array(z.string()),
  policy: PromisePolicy,
  phone: z.object({ number: z.string().min(1), callBackWithinMinutes: z.int().positive() }).nullable(),
  serviceHours: ServiceHours,
  /** How long the desk remembers an Idempotency-Key, in hours. */
  keyRetentionHours: z.number().positive(),
});
export type Account = z.infer<typeof Account>;

/** Body of `PUT /v1/tickets/{id}`: what the requester wrote. */
export const TicketSubmission = z.object({
  title: z.string().trim().min(1).max(LIMITS.title),
  description: z.string().trim().min(1).max(LIMITS.longText),
  severity: Severity,
  severityReason: z.string().max(LIMITS.shortText),
  affected: Affected,
  /** What is hit, in the requester's words. */
  hit: z.string().max(LIMITS.shortText),
  since: z.string().max(LIMITS.shortText),
  channel: Channel,
  /** The client's clock when the person pressed send: for people to read, never to order by. */
  writtenAt: WireInstant,
});
export type TicketSubmission = z.infer<typeof TicketSubmission>;

/** The promise given to one ticket. `dueAt` is set by the desk, from its own clock, for a guaranteed answer. */
export const TicketPromise = z.object({ target: PromiseTarget, dueAt: WireInstant.nullable() });
export type TicketPromise = z.infer<typeof TicketPromise>;

/** A ticket as the desk has it. */
export const DeskTicket = z.object({
  id: TicketId,
  /** The number people say on the phone. */
  number: z.string().min(1),
  /** Changes with every change of the ticket; the value of its ETag. */
  version: z.string().min(1),
  status: TicketStatus,
  title: z.string(),
  description: z.string(),
  severity: Severity,
  severityReason: z.string(),
  affected: Affected,
  hit: z.string(),
  since: z.string(),
  channel: Channel,
  requester: z.object({ name: z.string() }),
  /** The create date on the desk: the response clock starts here. */
  createdAt: WireInstant,
  updatedAt: WireInstant,
  firstAnsweredAt: WireInstant.nullable(),
  promise: TicketPromise.nullable(),
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

/** A message as the desk has it. `body` is Markdown. */
export const DeskMessage = z.object({
  id: MessageId,
  ticketId: TicketId,
  author: z.object({ kind: AuthorKind, name: z.string() }),
  body: z.string(),
  createdAt: WireInstant,
});
export type DeskMessage = z.infer<typeof DeskMessage>;

export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ticket: DeskTicket }),
  z.object({ kind: z.literal('message'), message: DeskMessage }),
]);
export type Change = z.infer<typeof Change>;

/** `GET /v1/changes?cursor=`: everything that happened after the cursor, oldest first. */
export const ChangesPage = z.object({
  changes: z.array(Change),
  /** Opaque; the client stores it in the same transaction as the changes. */
  cursor: z.string().min(1),
  more: z.boolean(),
});
export type ChangesPage = z.infer<typeof ChangesPage>;

const KINDS = new Set<unknown>(Change.options.map((option) => option.shape.kind.value));

/**
 * A page as a client reads it: kinds of change that it does not know are left out, so that a newer desk does not
 * stop the answers it does know. A known kind that does not fit is an error.
 */
export const ReceivedChanges = ChangesPage.extend({
  changes: z
    .array(z.looseObject({ kind: z.string() }))
    .transform((changes) => changes.filter(({ kind }) => KINDS.has(kind)))
    .pipe(z.array(Change)),
});

/** Any refusal, as `application/problem+json` (RFC 9457). `detail` is shown to the person as the desk's own words. */
export const Problem = z.object({
  code: z.enum([
    'unauthorized',
    'not_found',
    'invalid',
    /** The same key is being worked on: try again. */
    'in_progress',
    /** The key or id was used before, for other bytes. */
    'conflict',
    'cursor_expired',
    'rate_limited',
    'unavailable',
  ]),
  title: z.string(),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The paths of the API, relative to the desk's address. */
export const PATHS = {
  account: '/v1/account',
  ticket: (id: TicketId) => `/v1/tickets/${id}`,
  message: (ticketId: TicketId, id: MessageId) => `/v1/tickets/${ticketId}/messages/${id}`,
  changes: '/v1/changes',
  stream: '/v1/stream',
} as const;

/** Name of the server-sent event that says "there are changes, come and pull". */
export const POKE_EVENT = 'poke';
/** A desk sends at least a comment line this often on the stream, so that silence means trouble. */
export const STREAM_HEARTBEAT_SECONDS = 15;
