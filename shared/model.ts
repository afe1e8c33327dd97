/** Tickets and what surrounds them as the window sees them. Times are milliseconds since 1970. */
import { z } from 'zod';
import { addressesIn } from './addresses.ts';
import {
  AuthorKind,
  BOUNDS,
  type CallBackWish,
  Channel,
  Account as DeskAccount,
  CallBack as DeskCallBack,
  ChatState as DeskChatState,
  TicketEvent as DeskEvent,
  LIMITS,
  MOST_CC,
  Person,
  PromiseTarget,
  Rating,
  Severity,
  TicketEdit,
  TicketStatus,
} from './contract.ts';
import { Failure, type FieldProblem } from './errors.ts';
import { AttachmentId, MessageId, OperationId, TicketId } from './ids.ts';
import { ShownLine, ShownName } from './names.ts';
import { Marked } from './search.ts';
import { NO_FACTS, Reach, SeverityFacts } from './severity/facts.ts';
import { judgeSoFar } from './severity/judge.ts';
import { Standing } from './severity/standing.ts';
import { ResolvedCalendar } from './sla/calendar.ts';

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
  affected: Reach.nullable(),
  hit: DraftText,
  severity: Severity.nullable(),
  severityReason: DraftText,
  /** What the guide was told of the trouble, but for who is hit. */
  facts: SeverityFacts.omit({ affected: true }),
  title: DraftText,
  description: DraftText,
  /** A local time as `YYYY-MM-DDTHH:mm`, or empty. */
  sinceAt: DraftText,
  /** Since when, in words. */
  since: DraftText,
  users: DraftText,
  steps: DraftText,
  expected: DraftText,
  actual: DraftText,
  tried: DraftText,
  errorId: DraftText,
  link: DraftText,
  /** Addresses of colleagues, with commas or spaces between them. */
  cc: DraftText,
  phone: DraftText,
  /** The best time for a call: a local time as `YYYY-MM-DDTHH:mm`, or empty for as soon as possible. */
  callAt: DraftText,
  channel: Channel,
  /** The colleague whose ticket it is to be; null for the person's own. */
  onBehalfOf: Person.nullable(),
});
export type TicketForm = z.infer<typeof TicketForm>;

const { affected: _, ...NOTHING_SAID } = NO_FACTS;

export const EMPTY_FORM: TicketForm = {
  question: '',
  affected: null,
  hit: '',
  severity: null,
  severityReason: '',
  facts: NOTHING_SAID,
  title: '',
  description: '',
  sinceAt: '',
  since: '',
  users: '',
  steps: '',
  expected: '',
  actual: '',
  tried: '',
  errorId: '',
  link: '',
  cc: '',
  phone: '',
  callAt: '',
  channel: 'email',
  onBehalfOf: null,
};

/** Everything that the guide knows of a form. */
export const factsOf = (form: Pick<TicketForm, 'facts' | 'affected'>): SeverityFacts => ({
  ...form.facts,
  affected: form.affected,
});

/** What the desk has said about one ticket's promise, in the time of the desk's clock. */
export const PromiseFacts = z.object({
  /** The create date on the desk; null before it has the ticket. */
  receivedAt: Instant.nullable(),
  target: PromiseTarget.nullable(),
  dueAt: Instant.nullable(),
  firstAnsweredAt: Instant.nullable(),
  /** Why an exception took the promise away, in the desk's words. */
  exceptedBecause: z.string().nullable().default(null),
});
export type PromiseFacts = z.infer<typeof PromiseFacts>;

