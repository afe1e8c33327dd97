/** Tickets and their messages on disk. Rows are parsed on the way out: a disk is a boundary too. */
import { z } from 'zod';
import {
  AuthorKind,
  BOUNDS,
  Channel,
  CallBack as DeskCallBack,
  TicketEvent as DeskEvent,
  type DeskMessage,
  type DeskTicket,
  isDate,
  LIMITS,
  PromiseTarget,
  Rating,
  Severity,
  TicketStatus,
} from '#shared/contract.ts';
import { MessageId, TicketId } from '#shared/ids.ts';
import {
  type CallBack,
  DeletedBy,
  EarlierText,
  EMPTY_FORM,
  Message,
  type PromiseFacts,
  severityOf,
  standingOf,
  Ticket,
  TicketForm,
  TicketState,
  TicketSummary,
} from '#shared/model.ts';
import { plainText } from '#shared/plain-text.ts';
import { earlierFacts, Reach } from '#shared/severity/facts.ts';
import type { Standing } from '#shared/severity/standing.ts';
import type { KeptRow } from '#shared/sla/kept.ts';
import type { Db } from '../ports.ts';
import { json } from './json.ts';
import { colleagueOf, requesterIdOf } from './settings.ts';
import { NEVER_SENT } from './unread.ts';

const EXCERPT_LENGTH = 160;

/** A reading of the desk's history that no full resync reaches: such a row is not judged by what it leaves out. */
const NOT_TOLD_YET = 2 ** 31;

/** What the ticket's own row tells of it; its files and edits are rows of other tables. */
export type StoredTicket = Omit<Ticket, 'attachments' | 'edit' | 'conflict' | 'account'>;

// A row of an earlier version was told nothing.
const Facts = json
  .transform((facts) => ({ ...EMPTY_FORM.facts, ...earlierFacts(Object(facts)) }))
  .pipe(TicketForm.shape.facts);

/** A date that the desk told. One that an earlier version took and that is none is not known. */
const DeskDate = z
  .int()
  .nullable()
  .transform((at) => (at !== null && isDate(at) ? at : null));

const SummaryRow = z.object({
  id: TicketId,
  state: TicketState,
  number: z.string().nullable(),
  title: z.string(),
  excerpt: z.string(),
  severity: Severity.nullable(),
  severity_reason: z.string(),
  severity_change: json.pipe(Ticket.shape.severityChange).nullable(),
  // What the desk tells, or else what was sent from here; null where neither says.
  judged: z.int().nullable(),
  affected: Reach.nullable(),
  // Read only where the severity is to follow from it.
  unjudged: Facts.nullable(),
  // What waits with the answers of an earlier version was judged by its rules, and goes with the bytes of then.
  sent_severity: Severity.nullable(),
  channel: Channel,
  updated_at: z.int(),
  unread: z.int(),
  muted: z.int(),
  followed: z.int(),
  requester: z.string().nullable(),
  requester_name: z.string(),
  is_requester: z.int(),
  filed_by_name: z.string(),
  is_mine: z.int(),
  on_behalf_of: json.pipe(TicketForm.shape.onBehalfOf).nullable().catch(null),
  reply_waiting: z.int(),
  has_files: z.int(),
  missing: TicketSummary.shape.missing,
  unread_news: z.int(),
  other_account: z.int(),
  needs: TicketSummary.shape.needs,
  received_at: DeskDate,
  first_answered_at: DeskDate,
  promise_target: json.pipe(PromiseTarget).nullable().catch(null),
  promise_due_at: DeskDate,
  promise_excepted: z.string().nullable(),
});

const StoredEvents = json
  .pipe(z.array(z.unknown()))
  .transform((stored) => stored.flatMap((one) => DeskEvent.safeParse(one).data ?? []));

const SolvedBy = Ticket.shape.solvedBy.unwrap();

const NotSeen = z.object({ id: MessageId, ticketId: TicketId });
const MessagePlace = z.object({ ticketId: TicketId, at: z.int(), arrival: z.int().nullable() });
const SaidAt = z.object({ id: MessageId, at: z.int() });

const TicketRow = SummaryRow.extend({
  question: z.string(),
  hit: z.string(),
  facts: Facts,
  description: z.string(),
  since_at: z.string(),
  since: z.string(),
  users: z.string(),
  steps: z.string(),
  expected: z.string(),
  actual: z.string(),
  tried: z.string(),
  error_id: z.string(),
  link: z.string(),
  cc: z.string(),
  phone: z.string(),
  call_at: z.string(),
  call_back: json.pipe(DeskCallBack).nullable().catch(null),
  events: StoredEvents,
  rating: json.pipe(Rating).nullable().catch(null),
  solved_by: json.pipe(SolvedBy).nullable(),
  created_at: z.int(),
  reply_draft: z.string(),
  problem: z.string().nullable(),
  deleted: json.pipe(DeletedBy).nullable(),
  missing_since: z.int().nullable(),
  still_happening: Ticket.shape.stillHappening,
});

type StoredKeptRow = KeptRow & { id: TicketId };

const KeptTicketRow = z
  .object({
    id: TicketId,
    number: z.string(),
    title: z.string(),
    severity: Severity,
    judged: z.int().nullable(),
    state: TicketState,
    received_at: DeskDate,
    first_answered_at: DeskDate,
    promise_target: json.pipe(PromiseTarget).nullable().catch(null),
    promise_due_at: DeskDate,
    promise_excepted: z.string().nullable(),
    severity_change: json.pipe(Ticket.shape.severityChange).nullable(),
    is_deleted: z.int(),
  })
  .transform(
    (row): StoredKeptRow => ({
      id: row.id,
      number: row.number,
      title: row.title,
      severity: row.severity,
      state: row.state,
      promise: promiseOf(row),
      severityChange: row.severity_change,
      isDeleted: row.is_deleted === 1,
    }),
  );

const MessageRow = z.object({
  id: MessageId,
  author_kind: AuthorKind,
  author_name: z.string(),
  is_own: z.int(),
  body: z.string(),
  at: z.int(),
  delivery: Message.shape.delivery,
  problem: z.string().nullable(),
  edited_at: z.int().nullable(),
  earlier: json.pipe(z.array(EarlierText)),
  deleted: json.pipe(DeletedBy).nullable(),
  missing_since: z.int().nullable(),
});

