/** Notices on disk: decided with the page that brought the reply or when a promise is due, told afterwards, and the outcome kept. */
import { z } from 'zod';
import { Severity } from '#shared/contract.ts';
import { MessageId, TicketId } from '#shared/ids.ts';
import { plainText } from '#shared/plain-text.ts';
import { NoticeId, type NoticeOutcome } from '#shared/wire.ts';
import type { Db } from '../ports.ts';

const BODY_LENGTH = 240;

const UntoldRow = z
  .object({
    id: NoticeId,
    kind: z.enum(['reply', 'half', 'due']),
    ticket_id: TicketId,
    message_id: MessageId.nullable(),
    while_closed: z.int(),
    muted: z.int(),
    gone: z.int(),
    severity: Severity.nullable(),
    author_name: z.string().nullable(),
    title: z.string(),
    body: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    /** It came while the app was closed. */
    whileClosed: row.while_closed === 1,
    muted: row.muted === 1,
    /** There is nothing to tell any more: the desk took the answer away, or has kept the promise. */
    gone: row.gone === 1,
    isCritical: row.severity === 'business_critical',
    title: row.title,
    about:
      row.kind === 'reply' && row.message_id !== null
        ? {
            kind: row.kind,
            messageId: row.message_id,
            author: row.author_name ?? '',
            body: plainText(row.body ?? ''),
          }
        : { kind: 'promise' as const, moment: row.kind === 'due' ? ('due' as const) : ('half' as const) },
  }));
/** One thing that nobody has been told of: an answer, or a moment of a promise. */
export type Untold = z.infer<typeof UntoldRow>;

export function openNotices(db: Db) {
  const insert = db.prepare(
    `INSERT INTO notice (id, kind, ticket_id, message_id, decided_at, while_closed)
     VALUES (@id, 'reply', @ticketId, @id, @now, @whileClosed) ON CONFLICT (id) DO NOTHING`,
  );
  const insertMoment = db.prepare(
    `INSERT INTO notice (id, kind, ticket_id, decided_at) VALUES (@id, @moment, @ticketId, @now)
     ON CONFLICT (id) DO NOTHING`,
  );
  const selectUntold = db.prepare(
    `SELECT n.id, n.kind, n.ticket_id, n.message_id, n.while_closed, t.muted, t.severity, m.author_name, t.title,
       CASE n.kind WHEN 'reply' THEN m.deleted IS NOT NULL OR t.deleted IS NOT NULL
         ELSE t.first_answered_at IS NOT NULL OR t.deleted IS NOT NULL OR t.state IN ('solved', 'closed') END AS gone,
       substr(m.body, 1, ${BODY_LENGTH}) AS body
     FROM notice n JOIN ticket t ON t.id = n.ticket_id LEFT JOIN message m ON m.id = n.message_id
     WHERE n.outcome IS NULL AND (n.kind <> 'reply' OR m.id IS NOT NULL) ORDER BY n.rowid`,
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

    /**
     * Decides that a moment of a promise is to be told. A promise that was moved has moments of its own. False when
     * this one was decided before.
     */
    decideMoment(
      promise: { ticketId: TicketId; dueAt: number; moment: 'half' | 'due' },
      now: number,
    ): boolean {
      const { ticketId, dueAt, moment } = promise;
      return insertMoment.run({ id: `${moment}-${ticketId}-${dueAt}`, ticketId, moment, now }).changes === 1;
    },

    /** What was decided and not told, oldest first. */
    untold(): Untold[] {
      return z.array(UntoldRow).parse(selectUntold.all());
    },

    record(ids: NoticeId[], told: NoticeOutcome, now: number): void {
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
