/** Notices on disk: decided with the page that brought the reply, told afterwards, and the outcome kept. */
import { z } from 'zod';
import { Severity } from '#shared/contract.ts';
import { MessageId, TicketId } from '#shared/ids.ts';
import { plainText } from '#shared/plain-text.ts';
import type { NoticeOutcome } from '#shared/wire.ts';
import type { Db } from '../ports.ts';

const BODY_LENGTH = 240;

const UntoldRow = z
  .object({
    id: MessageId,
    ticket_id: TicketId,
    while_closed: z.int(),
    muted: z.int(),
    gone: z.int(),
    severity: Severity.nullable(),
    author_name: z.string(),
    title: z.string(),
    body: z.string(),
  })
  .transform((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    /** It came while the app was closed. */
    whileClosed: row.while_closed === 1,
    muted: row.muted === 1,
    /** The desk took the answer away before it was told. */
    gone: row.gone === 1,
    isCritical: row.severity === 'business_critical',
    author: row.author_name,
    title: row.title,
    body: plainText(row.body),
  }));
/** One answer that nobody has been told of. */
export type Untold = z.infer<typeof UntoldRow>;

export function openNotices(db: Db) {
  const insert = db.prepare(
    `INSERT INTO notice (id, ticket_id, message_id, decided_at, while_closed) VALUES (@id, @ticketId, @id, @now, @whileClosed)
     ON CONFLICT (id) DO NOTHING`,
  );
  const selectUntold = db.prepare(
    `SELECT n.id, n.ticket_id, n.while_closed, t.muted, m.deleted IS NOT NULL OR t.deleted IS NOT NULL AS gone, t.severity,
       m.author_name, t.title, substr(m.body, 1, ${BODY_LENGTH}) AS body
     FROM notice n JOIN message m ON m.id = n.message_id JOIN ticket t ON t.id = n.ticket_id
     WHERE n.outcome IS NULL ORDER BY n.rowid`,
  );
  const record = db.prepare(
    'UPDATE notice SET outcome = @outcome, reason = @reason, told_at = @now WHERE id = @id',
  );
  const leftFromEarlier = db.prepare('UPDATE notice SET while_closed = 1 WHERE outcome IS NULL');

  return {
    /** Decides that a reply is to be told; its own id names the notice, so that a repeat replaces it. */
    decide(reply: { id: MessageId; ticketId: TicketId; whileClosed: boolean }, now: number): void {
      insert.run({ ...reply, whileClosed: reply.whileClosed ? 1 : 0, now });
    },

    /** What was decided and not told, oldest first. */
    untold(): Untold[] {
      return z.array(UntoldRow).parse(selectUntold.all());
    },

    record(ids: MessageId[], told: NoticeOutcome, now: number): void {
      for (const id of ids) {
        record.run({ id, now, outcome: told.outcome, reason: 'reason' in told ? told.reason : null });
      }
    },

    /** What an earlier run left untold came, for the person, while the app was closed. */
    leftFromEarlier(): void {
      leftFromEarlier.run();
    },
  };
}
export type NoticeStore = ReturnType<typeof openNotices>;