const AtDesk = z
  .object({
    version: z.string(),
    status: TicketStatus,
    severity: Severity,
    severity_reason: z.string(),
    channel: Channel,
    call_back: json.pipe(DeskCallBack).nullable().catch(null),
    rating: json.pipe(Rating).nullable().catch(null),
    updated_at: z.int(),
  })
  .transform(({ severity_reason, call_back, updated_at, ...same }) => ({
    ...same,
    callBack: call_back,
    severityReason: severity_reason,
    updatedAt: updated_at,
  }));
type AtDesk = z.infer<typeof AtDesk>;

const COLUMN = {
  question: 'question',
  affected: 'affected',
  hit: 'hit',
  severity: 'severity',
  severityReason: 'severity_reason',
  facts: 'facts',
  title: 'title',
  description: 'description',
  sinceAt: 'since_at',
  since: 'since',
  users: 'users',
  steps: 'steps',
  expected: 'expected',
  actual: 'actual',
  tried: 'tried',
  errorId: 'error_id',
  link: 'link',
  cc: 'cc',
  phone: 'phone',
  callAt: 'call_at',
  channel: 'channel',
  onBehalfOf: 'on_behalf_of',
} as const satisfies Record<keyof TicketForm, string>;

const FORM_FIELDS = Object.keys(COLUMN) as (keyof TicketForm)[];

/** The account that is signed in, as the link has noted it. */
const HERE = `(SELECT value ->> '$' FROM setting WHERE name = 'here')`;
/** An account that has not answered yet may be anybody's, the same as well. */
const OF_ANOTHER_ACCOUNT = (row: string) =>
  `coalesce(${row}.owner <> ${HERE} AND substr(${HERE}, 1, 2) <> '% ', 0)`;

/**
 * Whose a ticket is, for the account that it belongs to here. Without a word of the desk it is its requester's own, as
 * it was before desks told of colleagues.
 */
const IS_REQUESTER = (row: string) => `coalesce(${row}.requester = ${row}.owner, 1)`;
/** True for what the account asked for or filed: only that is its own to change, and to send again. */
export const IS_MINE = (row: string) =>
  `(${IS_REQUESTER(row)} OR coalesce(${row}.filed_by = ${row}.owner, 0))`;
/** True where news are to be told: of one's own, and of what is followed. */
export const IS_TOLD = (row: string) => `(${row}.followed = 1 OR ${IS_MINE(row)})`;

/** True for a message that the account itself wrote. One that the desk names nobody for is the requester's. */
export const IS_OWN_PART = (part: string, ticket: string) =>
  `(${part}.author_kind <> 'specialist' AND (${part}.delivery NOT IN ('delivered', 'received')
    OR coalesce(${part}.author = ${ticket}.owner, ${IS_REQUESTER(ticket)}
      OR EXISTS (SELECT 1 FROM receipt WHERE made = ${part}.id))))`;

/** The same of a file. What was attached on this computer is the person's, whatever an older desk leaves out. */
export const IS_OWN_FILE = (file: string, ticket: string) =>
  `(CASE WHEN ${file}.author_kind = 'self' AND ${file}.author IS NULL THEN 1 ELSE ${IS_OWN_PART(file, ticket)} END)`;

const SUMMARY_COLUMNS = `
  t.id, t.state, t.number, t.severity, substr(t.severity_reason, 1, 100) AS severity_reason, t.severity_change, t.judged, t.affected,
  CASE WHEN t.number IS NULL THEN t.facts END AS unjudged,
  CASE WHEN t.number IS NULL AND json_type(t.facts, '$.dataAtRisk') IS NOT NULL THEN
    (SELECT CAST(o.body AS TEXT) ->> '$.severity' FROM operation o
      WHERE o.ticket_id = t.id AND o.kind = 'create_ticket' AND json_valid(CAST(o.body AS TEXT))) END AS sent_severity,
  t.channel, t.updated_at, t.unread, t.muted, t.followed, t.requester, t.requester_name, t.filed_by_name, t.on_behalf_of,
  ${IS_REQUESTER('t')} AS is_requester, ${IS_MINE('t')} AS is_mine,
  CASE WHEN t.title <> '' THEN t.title ELSE substr(t.question, 1, ${EXCERPT_LENGTH}) END AS title,
  substr(coalesce(
    (SELECT m.body FROM message m WHERE m.ticket_id = t.id
      ORDER BY m.arrival IS NULL DESC, m.arrival DESC, m.rowid DESC LIMIT 1),
    t.description), 1, ${EXCERPT_LENGTH}) AS excerpt,
  EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id AND o.kind = 'add_message' AND o.state <> 'refused')
    AS reply_waiting,
  EXISTS (SELECT 1 FROM attachment a WHERE a.ticket_id = t.id AND a.deleted IS NULL) AS has_files,
  CASE WHEN t.missing_since IS NULL THEN 'no'
    WHEN EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id AND o.kind = 'create_ticket') THEN 'sending_again'
    ELSE 'yes' END AS missing,
  EXISTS (SELECT 1 FROM unread_change u WHERE u.ticket_id = t.id AND u.why <> '${NEVER_SENT}') AS unread_news,
  ${OF_ANOTHER_ACCOUNT('t')} AS other_account,
  CASE WHEN EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id AND o.state = 'refused'
      AND (o.kind <> 'create_ticket' OR t.number IS NOT NULL))
      THEN 'refused'
    WHEN NOT ${IS_MINE('t')} THEN NULL
    WHEN t.still_happening = 'ask' AND t.deleted IS NULL THEN 'still_happening'
    WHEN t.call_back ->> 'state' = 'missed' AND t.deleted IS NULL AND t.state NOT IN ('solved', 'closed')
      AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id AND o.kind = 'change_ticket') THEN 'missed_call'
    END AS needs,
  t.received_at, t.first_answered_at, t.promise_target, t.promise_due_at, t.promise_excepted`;

/** Words that a desk may change and that stay when it leaves them out. */
const KEPT_IF_LEFT_OUT = ['severity_reason'] as const;
/**
 * Whether the severity is judged. A desk that does not tell has judged what was sent unjudged once it says another
 * severity, a reason, or that it was changed. What nobody has judged or chosen is sent as standard.
 */
const JUDGED = `CASE WHEN excluded.judged IS NOT NULL THEN excluded.judged
  WHEN excluded.severity_change IS NOT NULL OR excluded.severity <> coalesce(severity, 'standard')
    OR trim(excluded.severity_reason) <> ''
  THEN 1 ELSE judged END`;
/** True while words or files wait in it that nobody has sent: they are whose the ticket was, not who is told of it now. */
const HAS_UNSENT_REPLY = `(reply_draft <> ''
  OR EXISTS (SELECT 1 FROM attachment a WHERE a.ticket_id = ticket.id AND a.delivery = 'attached'))`;
