/** The outbox on disk: one row for each write that the desk has not acknowledged yet. */
import { z } from 'zod';
import { CallBack, Channel, Severity, TicketEdit, TicketStatus } from '#shared/contract.ts';
import { Failure } from '#shared/errors.ts';
import { AttachmentId, MessageId, OperationId, TicketId } from '#shared/ids.ts';
import type { WaitingOperation } from '#shared/model.ts';
import type { Db } from '../ports.ts';
import { json } from './json.ts';

/** The values of a ticket that an edit was made on: only where the desk has others since is there a conflict. */
export const EditBase = z.object({
  status: TicketStatus,
  severity: Severity,
  // An edit that an earlier version queued wants nothing of these.
  channel: Channel.default('email'),
  callBack: CallBack.pick({ number: true, at: true, state: true }).nullable().default(null),
});
export type EditBase = z.infer<typeof EditBase>;

const OperationRow = z.object({
  id: OperationId,
  ticket_id: TicketId,
  message_id: MessageId.nullable(),
  attachment_id: AttachmentId.nullable(),
  kind: z.enum(['create_ticket', 'add_message', 'add_attachment', 'change_ticket']),
  idempotency_key: z.string(),
  body: z.instanceof(Uint8Array),
  if_match: z.string().nullable(),
  base: json.pipe(EditBase).nullable(),
  state: z.enum(['waiting', 'sending', 'refused']),
  queued_at: z.int(),
  first_try_at: z.int().nullable(),
  tries: z.int(),
  next_try_at: z.int(),
  held_by_desk: z.int(),
  exposed: z.int(),
  problem: json.pipe(Failure).nullable(),
  owner: z.string().nullable(),
  critical: z.int(),
});

const StatusRow = OperationRow.pick({ id: true, state: true, exposed: true, owner: true });

const WaitingRow = OperationRow.omit({ body: true, critical: true }).extend({
  behind: OperationId.nullable(),
  title: z.string(),
  size: z.int().nullable(),
  sent_bytes: z.int().nullable(),
});

const OperationIds = z.array(OperationId);
const CountsRow = z.object({ waiting: z.int(), refused: z.int() });

type OperationCore = {
  id: OperationId;
  ticketId: TicketId;
  key: string;
  body: Uint8Array;
  tries: number;
  /** True when a try may have reached the desk. */
  exposed: boolean;
  firstTryAt: number | null;
  /** The account that it was written for, and goes to alone (invariant 11). */
  owner: string | null;
  /** True for a business-critical ticket, and for all that is said in one. */
  isCritical: boolean;
};

export type Purpose =
  | { kind: 'create_ticket' }
  | { kind: 'add_message'; messageId: MessageId }
  | { kind: 'add_attachment'; attachmentId: AttachmentId; messageId: MessageId | null }
  | { kind: 'change_ticket'; ifMatch: string; base: EditBase };

/** One write on its way: its bytes and key never change, however often it is tried (invariant 2). */
export type Operation = OperationCore & Purpose;
export type NewOperation = Pick<OperationCore, 'id' | 'ticketId' | 'key' | 'body' | 'owner'> & Purpose;
/** One edit of what the desk owns, as it waits in the outbox. */
export type PendingEdit = Extract<Operation, { kind: 'change_ticket' }> & {
  state: 'waiting' | 'sending' | 'refused';
  edit: TicketEdit;
  problem: Failure | null;
};

/**
 * What stands before an operation in its lane and holds it back. Texts go in order; only a refused reply or edit,
 * which waits for a person, lets those behind it pass, and so does what waits for another account. A file follows its ticket, its message and the file of the same
 * message before it, and holds back no text.
 */
const BEFORE = `FROM operation e WHERE e.ticket_id = o.ticket_id AND e.seq <> o.seq AND
  CASE WHEN o.kind = 'add_attachment' THEN
      e.kind = 'create_ticket' OR (e.kind = 'add_message' AND e.message_id = o.message_id)
      OR (e.kind = 'add_attachment' AND e.message_id IS o.message_id AND e.state <> 'refused'
        AND (e.place, e.seq) < (o.place, o.seq))
    WHEN o.kind = 'create_ticket' THEN 0
    ELSE
      e.kind = 'create_ticket'
      OR (e.kind <> 'add_attachment' AND e.state <> 'refused' AND e.owner IS o.owner
        AND (e.place, e.seq) < (o.place, o.seq))
  END`;