export const TicketSummary = z.object({
  id: TicketId,
  state: TicketState,
  /** The desk's number, null until the desk has the ticket. */
  number: ShownName.nullable(),
  title: ShownName,
  excerpt: ShownLine,
  /** What the desk says; before it has the ticket, what the form goes with. */
  severity: Severity,
  /** How the severity came about: by the form before the desk has it, and then by what the desk tells. */
  standing: Standing,
  channel: Channel,
  updatedAt: Instant,
  unread: z.boolean(),
  /** True while a reply to this ticket waits in the outbox. */
  replyWaiting: z.boolean(),
  /** What of it waits for the person: something that was refused, the question whether it goes on, or a missed call. */
  needs: z.enum(['refused', 'still_happening', 'missed_call']).nullable(),
  /** True when answers to this ticket are not to be told. */
  muted: z.boolean(),
  /** Whose it is when that is a colleague, by the desk's id and name; null for the person's own. */
  requester: z.object({ id: z.string(), name: ShownName }).nullable(),
  /**
   * True for what the person asked for or filed. A colleague's is read here and may be answered; it is not the person's
   * to change or to send again, and waits for nothing of theirs.
   */
  isMine: z.boolean(),
  /** True when answers to a colleague's ticket are to be told all the same. */
  followed: z.boolean(),
  /** True when a file of either side belongs to it. */
  hasFiles: z.boolean(),
  /** Whether the desk has left it out of a whole reading; `sending_again` once the person has asked for that. */
  missing: z.enum(['no', 'yes', 'sending_again']),
  /** True when the desk has told of it in a way that this version cannot read. */
  unreadNews: z.boolean(),
  /** True when it was written for another account than the one that is signed in: it goes to no other. */
  otherAccount: z.boolean(),
  promise: PromiseFacts,
});
export type TicketSummary = z.infer<typeof TicketSummary>;

/** Who at the desk has taken something away, and when. */
export const DeletedBy = z.object({ by: ShownName, at: Instant });
export type DeletedBy = z.infer<typeof DeletedBy>;

/** A text that the desk has put another in the place of. */
export const EarlierText = z.object({
  body: z.string(),
  /** When the other came. */
  until: Instant,
});
export type EarlierText = z.infer<typeof EarlierText>;

export const Message = z.object({
  id: MessageId,
  author: z.object({ kind: AuthorKind, name: ShownName }),
  /** True for what the person wrote; a colleague may write in the same ticket. */
  isOwn: z.boolean(),
  body: z.string(),
  at: Instant,
  /** `refused` carries the desk's words in `problem`. */
  delivery: z.enum(['queued', 'sending', 'delivered', 'refused']),
  problem: z.string().nullable(),
  /** When the desk last changed the text. */
  editedAt: Instant.nullable(),
  /** What stood there before, the oldest first. */
  earlier: z.array(EarlierText),
  /** Set when the desk has taken the message away; its text is gone then. */
  deleted: DeletedBy.nullable(),
  /** Since when the desk leaves it out; its text stays. */
  missingSince: Instant.nullable(),
});
export type Message = z.infer<typeof Message>;

/**
 * A file of a ticket. `attached` waits here for its text to be sent, `queued` to `refused` are those of the outbox,
 * `received` is at the desk.
 */
