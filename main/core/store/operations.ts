/** The outbox on disk: one row for each write that the desk has not acknowledged yet. */
import { z } from 'zod';
import { Failure } from '#shared/errors.ts';
import { MessageId, OperationId, TicketId } from '#shared/ids.ts';
import type { WaitingOperation } from '#shared/model.ts';
import type { Db } from './open.ts';

const OperationRow = z.object({
  id: OperationId,
  ticket_id: TicketId,
  message_id: MessageId.nullable(),
  kind: z.enum(['create_ticket', 'add_message']),
  idempotency_key: z.string(),
  body: z.instanceof(Uint8Array),
  state: z.enum(['waiting', 'sending', 'refused']),
  queued_at: z.int(),
  tries: z.int(),
  next_try_at: z.int(),
  exposed: z.int(),
  problem: z.string().nullable(),
});

const WaitingRow = OperationRow.omit({ body: true }).extend({ title: z.string() });

type OperationCore = { id: OperationId; ticketId: TicketId; key: string; body: Uint8Array; tries: number };

/** One write on its way: its bytes and key never change, however often it is tried (invariant 2). */
export type Operation = OperationCore &
  ({ kind: 'create_ticket' } | { kind: 'add_message'; messageId: MessageId });

/** What stands before an operation in its lane and holds it back: all but a refused reply, which waits for a person. */
const BLOCKS = `(e.state <> 'refused' OR e.kind = 'create_ticket')`;

/** No wait is longer. A time further ahead was written before the computer's clock was set back, so it is due. */
const LONGEST_WAIT_MS = 2 * 3_600_000;