/** A ticket that nobody has judged in a row of its own is what its submission says. */
const CRITICAL = `CASE WHEN t.severity IS NOT NULL THEN t.severity = 'business_critical'
  WHEN o.kind <> 'create_ticket' THEN 0
  WHEN json_valid(CAST(o.body AS TEXT)) THEN CAST(o.body AS TEXT) ->> '$.severity' IS 'business_critical' ELSE 0 END`;

/** What may be started: any text, a file, a text of a business-critical ticket, or a new ticket. */
const KINDS = {
  texts: `o.kind <> 'add_attachment'`,
  files: `o.kind = 'add_attachment'`,
  critical: `o.kind <> 'add_attachment' AND ${CRITICAL}`,
  newTickets: `o.kind = 'create_ticket'`,
} as const;
export type HeadKind = keyof typeof KINDS;

/** The write that made this ticket, message or file. */
const MADE = `((kind = 'create_ticket' AND ticket_id = @id) OR (kind = 'add_message' AND message_id = @id)
  OR (kind = 'add_attachment' AND attachment_id = @id))`;

/** The write that brings each. */
const BRINGS = { ticket: 'create_ticket', message: 'add_message', attachment: 'add_attachment' } as const;

/** A ticket that waited longer than this may be about something that is over (minutes). */
const LATE_MINUTES = 30;