export const Attachment = z.object({
  id: AttachmentId,
  messageId: MessageId.nullable(),
  author: z.enum(['self', 'requester', 'specialist']),
  /** True for what the person attached, on this computer or another. */
  isOwn: z.boolean(),
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  delivery: z.enum(['attached', 'queued', 'sending', 'refused', 'received']),
  /** Bytes that the desk has confirmed, while it is sent. */
  sentBytes: z.int(),
  /** What a picture shows, in somebody's words; empty when nobody said. */
  description: ShownLine,
  /** True when the content is on this computer. */
  isHere: z.boolean(),
  /** True for a type that could run; such a file is only ever shown in its folder. */
  isDangerous: z.boolean(),
  problem: z.string().nullable(),
  deleted: DeletedBy.nullable(),
  /** Since when the desk leaves it out. What is on this computer stays. */
  missingSince: Instant.nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

/** A call that the desk owes, or has tried or made. Times are those of the desk's clock. */
export const CallBack = DeskCallBack.extend({
  number: ShownName,
  by: ShownName.nullable().default(null),
  at: Instant.nullable(),
  expectedAt: Instant.nullable(),
  changedAt: Instant,
});
export type CallBack = z.infer<typeof CallBack>;

const [severityChanged, statusChanged, channelChanged, assigned, merged] = DeskEvent.options;
const SHOWN_EVENT = { at: Instant, by: ShownName };
/** Something that happened to a ticket beside its messages. */
export const TicketEvent = z.discriminatedUnion('kind', [
  severityChanged.extend({ ...SHOWN_EVENT, reason: ShownLine.default('') }),
  statusChanged.extend(SHOWN_EVENT),
  channelChanged.extend(SHOWN_EVENT),
  assigned.extend({ ...SHOWN_EVENT, to: ShownName }),
  merged.extend({ ...SHOWN_EVENT, ticket: merged.shape.ticket.extend({ number: ShownName }) }),
]);
export type TicketEvent = z.infer<typeof TicketEvent>;

/** An edit that met another version at the desk, or was refused: what the person wanted, and what the desk has. */
export const EditConflict = z.object({
  operation: OperationId,
  wanted: TicketEdit,
  /** The desk's own words for a refusal, if it has any; null when another version was met. */
  refused: z.string().nullable(),
  desk: z.object({
    status: TicketStatus,
    severity: Severity,
    severityReason: z.string(),
    channel: Channel,
    callBack: CallBack.nullable(),
    rating: Rating.nullable(),
    updatedAt: Instant,
  }),
});
export type EditConflict = z.infer<typeof EditConflict>;

/** Whose something is: the names of a desk and of who writes to it, and where that desk was when it last answered. */
export const AccountName = z.object({
  desk: ShownName,
  requester: ShownName,
  url: z.string().nullable().default(null),
});
export type AccountName = z.infer<typeof AccountName>;

const { desk: itsDesk, plan, requester, phone } = DeskAccount.shape;
/** As they are shown. The name of a person of whom nothing can be seen is left to the desk. */
const ShownPeople = z.array(Person.extend({ name: ShownName }));
/** What this token's owner has bought and is promised. */
export const Account = DeskAccount.omit({ statusLine: true }).extend({
  desk: itsDesk.extend({ name: ShownName }),
  plan: plan.extend({ name: ShownName }),
  requester: requester.extend({ name: ShownName, email: ShownName }),
  colleagues: ShownPeople,
  superAdmins: z.array(ShownName),
  phone: phone.unwrap().extend({ number: ShownName }).nullable(),
});

/** What the desk says of itself, as far as it is known here. */
export const StatusLine = z.object({
  id: z.string(),
  text: ShownLine,
  /** When its words were last changed, by the desk's clock. */
  updatedAt: Instant,
  /** When the desk last said so. */
  heardAt: Instant,
  /** True when the person wants to be told how it goes on. */
  isFollowed: z.boolean(),
});
export type StatusLine = z.infer<typeof StatusLine>;

const { specialist } = DeskChatState.shape;
/** How a chat stands just now. */
export const ChatState = DeskChatState.extend({
  specialist: specialist.unwrap().unwrap().extend({ name: ShownName }).nullable().default(null),
});

export const Ticket = TicketSummary.extend({
  form: TicketForm,
  /** Who filed it, when that is not whose it is. */
  filedBy: ShownName.nullable(),
  /** The account that it was written for; null when that account never answered. */
  account: AccountName.nullable(),
  /** Since when the desk leaves it out; null while it does not. */
  missingSince: Instant.nullable(),
  createdAt: Instant,
  messages: z.array(Message),
  replyDraft: z.string(),
  /** The desk's own words when it refused the ticket. */
  problem: z.string().nullable(),
  attachments: z.array(Attachment),
  /** The desk's last judgement of the severity, when it differs from what was claimed. */
  severityChange: z
    .object({ from: Severity, to: Severity, by: ShownName, reason: ShownLine, at: Instant })
    .nullable(),
  deleted: DeletedBy.nullable(),
  callBack: CallBack.nullable(),
  events: z.array(TicketEvent),
  rating: Rating.nullable(),
  /** What the person has changed and the desk has not confirmed yet. */
  edit: TicketEdit.nullable(),
  conflict: EditConflict.nullable(),
  /** The article that made a ticket unnecessary, when the draft ended with it. */
  solvedBy: z.object({ id: z.uuid(), title: ShownName }).nullable(),
  /** `ask` when it waited so long to be sent that it may be over; then the person's answer. */
  stillHappening: z.enum(['ask', 'yes', 'no']).nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

/** An answer from the desk's knowledge base. `body` is Markdown. */
export const Article = z.object({
  id: z.uuid(),
  title: ShownName,
  body: z.string(),
  updatedAt: Instant,
  /** Since when the desk leaves it out. */
  missingSince: Instant.nullable(),
});
export type Article = z.infer<typeof Article>;

/** An article that may answer a question. */
export const ArticleHit = z.object({ id: z.uuid(), title: ShownName, excerpt: ShownLine });
export type ArticleHit = z.infer<typeof ArticleHit>;

/** What fits a search. `at` is when it was last changed or written. */
export const SearchHit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ticket'),
    ticketId: TicketId,
    state: TicketState,
    number: ShownName.nullable(),
    title: Marked,
    excerpt: Marked,
    at: Instant,
  }),
  z.object({
    kind: z.literal('message'),
    ticketId: TicketId,
    messageId: MessageId,
    title: ShownName,
    author: ShownName,
    isOwn: z.boolean(),
    excerpt: Marked,
    at: Instant,
  }),
  z.object({
    kind: z.literal('attachment'),
    attachmentId: AttachmentId,
    ticketId: TicketId,
    messageId: MessageId.nullable(),
    title: ShownName,
    name: Marked,
    at: Instant,
  }),
  z.object({ kind: z.literal('article'), articleId: z.uuid(), title: Marked, excerpt: Marked, at: Instant }),
]);
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchAnswer = z.object({
  /** What has all that is looked for as words or beginnings of words, the newest first; then what has it within words. */
  hits: z.array(SearchHit),
  /** True when there are more than are told. */
  more: z.boolean(),
  /** True when it ended before everything was looked through: there may be more. */
  isCut: z.boolean(),
  /** True while older things are still being made ready to be found. */
  isBuilding: z.boolean(),
  /** Operators that say nothing here, as they were written. */
  notUnderstood: z.array(z.string()),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

/**
 * What an operation waits for: its `turn` among others, a time that the `desk` asked to be left alone until, its next
 * `retry`, what stands `before` it in its ticket, the `account` that it was written for, a `connection`, somebody to
 * `sign_in`, a desk (`no_desk`), or the `person`.
 */
export const WaitsFor = z.object({
  for: z.enum(['turn', 'desk', 'retry', 'before', 'account', 'connection', 'sign_in', 'no_desk', 'person']),
  /** When it goes next, if that is known. */
  until: Instant.nullable(),
  /** What goes before it. */
  behind: OperationId.nullable(),
});
export type WaitsFor = z.infer<typeof WaitsFor>;

/** One row of the outbox, as shown to the person. */
export const WaitingOperation = z.object({
  id: OperationId,
  ticketId: TicketId,
  /** The reply that it brings, or that its file belongs to. */
  messageId: MessageId.nullable(),
  attachmentId: AttachmentId.nullable(),
  kind: z.enum(['create_ticket', 'add_message', 'add_attachment', 'change_ticket']),
  title: ShownName,
  queuedAt: Instant,
  tries: z.int(),
  state: z.enum(['waiting', 'sending', 'refused']),
  nextTryAt: Instant.nullable(),
  waits: WaitsFor,
  /** True while it is certain that the desk does not have it: it may be changed, moved or taken back. */
  isUntouched: z.boolean(),
  /** The account that it goes to, when that is another than the one that is signed in. */
  otherAccount: AccountName.partial().nullable(),
  /** For a file: how much of it the desk has. */
  progress: z.object({ sentBytes: z.int(), size: z.int() }).nullable(),
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
  /** Tickets of which something waits to be sent; each counts once, and not here when something of it was refused. */
  waiting: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  nextTryAt: Instant.nullable(),
  problem: Failure.nullable(),
  /**
   * Set while the desk, read anew from the start, shows fewer tickets than it did: how many, of how many, and when it is
   * asked again. Until it has said the same twice, nothing is marked.
   */
  resync: z.object({ shows: z.int(), of: z.int(), asksAgainAt: Instant.nullable() }).nullable(),
  /** Tickets that the desk no longer has. */
  missing: z.int().nonnegative(),
  /** News of no ticket that is here, which this version cannot read. */
  unreadable: z.int().nonnegative(),
});
export type Connection = z.infer<typeof Connection>;

export const Language = z.enum(['en', 'nb']);
export type Language = z.infer<typeof Language>;
export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;
/** How the list of tickets is sorted: what is refused or business-critical first, what is due first, the newest first. */
export const ListOrder = z.enum(['important', 'promise', 'newest']);
export type ListOrder = z.infer<typeof ListOrder>;

/** Minutes after midnight, local time. From later than to means over midnight. */
const MinuteOfDay = z.int().min(0).max(1439);

/** A key of the person's own choice, as `KeyboardEvent.key` in small letters, and what is held with it. */
const ChosenKeys = z.object({
  key: z.string().min(1).max(20),
  command: z.literal(true).optional(),
  shift: z.literal(true).optional(),
  alt: z.literal(true).optional(),
});
const MOST_CHOSEN_KEYS = 50;

const PREFERENCES = {
  language: Language.nullable(),
  theme: Theme,
  /** No notices between these, except for business-critical tickets; what was held comes as one summary after. */
  quietHours: z.object({ from: MinuteOfDay, to: MinuteOfDay }).nullable(),
  /** Notices say that there is an answer, but neither from whom nor what. */
  hideContent: z.boolean(),
  /** When to ask whether a late ticket's trouble is still there: while it waits, or once it is sent. */
  askStillHappening: z.enum(['before', 'after']),
  listOrder: ListOrder,
  /** Single letters do things while nobody types. Off for those who speak to their computer, or hit keys by accident. */
  letterKeys: z.boolean(),
  /** What stands for the single letter of a command, by the command's name. One that is not known is left alone. */
  chosenKeys: z
    .record(z.string().max(40), ChosenKeys)
    .refine((chosen) => Object.keys(chosen).length <= MOST_CHOSEN_KEYS),
};
/** Some of the preferences. Without defaults: what is not named in a change stays as it is. */
export const PreferencesChange = z.object(PREFERENCES).partial();

export const Preferences = z.object({
  ...PREFERENCES,
  quietHours: PREFERENCES.quietHours.default(null),
  hideContent: PREFERENCES.hideContent.default(false),
  askStillHappening: PREFERENCES.askStillHappening.default('after'),
  listOrder: PREFERENCES.listOrder.default('important'),
  letterKeys: PREFERENCES.letterKeys.default(true),
  chosenKeys: PREFERENCES.chosenKeys.default({}),
});
export type Preferences = z.infer<typeof Preferences>;

export const Settings = z.object({
  preferences: Preferences,
  desk: z.object({ url: z.string(), source: z.enum(['settings', 'started_with']) }).nullable(),
  hasToken: z.boolean(),
  /** Where the token is kept; `basic_text` means without a keyring, and the person is told. */
  secretsBackend: z.string(),
});
export type Settings = z.infer<typeof Settings>;

/** What a promise is reckoned with. */
export const Service = z.object({
  /** The hours in which promises count; null when the desk has none, or none that can be read. */
  calendar: ResolvedCalendar.nullable(),
  /** The desk's clock minus this computer's. */
  deskOffsetMs: z.int(),
});
export type Service = z.infer<typeof Service>;

/** How the store is, for the person to see. */
export const StoreHealth = z.object({
  /** Set when so little of the disk is free that writing may soon fail. */
  lowDisk: z.object({ freeBytes: z.int() }).nullable(),
  /** What was done when the file was found damaged; until the person has seen it. */
  recovery: z
    .object({
      at: Instant,
      /** The folder with the damaged file, inside the profile. */
      setAside: z.string(),
      /** When the backup that was used was made; null when there was no good one. */
      backupAt: Instant.nullable(),
      /** Drafts and unsent work brought back from the journal. */
      unsentRestored: z.int(),
      /** True when the journal of unsent work could not be read to its end. */
      journalDamaged: z.boolean(),
    })
    .nullable(),
  lastBackupAt: Instant.nullable(),
});
export type StoreHealth = z.infer<typeof StoreHealth>;

const SHORT = [
  'hit',
  'severityReason',
  'since',
  'users',
  'steps',
  'expected',
  'actual',
  'tried',
  'errorId',
  'link',
] as const satisfies (keyof TicketForm)[];

/** A person's clock may be a little behind the one that they read the time from. */
const SINCE_TOLERANCE_MS = 5 * 60_000;

/**
 * What keeps a form from being sent; empty when nothing does. Only a title and a description must be there, and the
 * reason for a severity that is not the one that follows from the facts. `now` is the time of this computer.
 */
export function formProblems(form: TicketForm, now: number): Partial<Record<keyof TicketForm, FieldProblem>> {
  const problems: Partial<Record<keyof TicketForm, FieldProblem>> = {};
  if (isOverridden(form) && form.severityReason.trim() === '') problems.severityReason = 'missing';
  if (form.title.trim() === '') problems.title = 'missing';
  if (form.description.trim() === '') problems.description = 'missing';
  for (const field of SHORT) if (form[field].trim().length > LIMITS.shortText) problems[field] = 'too_long';
  if (form.title.trim().length > LIMITS.title) problems.title = 'too_long';
  if (form.description.trim().length > LIMITS.longText) problems.description = 'too_long';
  if (form.sinceAt !== '' && !(Date.parse(form.sinceAt) <= now + SINCE_TOLERANCE_MS)) {
    problems.sinceAt = Number.isNaN(Date.parse(form.sinceAt)) ? 'not_a_time' : 'in_future';
  }
  if (form.phone.trim() !== '' && !isPhoneNumber(form.phone)) problems.phone = 'not_a_phone';
  if (form.channel === 'phone') Object.assign(problems, callProblems(form, now));
  const addresses = addressesIn(form.cc);
  if (addresses.slice(0, MOST_CC).some((address) => !isAddress(address))) problems.cc = 'not_an_address';
  else if (addresses.length > MOST_CC) problems.cc = 'too_many';
  return problems;
}

/** What keeps a form from being filed for somebody: that the desk does not name them, or has not said whom it does. */
export function colleagueProblems(
  { onBehalfOf }: Pick<TicketForm, 'onBehalfOf'>,
  colleagues: readonly Person[],
): { onBehalfOf?: FieldProblem } {
  const isNamed = onBehalfOf === null || colleagues.some(({ id }) => id === onBehalfOf.id);
  return isNamed ? {} : { onBehalfOf: 'not_a_colleague' };
}

/**
 * The words of a ticket that may be used again in a new one. What was true of that moment is left out: times, who and what
 * was hit, errors by their id, the severity and its reasons. Of a colleague's, the number to call them on, too.
 */
export function wordsToUseAgain(form: TicketForm, isMine: boolean): TicketForm {
  const { question, title, description, hit, steps, expected, actual, tried, link, cc, channel } = form;
  return {
    ...EMPTY_FORM,
    ...{ question, title, description, hit, steps, expected, actual, tried, link, cc, channel },
    phone: isMine ? form.phone : '',
  };
}

/** Nobody plans a call further ahead than this. */
const MOST_DAYS_AHEAD = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * What keeps a call from being asked for: no number or none that is one, or a time that is past or too far. `now` is
 * the time of this computer.
 */
export function callProblems(
  { phone, callAt }: Pick<TicketForm, 'phone' | 'callAt'>,
  now: number,
): { phone?: FieldProblem; callAt?: FieldProblem } {
  const problems: ReturnType<typeof callProblems> = {};
  if (phone.trim() === '') problems.phone = 'missing';
  else if (!isPhoneNumber(phone)) problems.phone = 'not_a_phone';
  if (callAt === '') return problems;
  const at = Date.parse(callAt);
  if (Number.isNaN(at)) problems.callAt = 'not_a_time';
  else if (at < now - SINCE_TOLERANCE_MS) problems.callAt = 'in_past';
  else if (at > now + MOST_DAYS_AHEAD * DAY_MS) problems.callAt = 'too_far';
  return problems;
}

/** A local time that a person wrote, as it travels; null when it is none. */
export function wireTime(local: string): string | null {
  const at = Date.parse(local);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** A call as it is asked for. */
export function callWish({ phone, callAt }: Pick<TicketForm, 'phone' | 'callAt'>): CallBackWish {
  return { number: phone.trim(), at: wireTime(callAt) };
}

type Judged = Pick<TicketForm, 'severity' | 'severityReason' | 'facts' | 'affected'>;

/** The severity that a form goes with: what the person chose, or what follows; the lesser one while nothing does. */
export function severityOf(form: Omit<Judged, 'severityReason'>): Severity {
  return form.severity ?? judgeSoFar(factsOf(form)).level ?? 'standard';
}

/**
 * How the severity of a form comes about. A choice is an override where it is not what follows from the answers; to
 * choose the lesser one while nothing follows, and to say nothing, is no judgement.
 */
export function standingOf({ severity, severityReason, ...form }: Judged): Standing {
  const { level } = judgeSoFar(factsOf(form));
  if (severity === null || severity === level) return level === null ? 'not_judged' : 'judged';
  const isSilent = level === null && severity === 'standard' && severityReason.trim() === '';
  return isSilent ? 'not_judged' : 'overridden';
}

/** The severity that a promise may rest on; null while nobody has judged. */
export function promisedSeverity(form: Judged): Severity | null {
  return standingOf(form) === 'not_judged' ? null : severityOf(form);
}

/** True when a person chose another severity than the one that follows from what they said. */
export function isOverridden(form: Judged): boolean {
  return standingOf(form) === 'overridden';
}

/**
 * Why a person chose another severity than the one that follows, as the desk is to read it. It counts only while the
 * choice does, or where the guide was told nothing: a ticket that comes from another computer.
 */
export function reasonOf(form: TicketForm): string {
  return isOverridden(form) || form.facts.kind === null ? form.severityReason.trim() : '';
}

const isAddress = (text: string): boolean =>
  text.length <= BOUNDS.address && z.email().safeParse(text).success;

/**
 * Digits as people write them, with what stands between them, and an extension; E.164 allows 15 digits, and few
 * numbers have less than 5. The desk takes `LIMITS.phone` characters.
 */
function isPhoneNumber(text: string): boolean {
  // Before anything looks into it: a draft may hold five million letters.
  if (text.trim().length > LIMITS.phone) return false;
  const [, number = ''] = /^(.*?)(?:,?\s*(?:ext\.?|x|#)\s*\d{1,6})?$/i.exec(text.trim()) ?? [];
  const digits = number.replace(/\D/g, '').length;
  const isNumber = /^\+?[\d\s().\-/]+$/.test(number) && digits >= 5 && digits <= 15;
  return isNumber;
}
