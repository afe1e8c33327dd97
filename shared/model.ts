/** Tickets and what surrounds them as the window sees them. Times are milliseconds since 1970. */
import { z } from 'zod';
import { Affected, AuthorKind, Channel, LIMITS, PromiseTarget, Severity, TicketStatus } from './contract.ts';
import { Failure, type FieldProblem } from './errors.ts';
import { MessageId, OperationId, TicketId } from './ids.ts';

export const Instant = z.int();

export const TicketState = z.enum([
  'draft',
  'queued',
  'sending',
  ...TicketStatus.options,
  'needs_attention',
  'withdrawn',
]);
export type TicketState = z.infer<typeof TicketState>;

/** Far above every limit of the contract: a person may keep in a draft what a desk would refuse. */
export const DraftText = z.string().max(5_000_000);

/** What a person has written so far; anything may be empty while it is a draft. */
export const TicketForm = z.object({
  question: DraftText,
  affected: Affected.nullable(),
  hit: DraftText,
  severity: Severity.nullable(),
  severityReason: DraftText,
  title: DraftText,
  description: DraftText,
  since: DraftText,
  channel: Channel,
});
export type TicketForm = z.infer<typeof TicketForm>;

export const EMPTY_FORM: TicketForm = {
  question: '',
  affected: null,
  hit: '',
  severity: null,
  severityReason: '',
  title: '',
  description: '',
  since: '',
  channel: 'email',
};

export const PromiseFacts = z.object({
  receivedAt: Instant.nullable(),
  target: PromiseTarget.nullable(),
  dueAt: Instant.nullable(),
  firstAnsweredAt: Instant.nullable(),
});

export const TicketSummary = z.object({
  id: TicketId,
  state: TicketState,
  /** The desk's number, null until the desk has the ticket. */
  number: z.string().nullable(),
  title: z.string(),
  excerpt: z.string(),
  severity: Severity.nullable(),
  channel: Channel,
  updatedAt: Instant,
  unread: z.boolean(),
  /** True while a reply to this ticket waits in the outbox. */
  replyWaiting: z.boolean(),
  promise: PromiseFacts,
});
export type TicketSummary = z.infer<typeof TicketSummary>;

export const Message = z.object({
  id: MessageId,
  author: z.object({ kind: AuthorKind, name: z.string() }),
  body: z.string(),
  at: Instant,
  /** `refused` carries the desk's words in `problem`. */
  delivery: z.enum(['queued', 'sending', 'delivered', 'refused']),
  problem: z.string().nullable(),
});
export type Message = z.infer<typeof Message>;

export const Ticket = TicketSummary.extend({
  form: TicketForm,
  createdAt: Instant,
  messages: z.array(Message),
  replyDraft: z.string(),
  /** The desk's own words when it refused the ticket. */
  problem: z.string().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

/** One row of the outbox, as shown to the person. */
export const WaitingOperation = z.object({
  id: OperationId,
  ticketId: TicketId,
  kind: z.enum(['create_ticket', 'add_message']),
  title: z.string(),
  queuedAt: Instant,
  tries: z.int(),
  state: z.enum(['waiting', 'sending', 'refused']),
  nextTryAt: Instant.nullable(),
  problem: Failure.nullable(),
});
export type WaitingOperation = z.infer<typeof WaitingOperation>;

/**
 * What Lifeline knows of the way to the desk. Online means that the desk answered; the operating system's
 * opinion is never shown as fact.
 */
export const Connection = z.object({
  state: z.enum(['no_desk', 'connecting', 'online', 'offline', 'signed_out', 'trouble']),
  lastAnswerAt: Instant.nullable(),
  waiting: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  nextTryAt: Instant.nullable(),
  problem: Failure.nullable(),
});
export type Connection = z.infer<typeof Connection>;

export const Language = z.enum(['en', 'nb']);
export type Language = z.infer<typeof Language>;
export const Theme = z.enum(['system', 'light', 'dark']);

export const Preferences = z.object({ language: Language.nullable(), theme: Theme });
export type Preferences = z.infer<typeof Preferences>;

export const Settings = z.object({
  preferences: Preferences,
  desk: z.object({ url: z.string(), source: z.enum(['settings', 'started_with']) }).nullable(),
  hasToken: z.boolean(),
  /** Where the token is kept; `basic_text` means without a keyring, and the person is told. */
  secretsBackend: z.string(),
});
export type Settings = z.infer<typeof Settings>;

/** What is missing or too long before a form can be sent; empty when it can. A title may come from the question. */
export function formProblems(form: TicketForm): Partial<Record<keyof TicketForm, FieldProblem>> {
  const problems: Partial<Record<keyof TicketForm, FieldProblem>> = {};
  if (form.affected === null) problems.affected = 'missing';
  if (form.severity === null) problems.severity = 'missing';
  if (form.severity === 'business_critical' && form.severityReason.trim() === '') {
    problems.severityReason = 'missing';
  }
  if (form.title.trim() === '') problems.title = 'missing';
  if (form.description.trim() === '') problems.description = 'missing';
  for (const field of ['hit', 'severityReason', 'since'] as const) {
    if (form[field].length > LIMITS.shortText) problems[field] = 'too_long';
  }
  if (form.title.trim().length > LIMITS.title) problems.title = 'too_long';
  if (form.description.trim().length > LIMITS.longText) problems.description = 'too_long';
  return problems;
}