export function openOperations(db: Db) {
  const insert = db.prepare(
    `INSERT INTO operation (place, id, ticket_id, message_id, attachment_id, kind, idempotency_key, body, if_match, base,
       owner, state, queued_at, next_try_at)
     VALUES (coalesce(@place, (SELECT coalesce(max(place), 0) + 1 FROM operation)), @id, @ticketId, @messageId,
       @attachmentId, @kind, @key, @body, @ifMatch, @base, @owner, 'waiting', @now, @now)`,
  );
  const selectHeads = (kind: HeadKind) =>
    db
      .prepare(
        `SELECT o.id FROM operation o JOIN ticket t ON t.id = o.ticket_id
         WHERE o.state = 'waiting' AND o.owner = @owner AND ${KINDS[kind]} AND NOT EXISTS (SELECT 1 ${BEFORE})
         ORDER BY o.place, o.seq LIMIT @limit`,
      )
      .pluck();
  const heads = {
    texts: selectHeads('texts'),
    files: selectHeads('files'),
    critical: selectHeads('critical'),
    newTickets: selectHeads('newTickets'),
  };
  const SELECT = `SELECT o.*, ${CRITICAL} AS critical FROM operation o JOIN ticket t ON t.id = o.ticket_id`;
  const selectOne = db.prepare(`${SELECT} WHERE o.id = ?`);
  const selectWaits = db.prepare(
    `SELECT id, next_try_at, held_by_desk FROM operation WHERE state = 'waiting'`,
  );
  const selectWaiting = db.prepare(
    `SELECT o.id, o.ticket_id, o.message_id, o.attachment_id, o.kind, o.idempotency_key, o.if_match, o.base, o.state,
       o.queued_at, o.first_try_at, o.tries, o.next_try_at, o.held_by_desk, o.exposed, o.problem, o.owner,
       (SELECT e.id ${BEFORE} ORDER BY e.place, e.seq LIMIT 1) AS behind, a.size, a.sent_bytes,
       CASE WHEN o.kind = 'add_attachment' THEN a.name WHEN t.title <> '' THEN t.title ELSE substr(t.question, 1, 160) END AS title
     FROM operation o JOIN ticket t ON t.id = o.ticket_id LEFT JOIN attachment a ON a.id = o.attachment_id
     ORDER BY o.place, o.seq`,
  );
  const selectCounts = db.prepare(
    `SELECT count(*) FILTER (WHERE NOT refused) AS waiting, count(*) FILTER (WHERE refused) AS refused
     FROM (SELECT max(state = 'refused') AS refused FROM operation GROUP BY ticket_id)`,
  );
  const selectSize = db.prepare('SELECT count(*) FROM operation').pluck();
  const selectTicketCreation = db.prepare(
    `SELECT id, state, exposed, owner FROM operation WHERE ticket_id = ? AND kind = 'create_ticket'`,
  );
  const selectOfMessage = db.prepare(
    `SELECT id, state, exposed, owner FROM operation WHERE kind = 'add_message' AND message_id = ?`,
  );
  const selectOfAttachment = db.prepare(
    `SELECT id, state, exposed, owner FROM operation WHERE kind = 'add_attachment' AND attachment_id = ?`,
  );
  const selectEdits = db.prepare(
    `${SELECT} WHERE o.ticket_id = ? AND o.kind = 'change_ticket' ORDER BY o.place, o.seq`,
  );
  const markSending = db.prepare(
    `UPDATE operation SET state = 'sending', tries = tries + 1, exposed = 1, held_by_desk = 0,
       first_try_at = coalesce(first_try_at, @now) WHERE id = @id`,
  );
  const reschedule = db.prepare(
    `UPDATE operation SET state = 'waiting', next_try_at = @nextTryAt, held_by_desk = @heldByDesk,
       exposed = @exposed, tries = tries - @refundedTries, problem = @problem WHERE id = @id`,
  );
  const markRefused = db.prepare(
    `UPDATE operation SET state = 'refused', exposed = @exposed, problem = @problem WHERE id = @id`,
  );
  const remove = db.prepare('DELETE FROM operation WHERE id = ?');
  const interruptedToWaiting = db.prepare(
    `UPDATE operation SET state = 'waiting' WHERE state = 'sending' AND id = coalesce(@only, id)`,
  );
  const selectBlocked = db
    .prepare(
      `SELECT id FROM operation WHERE owner = ? AND state = 'refused' AND problem ->> 'code' = 'desk_blocked'
       ORDER BY place, seq`,
    )
    .pluck();
  const refusedToWaiting = db.prepare(
    `UPDATE operation SET state = 'waiting', problem = NULL, next_try_at = @now WHERE id = @id AND state = 'refused'`,
  );
  const setNextTry = db.prepare(`UPDATE operation SET next_try_at = @at WHERE id = @id`);
  const setPlace = db.prepare('UPDATE operation SET place = @place WHERE id = @id AND place <> @place');
  const selectPlace = db.prepare('SELECT place FROM operation WHERE id = ?').pluck();
  const selectFirstPlace = db.prepare('SELECT min(place) FROM operation WHERE ticket_id = ?').pluck();
  const selectSent = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM receipt WHERE ticket_id = @id) OR EXISTS (SELECT 1 FROM operation WHERE ticket_id = @id)`,
    )
    .pluck();
  const insertArrivedReceipt = db.prepare(
    `INSERT INTO receipt (operation_id, ticket_id, message_id, status, received_at, made, body)
     SELECT id, ticket_id, message_id, 200, @now, @id, body FROM operation WHERE kind = @kind AND ${MADE}`,
  );
  const removeArrived = db.prepare(`DELETE FROM operation WHERE kind = @kind AND ${MADE}`);
  const selectExists = db.prepare('SELECT EXISTS (SELECT 1 FROM operation WHERE id = ?)').pluck();
  const insertReceipt = db.prepare(
    `INSERT INTO receipt (operation_id, ticket_id, message_id, status, received_at, made, body)
     VALUES (@id, @ticketId, @messageId, @status, @now, @made, @body)`,
  );
  const selectSentBody = db
    .prepare('SELECT body FROM receipt WHERE made = ? AND body IS NOT NULL ORDER BY received_at DESC LIMIT 1')
    .pluck();
  const adopt = db.prepare('UPDATE operation SET owner = @owner WHERE owner IS NULL OR owner = @before');
  const adoptTickets = db.prepare(
    'UPDATE ticket SET owner = @owner WHERE number IS NULL AND (owner IS NULL OR owner = @before)',
  );
  const clearExposure = db.prepare('UPDATE operation SET exposed = 0 WHERE id = ?');
  const handOver = db.prepare('UPDATE operation SET owner = @to WHERE owner = @from');
  const handOverTickets = db.prepare('UPDATE ticket SET owner = @to WHERE number IS NULL AND owner = @from');
  const countOf = db.prepare(
    `SELECT (SELECT count(*) FROM operation WHERE owner = @owner) AS waiting,
       (SELECT count(*) FROM ticket WHERE owner = @owner AND (state = 'draft' OR reply_draft <> '')) AS drafts`,
  );
  const addMinute = db.prepare(
    `UPDATE operation SET waited_minutes = waited_minutes + 1 WHERE kind = 'create_ticket' AND state <> 'refused'`,
  );
  const countWaitedBefore = db.prepare(
    `UPDATE operation SET waited_minutes = max(waited_minutes, CAST((@now - queued_at) / 60000 AS INTEGER)) WHERE kind = 'create_ticket'`,
  );
  const selectLate = db
    .prepare(
      `SELECT ticket_id FROM operation WHERE kind = 'create_ticket' AND state <> 'refused' AND waited_minutes >= ${LATE_MINUTES}`,
    )
    .pluck();

  function status(row: unknown): OperationStatus | null {
    if (row === undefined) return null;
    const { exposed, ...found } = StatusRow.parse(row);
    return { ...found, exposed: exposed === 1 };
  }

  return {
    /** Adds an operation at the end of its lane, or at `place`. */
    add(operation: NewOperation, now: number, place: number | null = null): void {
      const { id, ticketId, key, body, kind, owner } = operation;
      insert.run({
        owner,
        id,
        ticketId,
        key,
        body,
        kind,
        place,
        now,
        messageId: 'messageId' in operation ? operation.messageId : null,
        attachmentId: 'attachmentId' in operation ? operation.attachmentId : null,
        ifMatch: 'ifMatch' in operation ? operation.ifMatch : null,
        base: 'base' in operation ? JSON.stringify(operation.base) : null,
      });
    },

    /** The first operations of their lanes that are of one account and kind, in the person's order. */
    heads(kind: HeadKind, owner: string, limit: number): OperationId[] {
      return OperationIds.parse(heads[kind].all({ owner, limit }));
    },

    get(id: OperationId): Operation | null {
      const row = selectOne.get(id);
      return row === undefined ? null : operationOf(OperationRow.parse(row));
    },

    /** When each waiting operation is due, by the clock of the moment when that was decided. */
    waits(): { id: OperationId; nextTryAt: number; heldByDesk: boolean }[] {
      return z
        .array(OperationRow.pick({ id: true, next_try_at: true, held_by_desk: true }))
        .parse(selectWaits.all())
        .map((row) => ({ id: row.id, nextTryAt: row.next_try_at, heldByDesk: row.held_by_desk === 1 }));
    },

    /** Everything in the outbox, in the person's order. */
    list(): ListedOperation[] {
      return z
        .array(WaitingRow)
        .parse(selectWaiting.all())
        .map((row) => ({
          id: row.id,
          ticketId: row.ticket_id,
          messageId: row.message_id,
          attachmentId: row.attachment_id,
          kind: row.kind,
          title: row.title,
          queuedAt: row.queued_at,
          tries: row.tries,
          state: row.state,
          nextTryAt: row.state === 'waiting' ? row.next_try_at : null,
          behind: row.behind,
          owner: row.owner,
          heldByDesk: row.held_by_desk === 1,
          isUntouched: row.exposed === 0 && row.state !== 'sending',
          progress:
            row.size === null || row.sent_bytes === null
              ? null
              : { sentBytes: row.sent_bytes, size: row.size },
          problem: row.problem,
        }));
    },

    /** Tickets of which something waits, or something was refused: each once, whatever of it is in the outbox. */
    counts(): { waiting: number; refused: number } {
      return CountsRow.parse(selectCounts.get());
    },
    /** Everything in the outbox, however many of it are of one ticket. */
    size: (): number => z.int().parse(selectSize.get()),

    /** The operation that creates this ticket, while it is in the outbox. */
    creationOf: (id: TicketId): OperationStatus | null => status(selectTicketCreation.get(id)),
    /** The operation that brings this message, while it is in the outbox. */
    bringing: (id: MessageId): OperationStatus | null => status(selectOfMessage.get(id)),
    /** The operation that uploads this file, while it is in the outbox. */
    uploading: (id: AttachmentId): OperationStatus | null => status(selectOfAttachment.get(id)),

    /** The edits of this ticket that the desk has not confirmed, oldest first. */
    edits(id: TicketId): PendingEdit[] {
      return z
        .array(OperationRow)
        .parse(selectEdits.all(id))
        .flatMap((row) => {
          const operation = operationOf(row);
          if (operation.kind !== 'change_ticket') return [];
          const edit = json.pipe(TicketEdit).parse(new TextDecoder().decode(operation.body));
          return [{ ...operation, state: row.state, problem: row.problem, edit }];
        });
    },

    /** Marks a try before it starts, so that a crash in the middle never looks like "was never sent". */
    startTry(id: OperationId, now: number): void {
      markSending.run({ id, now });
    },

    /** Back to waiting after a failed try. `exposed`: the desk may have it, although no receipt came. */
    tryAgain(
      id: OperationId,
      next: { at: number; heldByDesk: boolean; exposed: boolean; spentTry: boolean; problem: Failure },
    ): void {
      reschedule.run({
        id,
        nextTryAt: next.at,
        heldByDesk: next.heldByDesk ? 1 : 0,
        exposed: next.exposed ? 1 : 0,
        refundedTries: next.spentTry ? 0 : 1,
        problem: JSON.stringify(next.problem),
      });
    },

    /** The desk said no. `exposed`: an earlier try may have reached it all the same. */
    refuse(id: OperationId, refused: { exposed: boolean; problem: Failure }): void {
      markRefused.run({ id, exposed: refused.exposed ? 1 : 0, problem: JSON.stringify(refused.problem) });
    },

    /** What something between here and the desk has refused, of an account. */
    blocked(owner: string): OperationId[] {
      return OperationIds.parse(selectBlocked.all(owner));
    },

    /** Lets what was refused go once more, as it is. */
    reopen(id: OperationId, now: number): void {
      refusedToWaiting.run({ id, now });
    },

    /** Removes an acknowledged operation and keeps its receipt. */
    settle(operation: Operation, status: number, now: number): void {
      remove.run(operation.id);
      const made = madeBy(operation);
      insertReceipt.run({
        made,
        body: made === null ? null : operation.body,
        id: operation.id,
        ticketId: operation.ticketId,
        messageId: operation.kind === 'add_message' ? operation.messageId : null,
        status,
        now,
      });
    },

    /** The desk was asked, and has nothing of what this brings. */
    isCertainlyHere(id: OperationId): void {
      clearExposure.run(id);
    },

    /** The bytes that made this ticket, message or file at the desk, when they were sent from here. */
    sentBody(id: TicketId | MessageId | AttachmentId): Uint8Array | null {
      return z
        .instanceof(Uint8Array)
        .nullable()
        .parse(selectSentBody.get(id) ?? null);
    },

    /** What was written for nobody, or for `before`, belongs to this account from now on. */
    adopt(owner: string, before: string): void {
      adopt.run({ owner, before });
      adoptTickets.run({ owner, before });
    },

    /** What was written for one that never answered belongs to another that has not answered yet. */
    handOver(from: string, to: string): void {
      handOver.run({ from, to });
      handOverTickets.run({ from, to });
    },

    /** What of an account is not sent yet, and its drafts. */
    countOf(owner: string): { waiting: number; drafts: number } {
      return z.object({ waiting: z.int(), drafts: z.int() }).parse(countOf.get({ owner }));
    },

    /** True when this computer has sent, or is sending, something for the ticket. */
    hasSent(id: TicketId): boolean {
      return selectSent.get({ id }) === 1;
    },

    /**
     * Settles the write that made this ticket, message or file, if it is still here. Something of another kind under the
     * same id is none of it.
     */
    settleArrived(what: 'ticket' | 'message' | 'attachment', id: string, now: number): void {
      const kind = BRINGS[what];
      insertArrivedReceipt.run({ kind, id, now });
      removeArrived.run({ kind, id });
    },

    /** False once the operation is settled, by its receipt or by the changes. */
    has(id: OperationId): boolean {
      return selectExists.get(id) === 1;
    },

    drop(id: OperationId): void {
      remove.run(id);
    },

    /** The place before all that waits of a ticket; null when nothing does. */
    placeBefore(ticketId: TicketId): number | null {
      const first = z.int().nullable().parse(selectFirstPlace.get(ticketId));
      return first === null ? null : first - 1;
    },
    /** Puts a new operation in the place of one that can no longer succeed as it is. */
    replace(id: OperationId, by: NewOperation, now: number): void {
      const place = z.int().parse(selectPlace.get(id));
      remove.run(id);
      this.add(by, now, place);
    },

    /**
     * What was being sent when the process or the store failed is tried again, with the same key and bytes. True when
     * there was such an operation.
     */
    recoverInterrupted(only: OperationId | null = null): boolean {
      return interruptedToWaiting.run({ only }).changes > 0;
    },

    /** Shows another time for the next try. */
    setNextTry(id: OperationId, at: number): void {
      setNextTry.run({ id, at });
    },

    /** Gives all operations the order of `ids`. */
    arrange(ids: OperationId[]): void {
      ids.forEach((id, index) => {
        setPlace.run({ id, place: index + 1 });
      });
    },

    /** One more minute has passed for every ticket that waits. */
    countMinute(): void {
      addMinute.run();
    },

    /** Counts the time that passed while the app was closed, as well as the clock can tell. */
    countClosedTime(now: number): void {
      countWaitedBefore.run({ now });
    },

    /** The tickets that have waited so long that what they are about may be over. */
    late(): TicketId[] {
      return z.array(TicketId).parse(selectLate.all());
    },
  };
}
export type OperationStore = ReturnType<typeof openOperations>;

/** A row of the outbox with what the store alone knows of why it waits. */
export type ListedOperation = Omit<WaitingOperation, 'waits' | 'otherAccount'> & {
  behind: OperationId | null;
  owner: string | null;
  heldByDesk: boolean;
};

function madeBy(operation: Operation): TicketId | MessageId | AttachmentId | null {
  switch (operation.kind) {
    case 'create_ticket':
      return operation.ticketId;
    case 'add_message':
      return operation.messageId;
    case 'add_attachment':
      return operation.attachmentId;
    case 'change_ticket':
      return null;
  }
}

/** `owner` is the account that it was written for; null for what an earlier version wrote. */
type OperationStatus = Omit<z.infer<typeof StatusRow>, 'exposed'> & { exposed: boolean };

function operationOf(row: z.infer<typeof OperationRow>): Operation {
  const core = {
    id: row.id,
    ticketId: row.ticket_id,
    key: row.idempotency_key,
    body: row.body,
    tries: row.tries,
    exposed: row.exposed === 1,
    firstTryAt: row.first_try_at,
    owner: row.owner,
    isCritical: row.critical === 1,
  };
  switch (row.kind) {
    case 'create_ticket':
      return { ...core, kind: row.kind };
    case 'add_message':
      return { ...core, kind: row.kind, messageId: MessageId.parse(row.message_id) };
    case 'add_attachment':
      return {
        ...core,
        kind: row.kind,
        attachmentId: AttachmentId.parse(row.attachment_id),
        messageId: row.message_id,
      };
    case 'change_ticket':
      return {
        ...core,
        kind: row.kind,
        ifMatch: z.string().parse(row.if_match),
        base: EditBase.parse(row.base),
      };
  }
}