/**
 * True when a colleague is told of a ticket whose requester, or who filed it, writes here too: it stays theirs, with
 * whatever will be written in it (invariant 11).
 */
const STAYS_WITH_REQUESTER = `(owner <> excluded.owner AND owner IN (excluded.requester, excluded.filed_by)
  AND excluded.owner <> excluded.requester)`;
/** True for words of the desk that are none: nothing, spaces, tabs and ends of lines. */
const isBlank = (name: string): string => `trim(excluded.${name}, char(32, 9, 10, 13, 160)) = ''`;
/**
 * True for the beginning of words that are here whole. Received words are cut at their bound, which an earlier version did
 * not have. Most are shorter, and of those nothing more is read than how long they are.
 */
const isOnlyBeginning = (name: string): string => {
  const long: Record<string, number> = { title: BOUNDS.title, description: BOUNDS.description };
  const most = long[name] ?? LIMITS.shortText;
  return `(octet_length(excluded.${name}) >= ${most} AND length(excluded.${name}) = ${most}
    AND excluded.${name} = substr(${name}, 1, ${most - 1}) || '…')`;
};
/** What a person says of the help stays when the desk leaves it out, and their words as long as the score is the same. */
const RATING = `CASE WHEN excluded.rating IS NULL THEN rating
  WHEN trim(excluded.rating ->> 'comment') = '' AND excluded.rating ->> 'score' = rating ->> 'score' THEN rating
  ELSE excluded.rating END`;
/** Words that are the requester's alone: what was written and sent here, the desk can neither change nor leave out. */
const OWN_WORDS = [
  'title',
  'cc',
  'phone',
  'hit',
  'description',
  'since',
  'users',
  'steps',
  'expected',
  'actual',
  'tried',
  'error_id',
  'link',
] as const;

/** All that a person can have written in a form: what none of it holds is empty to them, whatever its channel is. */
const WORDS_OF_A_FORM = [...OWN_WORDS, 'question', 'severity_reason', 'since_at', 'call_at'] as const;

/** The most replaced texts that are kept of one message, and their bytes in all: each new one is written with them. */
const MOST_EARLIER = { texts: 50, bytes: 1_000_000 };

/** No more messages move behind one that comes out of turn: no desk can have thousands counted anew. */
const MOST_MOVED = 20;

