/**
 * Notices on disk: decided with the page that brought the reply or the missed call, or when a promise is due, told
 * afterwards, and the outcome kept.
 */
import { z } from 'zod';
import { Severity } from '#shared/contract.ts';
import { MessageId, TicketId } from '#shared/ids.ts';
import { plainText } from '#shared/plain-text.ts';
import { NoticeId, type NoticeOutcome } from '#shared/wire.ts';
import type { Db } from '../ports.ts';
import { IS_TOLD } from './tickets.ts';

const BODY_LENGTH = 240;

/** There is nothing to tell any more: the desk took the answer away, has kept the promise, or is to call again. */
const GONE = `CASE n.kind WHEN 'reply' THEN m.deleted IS NOT NULL OR t.deleted IS NOT NULL
         WHEN 'missed_call' THEN coalesce(t.call_back ->> 'state', '') <> 'missed' OR t.deleted IS NOT NULL
           OR t.state IN ('solved', 'closed')
         ELSE t.first_answered_at IS NOT NULL OR t.deleted IS NOT NULL OR t.state IN ('solved', 'closed') END`;

const UntoldRow = z
  .object({
    id: NoticeId,
    kind: z.enum(['reply', 'half', 'due', 'missed_call']),
    ticket_id: TicketId,
    message_id: MessageId.nullable(),
    while_closed: z.int(),
    muted: z.int(),
    is_told: z.int(),
    gone: z.int(),
    severity: Severity.nullable(),
    author_name: z.string().nullable(),
    title: z.string(),
    body: z.string().nullable(),
    call_number: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    /** It came while the app was closed. */
    whileClosed: row.while_closed === 1,
    muted: row.muted === 1,
    /** It is of a colleague's ticket that the person does not follow. */
    isColleagues: row.is_told === 0,
    gone: row.gone === 1,
    isCritical: row.severity === 'business_critical',
    title: row.title,
    about: aboutOf(row),
  }));
/** One thing that nobody has been told of: an answer, a moment of a promise, or a call that reached nobody. */
export type Untold = z.infer<typeof UntoldRow>;

type About =
  | { kind: 'reply'; messageId: MessageId; author: string; body: string }
  | { kind: 'promise'; moment: 'half' | 'due' }
  | { kind: 'missed_call'; number: string };

function aboutOf(row: {
  kind: 'reply' | 'half' | 'due' | 'missed_call';
  message_id: MessageId | null;
  author_name: string | null;
  body: string | null;
  call_number: string | null;
}): About {
  if (row.kind === 'missed_call') return { kind: row.kind, number: row.call_number ?? '' };
  if (row.kind !== 'reply' || row.message_id === null) {
    return { kind: 'promise', moment: row.kind === 'due' ? 'due' : 'half' };
  }
  const { message_id: messageId, author_name: author, body } = row;
  return { kind: row.kind, messageId, author: author ?? '', body: plainText(body ?? '') };
}

export function openNotices(db: Db) {
  const insert = db.prepare(
    `INSERT INTO notice (id, kind, ticket_id, message_id, decided_at, while_closed)
     VALUES (@id, 'reply', @ticketId, @id, @now, @whileClosed) ON CONFLICT (id) DO NOTHING`,
  );
  const insertOfTicket = db.prepare(
    `INSERT INTO notice (id, kind, ticket_id, decided_at) VALUES (@id, @kind, @ticketId, @now)
     ON CONFLICT (id) DO NOTHING`,
  );
  const selectUntold = db.prepare(
    `SELECT n.id, n.kind, n.ticket_id, n.message_id, n.while_closed, t.muted, ${IS_TOLD('t')} AS is_told, t.severity, m.author_name, t.title,
       ${GONE} AS gone,
       substr(m.body, 1, ${BODY_LENGTH}) AS body, t.call_back ->> 'number' AS call_number
     FROM notice n JOIN ticket t ON t.id = n.ticket_id LEFT JOIN message m ON m.id = n.message_id
     WHERE n.outcome IS NULL AND (n.kind <> 'reply' OR m.id IS NOT NULL) ORDER BY n.rowid`,
  );
  const record = db.prepare(
    'UPDATE notice SET outcome = @outcome, reason = @reason, told_at = @now WHERE id = @id',
  );
  const selectOver = db
    .prepare(
      `SELECT n.id FROM json_each(@ids) asked JOIN notice n ON n.id = asked.value JOIN ticket t ON t.id = n.ticket_id
         LEFT JOIN message m ON m.id = n.message_id
       WHERE (${GONE}) OR (n.kind = 'reply' AND t.unread = 0)
         -- At the deadline nobody needs to read that half of it is gone.
         OR (n.kind = 'half' AND EXISTS
           (SELECT 1 FROM notice due WHERE due.id = 'due' || substr(n.id, 5) AND due.outcome = 'shown'))`,
    )
    .pluck();
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
      const id = `${moment}-${ticketId}-${dueAt}`;
      return insertOfTicket.run({ id, ticketId, kind: moment, now }).changes === 1;
    },

    /** Decides that a call which reached nobody is to be told, each once. */
    decideMissedCall({ ticketId, at }: { ticketId: TicketId; at: number }, now: number): void {
      insertOfTicket.run({ id: `missed_call-${ticketId}-${at}`, ticketId, kind: 'missed_call', now });
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

    /** Which of these say what is no longer so: the answer was read, or there is nothing to tell any more. */
    over(ids: NoticeId[]): Set<NoticeId> {
      return new Set(z.array(NoticeId).parse(selectOver.all({ ids: JSON.stringify(ids) })));
    },

    /** What an earlier run left untold came, for the person, while the app was closed. */
    leftFromEarlier(): void {
      leftFromEarlier.run();
    },
  };
}
export type NoticeStore = ReturnType<typeof openNotices>;
