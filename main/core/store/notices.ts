/** Notices on disk: decided with the page that brought the reply, told afterwards, and the outcome kept. */
import { z } from 'zod';
import { MessageId, TicketId } from '#shared/ids.ts';
import { plainText } from '#shared/plain-text.ts';
import type { Notice, NoticeOutcome } from '#shared/wire.ts';
import type { Db } from './open.ts';

const BODY_LENGTH = 240;

const NoticeRow = z.object({
  id: MessageId,
  ticket_id: TicketId,
  message_id: MessageId,
  author_name: z.string(),
  title: z.string(),
  body: z.string(),
});

export function openNotices(db: Db) {
  const insert = db.prepare(
    'INSERT INTO notice (id, ticket_id, message_id, decided_at) VALUES (@id, @ticketId, @id, @now) ON CONFLICT (id) DO NOTHING',
  );
  const selectUntold = db.prepare(
    `SELECT n.id, n.ticket_id, n.message_id, m.author_name, t.title, substr(m.body, 1, ${BODY_LENGTH}) AS body
     FROM notice n JOIN message m ON m.id = n.message_id JOIN ticket t ON t.id = n.ticket_id
     WHERE n.outcome IS NULL ORDER BY n.decided_at, n.rowid`,
  );
  const record = db.prepare(
    'UPDATE notice SET outcome = @outcome, reason = @reason, told_at = @now WHERE id = @id',
  );

  return {
    /** Decides that a reply is to be told; its own id names the notice, so that a repeat replaces it. */
    decide(reply: { id: MessageId; ticketId: TicketId }, now: number): void {
      insert.run({ ...reply, now });
    },

    untold(): Notice[] {
      return z
        .array(NoticeRow)
        .parse(selectUntold.all())
        .map((row) => ({
          id: row.id,
          ticketId: row.ticket_id,
          messageId: row.message_id,
          title: `${row.author_name} · ${row.title}`,
          body: plainText(row.body),
        }));
    },

    record(id: MessageId, told: NoticeOutcome, now: number): void {
      record.run({ id, now, outcome: told.outcome, reason: 'reason' in told ? told.reason : null });
    },
  };
}
export type NoticeStore = ReturnType<typeof openNotices>;