export function openTickets(db: Db) {
  const selectSummaries = db.prepare(
    `SELECT ${SUMMARY_COLUMNS} FROM ticket t WHERE t.state <> 'withdrawn' ORDER BY t.updated_at DESC, t.id DESC`,
  );
  // Without a number, as only such can be drafts: that is indexed.
  const selectDiscarded = db.prepare(
    `SELECT ${SUMMARY_COLUMNS} FROM ticket t WHERE t.number IS NULL AND t.state = 'withdrawn'
       AND (${WORDS_OF_A_FORM.map((name) => `trim(t.${name}) <> ''`).join(' OR ')}
         OR EXISTS (SELECT 1 FROM attachment a WHERE a.ticket_id = t.id))
     ORDER BY t.updated_at DESC, t.id DESC LIMIT ?`,
  );
  const selectAwaiting = db.prepare(
    `SELECT ${SUMMARY_COLUMNS} FROM ticket t WHERE t.number IS NOT NULL AND t.severity = 'business_critical'
       AND t.first_answered_at IS NULL AND t.deleted IS NULL AND t.state IN ('open', 'waiting_on_requester')
       AND ${IS_TOLD('t')}`,
  );
  const selectKept = db.prepare(
    `SELECT id, number, title, severity, judged, state, received_at, first_answered_at, promise_target, promise_due_at,
       promise_excepted, severity_change, deleted IS NOT NULL AS is_deleted FROM ticket
     WHERE number IS NOT NULL AND (owner IS NULL OR @owner IS NULL OR owner = @owner) AND ${IS_MINE('ticket')}
       AND (received_at >= @from OR severity_change ->> 'at' >= @from)
       AND id > @after ORDER BY id LIMIT @most`,
  );
  const selectTicket = db.prepare(
    // The full title comes last and so replaces the summary's.
    `SELECT ${SUMMARY_COLUMNS}, ${FORM_FIELDS.map((field) => `t.${COLUMN[field]}`).join(', ')}, t.solved_by, t.created_at, t.reply_draft, t.problem, t.call_back, t.events, t.rating, t.deleted, t.missing_since, t.still_happening, t.title FROM ticket t WHERE t.id = ?`,
  );
  const selectMessages = db.prepare(
    `SELECT m.id, m.author_kind, m.author_name, ${IS_OWN_PART('m', 't')} AS is_own, m.body, m.at, m.delivery, m.problem,
       m.edited_at, m.earlier, m.deleted, m.missing_since FROM message m LEFT JOIN ticket t ON t.id = m.ticket_id
     WHERE m.ticket_id = ? ORDER BY m.arrival IS NULL, m.arrival, m.rowid`,
  );
  const selectIsAtDesk = db.prepare('SELECT number IS NOT NULL FROM ticket WHERE id = ?').pluck();
  const selectMissingSince = db.prepare('SELECT missing_since FROM ticket WHERE id = ?').pluck();
  const selectOwner = db.prepare('SELECT owner FROM ticket WHERE id = ?').pluck();
  const updateOwner = db.prepare('UPDATE ticket SET owner = @owner WHERE id = @id');
  const insertDraft = db.prepare(
    `INSERT INTO ticket (id, state, created_at, updated_at, owner, seen, ${FORM_FIELDS.map((f) => COLUMN[f]).join(', ')})
     VALUES (@id, 'draft', @now, @now, ${HERE}, ${NOT_TOLD_YET}, ${FORM_FIELDS.map((f) => `@${f}`).join(', ')})`,
  );
  const selectCountHere = db
    .prepare(
      `SELECT count(*) FROM ticket WHERE state IN ('draft', 'withdrawn', 'queued', 'sending', 'needs_attention')`,
    )
    .pluck();
  const selectIsTaken = db
    .prepare(
      `SELECT ${['ticket', 'message', 'attachment', 'operation'].map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE id = @id)`).join(' OR ')}`,
    )
    .pluck();
  const selectState = db.prepare('SELECT state FROM ticket WHERE id = ?').pluck();
  const copyToDraft = db.prepare(
    `INSERT INTO ticket (id, state, created_at, updated_at, owner, seen, ${FORM_FIELDS.map((f) => COLUMN[f]).join(', ')})
     SELECT @to, 'draft', created_at, updated_at, coalesce(owner, ${HERE}), ${NOT_TOLD_YET}, ${FORM_FIELDS.map((f) => COLUMN[f]).join(', ')}
     FROM ticket WHERE id = @from`,
  );
  const sendingTicketsToQueued = db.prepare(`UPDATE ticket SET state = 'queued' WHERE state = 'sending'`);
  const sendingMessagesToQueued = db.prepare(
    `UPDATE message SET delivery = 'queued' WHERE delivery = 'sending'`,
  );
  const markUnreadIfToBeTold = db.prepare(
    `UPDATE ticket SET unread = 1 WHERE id = @id AND ${IS_TOLD('ticket')}
       AND EXISTS (SELECT 1 FROM notice WHERE ticket_id = @id AND outcome IS NULL)`,
  );
  const updateState = db.prepare(
    'UPDATE ticket SET state = ?, problem = ?, updated_at = ?, solved_by = NULL WHERE id = ?',
  );
  const solveBy = db.prepare(
    `UPDATE ticket SET state = 'solved', solved_by = @article, updated_at = @now WHERE id = @id`,
  );
  const countSolvedBy = db.prepare('SELECT count(*) FROM ticket WHERE solved_by IS NOT NULL').pluck();
  const updateJudged = db.prepare('UPDATE ticket SET judged = ? WHERE id = ?');
  const updateUnread = db.prepare('UPDATE ticket SET unread = ? WHERE id = ?');
  const updateReplyDraft = db.prepare('UPDATE ticket SET reply_draft = ? WHERE id = ?');
  const upsertFromDesk = db.prepare(
    `INSERT INTO ticket (id, state, question, affected, hit, severity, severity_reason, judged, title, description,
       since, users, steps, expected, actual, tried, error_id, link, cc, phone, channel, created_at, updated_at, number, version, received_at, first_answered_at,
       promise_target, promise_due_at, promise_excepted, severity_change, call_back, events, rating, owner, seen,
       requester, requester_name, filed_by, filed_by_name)
     VALUES (@id, @state, '', @affected, @hit, @severity, @severityReason, @judged, @title, @description, @since,
       @users, @steps, @expected, @actual, @tried, @errorId, @link, @cc, @phone, @channel, @receivedAt, @updatedAt, @number, @version, @receivedAt, @firstAnsweredAt,
       @promiseTarget, @promiseDueAt, @promiseExcepted, @severityChange, @callBack, @events, @rating, @owner, @seen,
       @requester, @requesterName, @filedBy, @filedByName)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state,
       affected = iif(affected = 'customers' AND excluded.affected = 'most', affected, coalesce(excluded.affected, affected)),
       judged = ${JUDGED}, severity = excluded.severity, ${KEPT_IF_LEFT_OUT.map((name) => `${name} = iif(${isBlank(name)}, ${name}, excluded.${name})`).join(', ')},
       ${OWN_WORDS.map((name) => `${name} = iif(${isBlank(name)} OR ${isOnlyBeginning(name)} OR (@keepsOwn AND ${name} <> ''), ${name}, excluded.${name})`).join(', ')},
       since_at = iif(@keepsOwn, since_at, ''), call_at = '', channel = excluded.channel,
       updated_at = excluded.updated_at, number = excluded.number, version = excluded.version,
       received_at = excluded.received_at,
       first_answered_at = coalesce(excluded.first_answered_at, first_answered_at),
       promise_target = excluded.promise_target, promise_due_at = excluded.promise_due_at,
       promise_excepted = excluded.promise_excepted,
       severity_change = coalesce(excluded.severity_change,
         iif(severity_change ->> 'to' = excluded.severity, severity_change, NULL)), call_back = excluded.call_back,
       events = excluded.events, rating = ${RATING},
       owner = iif(owner IS NOT NULL AND (${HAS_UNSENT_REPLY} OR ${STAYS_WITH_REQUESTER}), owner,
         coalesce(excluded.owner, owner)),
       requester = coalesce(excluded.requester, requester),
       requester_name = iif(excluded.requester_name = '', requester_name, excluded.requester_name),
       filed_by = coalesce(excluded.filed_by, filed_by),
       filed_by_name = iif(excluded.filed_by_name = '', filed_by_name, excluded.filed_by_name),
       seen = excluded.seen, deleted = NULL, missing_since = NULL,
       problem = NULL`,
  );
  const insertMessage = db.prepare(
    `INSERT INTO message (id, ticket_id, author_kind, author, author_name, body, at, arrival, delivery, edited_at, seen)
     VALUES (@id, @ticketId, @authorKind, @author, @authorName, @body, @at,
       CASE WHEN @delivery = 'delivered' THEN (SELECT coalesce(max(arrival), 0) + 1 FROM message) END, @delivery,
       @editedAt, @seen)
     ON CONFLICT (id) DO NOTHING`,
  );
  // A text that the desk leaves out is no other text; one that it replaces stays beside the new one.
  const isReplaced = `@body <> body AND trim(@body) <> ''`;
  // The first text is kept however long it is.
  const isRoomForEarlier = `(earlier = '[]' OR (json_array_length(earlier) < ${MOST_EARLIER.texts}
    AND octet_length(earlier) + octet_length(body) <= ${MOST_EARLIER.bytes}))`;
  const settleMessage = db.prepare(
    `UPDATE message SET delivery = 'delivered', problem = NULL, author_name = iif(@authorName = '', author_name, @authorName),
       author = coalesce(@author, author),
       earlier = iif(${isReplaced} AND body <> '' AND ${isRoomForEarlier},
         json_insert(earlier, '$[#]', json_object('body', body, 'until', @now)), earlier),
       body = iif(${isReplaced}, @body, body), at = @at, edited_at = coalesce(@editedAt, edited_at), seen = @seen,
       deleted = NULL, missing_since = NULL,
       arrival = coalesce(arrival, (SELECT coalesce(max(arrival), 0) + 1 FROM message)) WHERE id = @id`,
  );
  const moveMessage = db.prepare(
    `UPDATE message SET ticket_id = @ticketId, author_kind = @authorKind, body = '', earlier = '[]', edited_at = NULL,
       arrival = NULL WHERE id = @id AND ticket_id <> @ticketId`,
  );
  const updateDelivery = db.prepare(
    `UPDATE message SET delivery = @delivery, problem = @problem,
       missing_since = iif(@delivery = 'delivered', NULL, missing_since) WHERE id = @id`,
  );
  const updateSaidAt = db.prepare('UPDATE message SET at = @at WHERE id = @id');
  const selectPlace = db.prepare('SELECT ticket_id AS ticketId, at, arrival FROM message WHERE id = ?');
  const selectLatest = db.prepare(
    `SELECT id, at FROM message WHERE ticket_id = @ticketId AND arrival < @arrival ORDER BY arrival DESC LIMIT ${MOST_MOVED}`,
  );
  const moveToEnd = db.prepare(
    'UPDATE message SET arrival = (SELECT max(arrival) + 1 FROM message) WHERE id = ?',
  );
  const deleteMessage = db.prepare('DELETE FROM message WHERE id = ?');
  const updateFollowed = db.prepare('UPDATE ticket SET followed = ? WHERE id = ?');
  const selectIsMine = db.prepare(`SELECT ${IS_MINE('ticket')} FROM ticket WHERE id = ?`).pluck();
  const selectIsTold = db.prepare(`SELECT ${IS_TOLD('ticket')} FROM ticket WHERE id = ?`).pluck();
  const updateMuted = db.prepare('UPDATE ticket SET muted = ? WHERE id = ?');
  const selectStillHappening = db.prepare('SELECT still_happening FROM ticket WHERE id = ?').pluck();
  const updateStillHappening = db.prepare('UPDATE ticket SET still_happening = ? WHERE id = ?');
  const markTicketDeleted = db.prepare(
    `UPDATE ticket SET deleted = @deleted, state = 'closed', problem = NULL WHERE id = @id`,
  );
  const markMessageDeleted = db.prepare(
    `UPDATE message SET deleted = @deleted, body = '', earlier = '[]', delivery = 'delivered', problem = NULL,
       missing_since = NULL,
       arrival = coalesce(arrival, (SELECT coalesce(max(arrival), 0) + 1 FROM message)) WHERE id = @id`,
  );
  // What a receipt brought since the reading before was there then.
  const startTicketReading = db.prepare(
    `UPDATE ticket SET seen = @before WHERE owner = @owner AND number IS NOT NULL AND missing_since IS NULL
       AND seen > @before`,
  );
  const startMessageReading = db.prepare(
    `UPDATE message SET seen = @before WHERE delivery = 'delivered' AND missing_since IS NULL AND seen > @before
       AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = message.ticket_id AND t.owner = @owner)`,
  );
  const IS_THERE = `number IS NOT NULL AND deleted IS NULL AND missing_since IS NULL`;
  const countThere = db.prepare(`SELECT count(*) FROM ticket WHERE owner = ? AND ${IS_THERE}`).pluck();
  const selectTicketsNotSeen = db
    .prepare(`SELECT id FROM ticket WHERE owner = @owner AND ${IS_THERE} AND seen < @before LIMIT @most`)
    .pluck();
  // CROSS JOIN keeps the order: few messages are left out, and an account may have very many tickets.
  const MESSAGES_NOT_SEEN = `FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id WHERE t.owner = @owner
    AND m.delivery = 'delivered' AND m.deleted IS NULL AND m.missing_since IS NULL AND m.seen < @before LIMIT @most`;
  const selectMessagesNotSeen = db.prepare(`SELECT m.id, m.ticket_id AS ticketId ${MESSAGES_NOT_SEEN}`);
  const selectTicketsOfNotSeen = db.prepare(`SELECT DISTINCT m.ticket_id ${MESSAGES_NOT_SEEN}`).pluck();
  const countTicketsSeen = db
    .prepare(`SELECT count(*) FROM ticket WHERE owner = @owner AND ${IS_THERE} AND seen >= @reading`)
    .pluck();
  const ticketTold = db.prepare(
    `UPDATE ticket SET seen = max(seen, @number), missing_since = NULL WHERE id = @id AND owner = @owner`,
  );
  const messageTold = db.prepare(
    `UPDATE message SET seen = max(seen, @number), missing_since = NULL
     WHERE id = @id AND ticket_id IN (SELECT id FROM ticket WHERE owner = @owner)`,
  );
  const markTicketMissing = db.prepare('UPDATE ticket SET missing_since = @now WHERE id = @id');
  // One that was lost before the changes told of it gets its place now: before whatever comes later.
  const markMessageMissing = db.prepare(
    `UPDATE message SET missing_since = @now,
       arrival = coalesce(arrival, (SELECT coalesce(max(arrival), 0) + 1 FROM message)) WHERE id = @id`,
  );
  const markMessageLostAgain = db.prepare(
    `UPDATE message SET delivery = 'delivered', problem = NULL, missing_since = coalesce(missing_since, @now) WHERE id = @id`,
  );
  const countMissing = db
    .prepare(
      // Asked for with every news of the connection. Of itself SQLite would go through all tickets of the owner.
      `SELECT count(*) FROM ticket INDEXED BY ticket_by_absence WHERE missing_since >= 0 AND deleted IS NULL
         AND (owner IS NULL OR owner = ${HERE}) AND ${IS_MINE('ticket')}`,
    )
    .pluck();
  const selectLost = db
    .prepare(
      `SELECT id FROM ticket t INDEXED BY ticket_by_absence WHERE missing_since >= 0 AND deleted IS NULL
         AND state IN ('open', 'waiting_on_requester') AND NOT ${OF_ANOTHER_ACCOUNT('t')} AND ${IS_MINE('t')}
         AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id AND o.kind = 'create_ticket')
       ORDER BY updated_at DESC, id DESC`,
    )
    .pluck();
  const selectAtDesk = db.prepare(
    'SELECT version, state AS status, severity, severity_reason, channel, call_back, rating, updated_at FROM ticket WHERE id = ? AND number IS NOT NULL AND deleted IS NULL AND missing_since IS NULL',
  );
  const selectTicketOf = db.prepare('SELECT ticket_id FROM message WHERE id = ?').pluck();
  const touch = db.prepare('UPDATE ticket SET updated_at = max(updated_at, ?) WHERE id = ?');

  const selectEvents = db.prepare('SELECT events FROM ticket WHERE id = ?').pluck();
  const eventsOf = (id: TicketId): DeskEvent[] => StoredEvents.parse(selectEvents.get(id) ?? '[]');

  return {
    /** The business-critical tickets that the desk has and nobody has answered. */
    awaitingAnswer(): TicketSummary[] {
      return z.array(SummaryRow).parse(selectAwaiting.all()).map(summaryOf);
    },

    /**
     * What the desk has of this requester, from an instant on: received then, or judged anew then. At most so many, by
     * their ids from `after` on; less than that many are the last.
     */
    keptSince(owner: string | null, from: number, page: { after: string; most: number }): StoredKeptRow[] {
      return z.array(KeptTicketRow).parse(selectKept.all({ owner, from, ...page }));
    },

    list(): TicketSummary[] {
      return z.array(SummaryRow).parse(selectSummaries.all()).map(summaryOf);
    },

    /** Drafts with words or files in them that the person has thrown away, the last one first. */
    discarded(most: number): TicketSummary[] {
      return z.array(SummaryRow).parse(selectDiscarded.all(most)).map(summaryOf);
    },

    /** The ticket with its messages in the desk's order, those still waiting last; null when unknown. */
    get(id: TicketId): StoredTicket | null {
      const found = selectTicket.get(id);
      if (found === undefined) return null;
      const row = TicketRow.parse(found);
      return {
        ...summaryOf(row),
        form: {
          question: row.question,
          affected: row.affected,
          hit: row.hit,
          severity: row.severity,
          severityReason: row.severity_reason,
          title: row.title,
          description: row.description,
          facts: row.facts,
          sinceAt: row.since_at,
          since: row.since,
          users: row.users,
          steps: row.steps,
          expected: row.expected,
          actual: row.actual,
          tried: row.tried,
          errorId: row.error_id,
          link: row.link,
          cc: row.cc,
          phone: row.phone,
          callAt: row.call_at,
          channel: row.channel,
          onBehalfOf: row.on_behalf_of,
        },
        filedBy:
          row.filed_by_name === '' || row.filed_by_name === row.requester_name ? null : row.filed_by_name,
        createdAt: row.created_at,
        messages: z.array(MessageRow).parse(selectMessages.all(id)).map(messageOf),
        replyDraft: row.reply_draft,
        problem: row.problem,
        severityChange: row.severity_change,
        callBack: callBackHere(row.call_back),
        events: row.events.map((event) => ({ ...event, at: Date.parse(event.at) })),
        rating: row.rating,
        deleted: row.deleted,
        missingSince: row.missing_since,
        solvedBy: row.solved_by,
        stillHappening: row.still_happening,
      };
    },

    /** True once the desk has said that it has the ticket. */
    isAtDesk(id: TicketId): boolean {
      return selectIsAtDesk.get(id) === 1;
    },

    /** True while the desk leaves it out. */
    isMissing(id: TicketId): boolean {
      return (selectMissingSince.get(id) ?? null) !== null;
    },

    has(id: TicketId): boolean {
      return selectOwner.get(id) !== undefined;
    },

    /** The account that it was written for or belongs to. */
    owner(id: TicketId): string | null {
      return z
        .string()
        .nullable()
        .parse(selectOwner.get(id) ?? null);
    },

    setOwner(id: TicketId, owner: string | null): void {
      updateOwner.run({ id, owner });
    },

    state(id: TicketId): TicketState | null {
      return TicketState.nullable().parse(selectState.get(id) ?? null);
    },

    /**
     * Keeps what a person has written in one ticket as a draft of its own, for the same account: a colleague's changes
     * may tell of it too (invariant 11).
     */
    copyToDraft(from: TicketId, to: TicketId): void {
      copyToDraft.run({ from, to });
    },

    /** After a start nothing is being sent; what was, waits again (invariant 7). */
    recoverInterrupted(): void {
      sendingTicketsToQueued.run();
      sendingMessagesToQueued.run();
    },

    /** True when this id is the name of something already, whatever it is. */
    isTaken(id: TicketId): boolean {
      return selectIsTaken.get({ id }) === 1;
    },

    /** How many tickets the desk does not have. */
    countHere(): number {
      return z.int().parse(selectCountHere.get());
    },

    createDraft(id: TicketId, form: TicketForm, now: number): void {
      insertDraft.run({ id, now, ...form, ...asStored(form) });
    },

    saveForm(
      id: TicketId,
      patch: { [F in keyof TicketForm]?: TicketForm[F] | undefined },
      now: number,
    ): void {
      const fields = FORM_FIELDS.filter((field) => patch[field] !== undefined);
      const assignments = ['updated_at = @now', ...fields.map((f) => `${COLUMN[f]} = @${f}`)];
      db.prepare(`UPDATE ticket SET ${assignments.join(', ')} WHERE id = @id`).run({
        id,
        now,
        ...patch,
        ...asStored(patch),
      });
    },

    /** Ends a draft that an article has answered: it is solved, and never was at the desk. */
    solveBy(id: TicketId, article: { id: string; title: string }, now: number): void {
      solveBy.run({ id, now, article: JSON.stringify({ id: article.id, title: article.title }) });
    },

    /** How many drafts ended with an article. */
    solvedByArticles(): number {
      return z.int().parse(countSolvedBy.get());
    },

    setState(id: TicketId, state: TicketState, now: number, problem: string | null = null): void {
      updateState.run(state, problem, now, id);
    },

    /** Notes whether what is sent was judged, for a desk that does not tell. */
    setJudged(id: TicketId, judged: boolean): void {
      updateJudged.run(judged ? 1 : 0, id);
    },

    setUnread(id: TicketId, unread: boolean): void {
      updateUnread.run(unread ? 1 : 0, id);
    },

    saveReplyDraft(id: TicketId, body: string): void {
      updateReplyDraft.run(body, id);
    },

    setMuted(id: TicketId, muted: boolean): void {
      updateMuted.run(muted ? 1 : 0, id);
    },

    setFollowed(id: TicketId, followed: boolean): void {
      updateFollowed.run(followed ? 1 : 0, id);
    },

    /** False for a colleague's ticket. */
    isMine(id: TicketId): boolean {
      return (selectIsMine.get(id) ?? 1) === 1;
    },

    /** False while it is known to be a colleague's that nobody follows: of its answers nobody is told. */
    isTold(id: TicketId): boolean {
      return (selectIsTold.get(id) ?? 1) === 1;
    },

    stillHappening(id: TicketId): Ticket['stillHappening'] {
      return Ticket.shape.stillHappening.parse(selectStillHappening.get(id) ?? null);
    },

    setStillHappening(id: TicketId, answer: Ticket['stillHappening']): void {
      updateStillHappening.run(answer, id);
    },

    /**
     * Takes over the desk's view of a ticket. What the person has not sent yet is not touched, and what the desk leaves
     * out stays (invariant 10). `keepsOwn`: the words here are those that were sent, and no others take their place. The
     * number of the reading is null when it comes with a receipt and not with the changes.
     */
    takeOver(
      ticket: DeskTicket,
      reading: { owner: string | null; number: number | null },
      { keepsOwn }: { keepsOwn: boolean } = { keepsOwn: false },
    ): void {
      upsertFromDesk.run({
        keepsOwn: keepsOwn ? 1 : 0,
        id: ticket.id,
        state: ticket.status,
        affected: ticket.affected,
        hit: ticket.hit,
        severity: ticket.severity,
        severityReason: ticket.severityReason,
        judged: ticket.judged === null ? null : ticket.judged ? 1 : 0,
        title: ticket.title,
        description: ticket.description,
        since: ticket.since,
        users: ticket.users,
        steps: ticket.steps,
        expected: ticket.expected,
        actual: ticket.actual,
        tried: ticket.tried,
        errorId: ticket.errorId,
        link: ticket.link,
        cc: ticket.cc.join(', '),
        phone: ticket.phone,
        channel: ticket.channel,
        number: ticket.number,
        version: ticket.version,
        receivedAt: Date.parse(ticket.createdAt),
        updatedAt: Date.parse(ticket.updatedAt),
        firstAnsweredAt: ticket.firstAnsweredAt === null ? null : Date.parse(ticket.firstAnsweredAt),
        promiseTarget: ticket.promise === null ? null : JSON.stringify(ticket.promise.target),
        promiseDueAt: ticket.promise?.dueAt == null ? null : Date.parse(ticket.promise.dueAt),
        promiseExcepted: ticket.promise?.exceptedBecause ?? null,
        severityChange:
          ticket.severityChange === null
            ? null
            : JSON.stringify({ ...ticket.severityChange, at: Date.parse(ticket.severityChange.at) }),
        callBack: ticket.callBack === null ? null : JSON.stringify(ticket.callBack),
        events: JSON.stringify(withEarlier(eventsOf(ticket.id), ticket.events)),
        rating: ticket.rating === null ? null : JSON.stringify(ticket.rating),
        owner: reading.owner,
        seen: reading.number ?? NOT_TOLD_YET,
        requester: accountBehind(reading.owner, ticket.requester.id),
        requesterName: ticket.requester.name,
        filedBy: accountBehind(reading.owner, ticket.filedBy?.id ?? null),
        filedByName: ticket.filedBy?.name ?? '',
      });
      // Its answer may have come before it.
      markUnreadIfToBeTold.run({ id: ticket.id });
    },

    addOwnMessage(message: {
      id: MessageId;
      ticketId: TicketId;
      body: string;
      at: number;
      name: string;
    }): void {
      insertMessage.run({
        id: message.id,
        ticketId: message.ticketId,
        authorKind: 'requester',
        author: null,
        authorName: message.name,
        body: message.body,
        at: message.at,
        delivery: 'queued',
        editedAt: null,
        seen: NOT_TOLD_YET,
      });
      touch.run(message.at, message.ticketId);
    },

    /**
     * Stores a message that the desk has. Returns true when it was not known here before (invariant 4). One that is known
     * under another ticket goes from there to this one, without the words it had there.
     */
    takeOverMessage(message: DeskMessage, reading: Reading, now: number): boolean {
      const row = {
        id: message.id,
        ticketId: message.ticketId,
        authorKind: message.author.kind,
        author: accountBehind(reading.owner, message.author.id),
        authorName: message.author.name,
        body: message.body,
        at: Date.parse(message.createdAt),
        delivery: 'delivered',
        editedAt: message.editedAt === null ? null : Date.parse(message.editedAt),
        seen: reading.number,
      };
      const isInserted = insertMessage.run(row).changes === 1;
      const isNew = isInserted || moveMessage.run(row).changes === 1;
      if (!isInserted) {
        const { id, author, authorName, body, at, editedAt, seen } = row;
        settleMessage.run({ id, author, authorName, body, at, editedAt, seen, now });
      }
      touch.run(row.at, row.ticketId);
      return isNew;
    },

    setDelivery(id: MessageId, delivery: Message['delivery'], problem: string | null = null): void {
      updateDelivery.run({ id, delivery, problem });
    },

    /** The desk has it, and says since when. Its place among the others is told by the changes, not by this answer. */
    setDelivered({ id, createdAt }: Pick<DeskMessage, 'id' | 'createdAt'>): void {
      updateDelivery.run({ id, delivery: 'delivered', problem: null });
      updateSaidAt.run({ id, at: Date.parse(createdAt) });
    },

    /** True once the desk's order has told where it stands. */
    hasPlace(id: MessageId): boolean {
      return MessagePlace.optional().parse(selectPlace.get(id))?.arrival != null;
    },

    /**
     * Puts the one that has the last place before what was said later, by the desk's clock: it was not told of in its
     * turn. At most a few move behind it.
     */
    placeByTime(id: MessageId): void {
      const own = MessagePlace.optional().parse(selectPlace.get(id));
      if (own === undefined) return;
      const before = z.array(SaidAt).parse(selectLatest.all(own));
      const firstLater = before.findLastIndex(({ at }) => at > own.at);
      for (const later of before.slice(0, firstLater + 1).reverse()) moveToEnd.run(later.id);
    },

    /** What was to be sent again is not: the desk leaves it out as before. */
    setLostAgain(id: MessageId, now: number): void {
      markMessageLostAgain.run({ id, now });
    },

    removeMessage(id: MessageId): void {
      deleteMessage.run(id);
    },

    /** The desk has taken a ticket away. Its words stay readable here. */
    markDeleted(id: TicketId, deleted: DeletedBy): void {
      markTicketDeleted.run({ id, deleted: JSON.stringify(deleted) });
    },

    /** The desk has taken a message away, and its text with it. */
    markMessageDeleted(id: MessageId, deleted: DeletedBy): void {
      markMessageDeleted.run({ id, deleted: JSON.stringify(deleted) });
    },

    /** What the desk last said of a ticket that can be edited there; null until the desk has it, and once it is gone. */
    atDesk(id: TicketId): AtDesk | null {
      const row = selectAtDesk.get(id);
      return row === undefined ? null : AtDesk.parse(row);
    },

    /** A reading from the start begins: from here on, what it tells of carries its number. */
    startReading({ owner, number }: Reading): void {
      startTicketReading.run({ owner, before: number - 1 });
      startMessageReading.run({ owner, before: number - 1 });
    },

    /** How many tickets the desk had, and how many of them it has told of since a reading. */
    counted({ owner, number }: Reading): { of: number; shows: number } {
      return {
        of: z.int().parse(countThere.get(owner)),
        shows: z.int().parse(countTicketsSeen.get({ owner, reading: number })),
      };
    },

    /** What the desk has not told of since before a reading, and had before: at most so many of each. */
    notSeenSince(
      { owner, number }: Reading,
      most: number,
    ): { tickets: TicketId[]; messages: { id: MessageId; ticketId: TicketId }[] } {
      const asked = { owner, before: number, most };
      return {
        tickets: z.array(TicketId).parse(selectTicketsNotSeen.all(asked)),
        messages: z.array(NotSeen).parse(selectMessagesNotSeen.all(asked)),
      };
    },
    /** The tickets that messages are of which were not told of: at most so many. */
    ticketsOfNotSeen({ owner, number }: Reading, most: number): TicketId[] {
      return z.array(TicketId).parse(selectTicketsOfNotSeen.all({ owner, before: number, most }));
    },

    /** The desk tells of it, in a way that cannot be read: it is not left out. */
    stillTold(id: string, reading: Reading): void {
      ticketTold.run({ id, ...reading });
    },
    messageStillTold(id: string, reading: Reading): void {
      messageTold.run({ id, ...reading });
    },

    /** The desk leaves it out. Everything that was ever shown of it stays (invariant 10). */
    markMissing(id: TicketId, now: number): void {
      markTicketMissing.run({ id, now });
    },
    markMessageMissing(id: MessageId, now: number): void {
      markMessageMissing.run({ id, now });
    },

    /** Tickets of this account that the desk leaves out. */
    missing(): number {
      return z.int().parse(countMissing.get());
    },

    /** The open tickets of this account that the desk leaves out and nobody has sent again. */
    lost(): TicketId[] {
      return z.array(TicketId).parse(selectLost.all());
    },

    /** The ticket of a message; null when it is unknown. */
    ticketOf(id: MessageId): TicketId | null {
      return TicketId.nullable().parse(selectTicketOf.get(id) ?? null);
    },
  };
}
/** One reading of the desk's changes from their start: whose, and which. */
export type Reading = { owner: string; number: number };
export type TicketStore = ReturnType<typeof openTickets>;

type PromiseColumns = Pick<
  z.infer<typeof SummaryRow>,
  'judged' | 'received_at' | 'first_answered_at' | 'promise_target' | 'promise_due_at' | 'promise_excepted'
>;

/** What was promised on a severity that nobody has judged is shown to nobody (invariant 12). */
const promiseOf = (row: PromiseColumns): PromiseFacts => ({
  receivedAt: row.received_at,
  target: row.judged === 0 ? null : row.promise_target,
  dueAt: row.judged === 0 ? null : row.promise_due_at,
  firstAnsweredAt: row.first_answered_at,
  exceptedBecause: row.promise_excepted,
});

function summaryOf(row: z.infer<typeof SummaryRow>): TicketSummary {
  return {
    id: row.id,
    state: row.state,
    number: row.number,
    title: row.title,
    excerpt: plainText(row.excerpt),
    severity: row.sent_severity ?? severityOf({ ...row, facts: row.unjudged ?? EMPTY_FORM.facts }),
    standing: standingHere(row),
    channel: row.channel,
    updatedAt: row.updated_at,
    unread: row.unread === 1,
    muted: row.muted === 1,
    followed: row.followed === 1,
    requester: requesterOf(row),
    isMine: row.is_mine === 1,
    replyWaiting: row.reply_waiting === 1,
    hasFiles: row.has_files === 1,
    missing: row.missing,
    unreadNews: row.unread_news === 1,
    otherAccount: row.other_account === 1,
    needs: row.needs,
    promise: promiseOf(row),
  };
}

/** Before the desk has a ticket its form says it; of one that nobody here judged, the desk's word is a judgement. */
function standingHere(row: z.infer<typeof SummaryRow>): Standing {
  const { severity, affected, unjudged, severity_reason: severityReason } = row;
  if (row.sent_severity !== null) {
    return severity !== null && severityReason.trim() !== '' ? 'overridden' : 'judged';
  }
  if (row.number === null) {
    return standingOf({ severity, severityReason, affected, facts: unjudged ?? EMPTY_FORM.facts });
  }
  if (row.judged === 0) return 'not_judged';
  return severityReason.trim() !== '' && row.severity_change === null ? 'overridden' : 'judged';
}

/** Whose it is, unless that is the account itself: as the desk says, and before it has it, for whom it is written. */
function requesterOf(row: z.infer<typeof SummaryRow>): TicketSummary['requester'] {
  if (row.number === null) return row.on_behalf_of;
  if (row.is_requester === 1 || row.requester === null) return null;
  return { id: requesterIdOf(row.requester), name: row.requester_name };
}

/** The fields of a form that are no texts. */
const asStored = ({ facts, onBehalfOf }: { [F in 'facts' | 'onBehalfOf']?: TicketForm[F] | undefined }) => ({
  facts: JSON.stringify(facts),
  onBehalfOf: onBehalfOf ? JSON.stringify(onBehalfOf) : null,
});

/** The account of a requester whom the desk names to `owner`. */
const accountBehind = (owner: string | null, id: string | null): string | null =>
  owner === null || id === null ? null : colleagueOf(owner, id);

/** What a desk tells of now, and before it what it told of once and leaves out. */
function withEarlier(earlier: DeskEvent[], told: DeskEvent[]): DeskEvent[] {
  const ids = new Set(told.map(({ id }) => id));
  return [...earlier.filter(({ id }) => !ids.has(id)), ...told].slice(-BOUNDS.events);
}

/** A call as the window has it. */
export function callBackHere(call: DeskCallBack | null): CallBack | null {
  const instant = (wire: string | null) => (wire === null ? null : Date.parse(wire));
  return (
    call && {
      ...call,
      at: instant(call.at),
      expectedAt: instant(call.expectedAt),
      changedAt: Date.parse(call.changedAt),
    }
  );
}

function messageOf(row: z.infer<typeof MessageRow>): Message {
  return {
    id: row.id,
    author: { kind: row.author_kind, name: row.author_name },
    isOwn: row.is_own === 1,
    body: row.body,
    at: row.at,
    delivery: row.delivery,
    problem: row.problem,
    editedAt: row.edited_at,
    earlier: row.earlier,
    deleted: row.deleted,
    missingSince: row.missing_since,
  };
}