export function openOperations(db: Db) {
  const insert = db.prepare(
    `INSERT INTO operation (id, ticket_id, message_id, kind, idempotency_key, body, state, queued_at, next_try_at)
     VALUES (@id, @ticketId, @messageId, @kind, @key, @body, 'waiting', @now, @now)`,
  );
  const selectReady = db.prepare(
    `SELECT o.* FROM operation o WHERE o.state = 'waiting'
     AND (o.next_try_at <= @now OR o.next_try_at > @now + ${LONGEST_WAIT_MS}) AND NOT EXISTS (
       SELECT 1 FROM operation e WHERE e.ticket_id = o.ticket_id AND e.seq < o.seq AND ${BLOCKS})
     ORDER BY o.seq LIMIT @limit`,
  );
  const selectNextTry = db
    .prepare(
      `SELECT min(o.next_try_at) FROM operation o WHERE o.state = 'waiting' AND NOT EXISTS (
         SELECT 1 FROM operation e WHERE e.ticket_id = o.ticket_id AND e.seq < o.seq AND ${BLOCKS})`,
    )
    .pluck();
  const selectWaiting = db.prepare(
    `SELECT o.id, o.ticket_id, o.message_id, o.kind, o.idempotency_key, o.state, o.queued_at, o.tries,
       o.next_try_at, o.exposed, o.problem,
       CASE WHEN t.title <> '' THEN t.title ELSE substr(t.question, 1, 160) END AS title
     FROM operation o JOIN ticket t ON t.id = o.ticket_id ORDER BY o.seq`,
  );
  const selectCounts = db.prepare(
    `SELECT count(*) FILTER (WHERE state <> 'refused') AS waiting, count(*) FILTER (WHERE state = 'refused') AS refused
     FROM operation`,
  );
  const selectTicketCreation = db.prepare(
    `SELECT id, state, exposed FROM operation WHERE ticket_id = ? AND kind = 'create_ticket'`,
  );
  const markSending = db.prepare(
    `UPDATE operation SET state = 'sending', tries = tries + 1, exposed = 1, held_by_desk = 0 WHERE id = ?`,
  );
  const reschedule = db.prepare(
    `UPDATE operation SET state = 'waiting', next_try_at = @nextTryAt, held_by_desk = @heldByDesk,
       exposed = @exposed, tries = tries - @refundedTries, problem = @problem WHERE id = @id`,
  );
  const markRefused = db.prepare(
    `UPDATE operation SET state = 'refused', exposed = @exposed, problem = @problem WHERE id = @id`,
  );
  const selectDoubtful = db
    .prepare(`SELECT id FROM operation WHERE state = 'refused' AND exposed = 1`)
    .pluck();
  const clearExposure = db.prepare(`UPDATE operation SET exposed = 0 WHERE id = ? AND state = 'refused'`);
  const remove = db.prepare('DELETE FROM operation WHERE id = ?');
  const removeOfMessage = db.prepare(
    `DELETE FROM operation WHERE message_id = ? AND state = 'refused' AND exposed = 0`,
  );
  const interruptedToWaiting = db.prepare(
    `UPDATE operation SET state = 'waiting' WHERE state = 'sending' AND id = coalesce(@only, id)`,
  );
  const selectExposed = db.prepare('SELECT exposed FROM operation WHERE id = ?').pluck();
  const bringForward = db.prepare(
    `UPDATE operation SET next_try_at = min(next_try_at, @at) WHERE id = @id AND state = 'waiting' AND held_by_desk = 0`,
  );
  const selectUnheld = db
    .prepare(`SELECT id FROM operation WHERE state = 'waiting' AND held_by_desk = 0`)
    .pluck();
  const selectSent = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM receipt WHERE ticket_id = @id) OR EXISTS (SELECT 1 FROM operation WHERE ticket_id = @id)`,
    )
    .pluck();
  const MADE = `(message_id = @id OR (ticket_id = @id AND kind = 'create_ticket'))`;
  const insertArrivedReceipt = db.prepare(
    `INSERT INTO receipt SELECT id, ticket_id, message_id, 200, @now FROM operation WHERE ${MADE}`,
  );
  const removeArrived = db.prepare(`DELETE FROM operation WHERE ${MADE}`);
  const selectExists = db.prepare('SELECT EXISTS (SELECT 1 FROM operation WHERE id = ?)').pluck();
  const insertReceipt = db.prepare('INSERT INTO receipt VALUES (@id, @ticketId, @messageId, @status, @now)');

  return {
    add(
      operation: Omit<OperationCore, 'tries'> & { kind: Operation['kind']; messageId: MessageId | null },
      now: number,
    ): void {
      insert.run({ ...operation, now });
    },

    /** The first operation of each lane that is due, oldest first. */
    ready(now: number, limit: number): Operation[] {
      return z.array(OperationRow).parse(selectReady.all({ now, limit })).map(operationOf);
    },

    /** When the next operation is due, or null when nothing waits. */
    nextTryAt(): number | null {
      return z.int().nullable().parse(selectNextTry.get());
    },

    list(): WaitingOperation[] {
      return z
        .array(WaitingRow)
        .parse(selectWaiting.all())
        .map((row) => ({
          id: row.id,
          ticketId: row.ticket_id,
          kind: row.kind,
          title: row.title,
          queuedAt: row.queued_at,
          tries: row.tries,
          state: row.state,
          nextTryAt: row.state === 'waiting' ? row.next_try_at : null,
          problem: row.problem === null ? null : Failure.parse(JSON.parse(row.problem)),
        }));
    },

    counts(): { waiting: number; refused: number } {
      return z.object({ waiting: z.int(), refused: z.int() }).parse(selectCounts.get());
    },

    /** The operation that creates this ticket, while it is in the outbox. */
    creationOf(
      ticketId: TicketId,
    ): { id: OperationId; state: 'waiting' | 'sending' | 'refused'; exposed: boolean } | null {
      const row = selectTicketCreation.get(ticketId);
      if (row === undefined) return null;
      const found = OperationRow.pick({ id: true, state: true, exposed: true }).parse(row);
      return { ...found, exposed: found.exposed === 1 };
    },

    /** Marks a try before it starts, so that a crash in the middle never looks like "was never sent". */
    startTry(id: OperationId): { exposedBefore: boolean } {
      const exposedBefore = selectExposed.get(id) === 1;
      markSending.run(id);
      return { exposedBefore };
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

    /** Refused operations of which an earlier try may have arrived: only the desk's changes can tell. */
    doubtful(): OperationId[] {
      return z.array(OperationId).parse(selectDoubtful.all());
    },

    /** The changes up to now do not tell of these: no earlier try arrived, so they may be changed and sent anew. */
    clearDoubt(ids: OperationId[]): void {
      for (const id of ids) clearExposure.run(id);
    },

    /** Removes an acknowledged operation and keeps its receipt. */
    settle(operation: Operation, status: number, now: number): void {
      remove.run(operation.id);
      insertReceipt.run({
        id: operation.id,
        ticketId: operation.ticketId,
        messageId: operation.kind === 'add_message' ? operation.messageId : null,
        status,
        now,
      });
    },

    /** True when this computer has sent, or is sending, something for the ticket. */
    hasSent(id: TicketId): boolean {
      return selectSent.get({ id }) === 1;
    },

    /** True while the text that waits here has certainly not reached the desk. */
    isUnsent(ticketId: TicketId): boolean {
      const creation = this.creationOf(ticketId);
      return creation !== null && !creation.exposed;
    },

    /** Settles the write that made this ticket or message, if it is still here. */
    settleArrived(id: TicketId | MessageId, now: number): void {
      insertArrivedReceipt.run({ id, now });
      removeArrived.run({ id });
    },

    /** False once the operation is settled, by its receipt or by the changes. */
    has(id: OperationId): boolean {
      return selectExists.get(id) === 1;
    },

    drop(id: OperationId): void {
      remove.run(id);
    },

    /** Drops a refused reply, if it is certain that the desk does not have it. */
    dropRefusedMessage(messageId: MessageId): boolean {
      return removeOfMessage.run(messageId).changes === 1;
    },

    /** What was being sent when the process or the store failed is tried again, with the same key and bytes. */
    recoverInterrupted(only: OperationId | null = null): void {
      interruptedToWaiting.run({ only });
    },

    /** Makes everything due at the time `when()` gives, except what the desk asked to hold. */
    hurry(when: () => number): void {
      for (const id of z.array(OperationId).parse(selectUnheld.all())) bringForward.run({ id, at: when() });
    },
  };
}
export type OperationStore = ReturnType<typeof openOperations>;

function operationOf(row: z.infer<typeof OperationRow>): Operation {
  const core = {
    id: row.id,
    ticketId: row.ticket_id,
    key: row.idempotency_key,
    body: row.body,
    tries: row.tries,
  };
  if (row.kind === 'create_ticket') return { ...core, kind: row.kind };
  return { ...core, kind: row.kind, messageId: MessageId.parse(row.message_id) };
}
