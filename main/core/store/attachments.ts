/** Files of tickets on disk: what is known of each. Their content lies beside the database, under its hash. */
import { z } from 'zod';
import { AuthorKind, type DeskAttachment } from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import { Attachment, DeletedBy } from '#shared/model.ts';
import { isDangerous, safeName } from '../attachments/names.ts';
import type { Db } from '../ports.ts';
import { json } from './json.ts';
import { colleagueOf } from './settings.ts';
import { IS_OWN_FILE, type Reading } from './tickets.ts';

/** A reading of the desk's history that no full resync reaches: such a row is not judged by what it leaves out. */
const NOT_TOLD_YET = 2 ** 31;

const NotSeen = z.object({ id: AttachmentId, ticketId: TicketId });

const AttachmentRow = z.object({
  id: AttachmentId,
  ticket_id: TicketId,
  message_id: MessageId.nullable(),
  author_kind: z.enum(['self', ...AuthorKind.options]),
  is_own: z.int(),
  name: z.string().transform(safeName),
  media_type: z.string(),
  size: z.int(),
  sha256: z.string(),
  delivery: Attachment.shape.delivery,
  sent_bytes: z.int(),
  upload_url: z.string().nullable(),
  problem: z.string().nullable(),
  deleted: json.pipe(DeletedBy).nullable(),
  missing_since: z.int().nullable(),
  description: z.string(),
});

/** A file with what only core needs to know of it. */
export type StoredAttachment = Attachment & {
  ticketId: TicketId;
  sha256: string;
  /** Where the desk takes the rest of a started upload. */
  uploadUrl: string | null;
};

export type NewAttachment = {
  id: AttachmentId;
  ticketId: TicketId;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  at: number;
};

const IS_OWN = `coalesce((SELECT ${IS_OWN_FILE('attachment', 't')} FROM ticket t WHERE t.id = attachment.ticket_id),
  attachment.author_kind = 'self')`;
const COLUMNS = `id, ticket_id, message_id, author_kind, ${IS_OWN} AS is_own, name, media_type, size, sha256, delivery, sent_bytes,
  upload_url, problem, deleted, missing_since, description`;

/** `hasContent` says whether the content with this hash is on this computer. */
export function openAttachments(db: Db, hasContent: (sha256: string) => boolean) {
  const insert = db.prepare(
    `INSERT INTO attachment (id, ticket_id, author_kind, name, media_type, size, sha256, at, delivery, seen)
     VALUES (@id, @ticketId, 'self', @name, @mediaType, @size, @sha256, @at, 'attached', ${NOT_TOLD_YET})`,
  );
  const selectOne = db.prepare(`SELECT ${COLUMNS} FROM attachment WHERE id = ?`);
  const selectOfTicket = db.prepare(`SELECT ${COLUMNS} FROM attachment WHERE ticket_id = ? ORDER BY rowid`);
  const selectAttached = db.prepare(
    `SELECT ${COLUMNS} FROM attachment WHERE ticket_id = ? AND delivery = 'attached' ORDER BY rowid`,
  );
  const selectQueuedBehind = db
    .prepare(
      `SELECT id FROM attachment WHERE ticket_id = @ticketId AND message_id IS @messageId
         AND delivery IN ('queued', 'sending', 'refused') ORDER BY rowid`,
    )
    .pluck();
  const queue = db.prepare(
    `UPDATE attachment SET delivery = 'queued', message_id = @messageId, sent_bytes = 0, upload_url = NULL,
       problem = NULL WHERE id = @id`,
  );
  const backToAttached = db.prepare(
    `UPDATE attachment SET delivery = 'attached', message_id = NULL, sent_bytes = 0, upload_url = NULL, problem = NULL
     WHERE id = ?`,
  );
  const moveAttached = db.prepare(
    `UPDATE attachment SET ticket_id = @to WHERE ticket_id = @from AND delivery = 'attached'`,
  );
  const selectUnsent = db.prepare(
    `SELECT count(*) AS files, coalesce(sum(size), 0) AS bytes FROM attachment WHERE delivery <> 'received'`,
  );
  const updateDelivery = db.prepare('UPDATE attachment SET delivery = ?, problem = ? WHERE id = ?');
  const updateProgress = db.prepare(
    `UPDATE attachment SET sent_bytes = @sentBytes, upload_url = @uploadUrl WHERE id = @id AND delivery = 'sending'`,
  );
  const sendingToQueued = db.prepare(`UPDATE attachment SET delivery = 'queued' WHERE delivery = 'sending'`);
  const upsertFromDesk = db.prepare(
    `INSERT INTO attachment (id, ticket_id, message_id, author_kind, author, name, media_type, size, sha256, at, delivery,
       sent_bytes, seen, description)
     VALUES (@id, @ticketId, @messageId, @authorKind, @author, @name, @mediaType, @size, @sha256, @at, 'received', @size,
       @seen, @description)
     ON CONFLICT (id) DO UPDATE SET author = coalesce(excluded.author, author), ticket_id = excluded.ticket_id, message_id = excluded.message_id,
       name = iif(excluded.name = '', name, excluded.name), media_type = excluded.media_type, size = excluded.size, sha256 = excluded.sha256,
       description = iif(excluded.description = '' OR (author_kind = 'self' AND description <> ''), description,
         excluded.description),
       at = excluded.at, delivery = 'received', sent_bytes = excluded.size, upload_url = NULL, problem = NULL,
       deleted = NULL, missing_since = NULL, seen = excluded.seen`,
  );
  const markReceived = db.prepare(
    `UPDATE attachment SET delivery = 'received', sent_bytes = size, upload_url = NULL, problem = NULL,
       missing_since = NULL WHERE id = ?`,
  );
  const markDeleted = db.prepare(
    `UPDATE attachment SET deleted = @deleted, delivery = 'received', upload_url = NULL, problem = NULL WHERE id = @id`,
  );
  const markLostAgain = db.prepare(
    `UPDATE attachment SET delivery = 'received', sent_bytes = size, upload_url = NULL, problem = NULL,
       missing_since = coalesce(missing_since, @now) WHERE id = @id`,
  );
  const startReading = db.prepare(
    `UPDATE attachment SET seen = @before WHERE delivery = 'received' AND missing_since IS NULL AND seen > @before
       AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = attachment.ticket_id AND t.owner = @owner)`,
  );
  // In this order, as for messages.
  const NOT_SEEN = `FROM attachment a CROSS JOIN ticket t ON t.id = a.ticket_id WHERE t.owner = @owner
    AND a.delivery = 'received' AND a.deleted IS NULL AND a.missing_since IS NULL AND a.seen < @before LIMIT @most`;
  const selectNotSeen = db.prepare(`SELECT a.id, a.ticket_id AS ticketId ${NOT_SEEN}`);
  const selectTicketsOfNotSeen = db.prepare(`SELECT DISTINCT a.ticket_id ${NOT_SEEN}`).pluck();
  const told = db.prepare(
    `UPDATE attachment SET seen = max(seen, @number), missing_since = NULL
     WHERE id = @id AND ticket_id IN (SELECT id FROM ticket WHERE owner = @owner)`,
  );
  const markMissing = db.prepare('UPDATE attachment SET missing_since = @now WHERE id = @id');
  const describe = db.prepare('UPDATE attachment SET description = @description WHERE id = @id');
  const selectTicketOf = db.prepare('SELECT ticket_id FROM attachment WHERE id = ?').pluck();
  const remove = db.prepare('DELETE FROM attachment WHERE id = ?');
  const selectHashes = db.prepare('SELECT DISTINCT sha256 FROM attachment WHERE deleted IS NULL').pluck();

  const stored = (row: unknown): StoredAttachment => attachmentOf(AttachmentRow.parse(row), hasContent);

  return {
    /** Adds a file of the person's own whose content is in the store. */
    add(attachment: NewAttachment): void {
      insert.run(attachment);
    },

    get(id: AttachmentId): StoredAttachment | null {
      const row = selectOne.get(id);
      return row === undefined ? null : stored(row);
    },

    /** The files of a ticket, in the order in which they came. */
    of(ticketId: TicketId): Attachment[] {
      return selectOfTicket.all(ticketId).map((row) => shown(stored(row)));
    },

    /** The files that wait for the text of this ticket to be sent. */
    attached(ticketId: TicketId): StoredAttachment[] {
      return selectAttached.all(ticketId).map(stored);
    },

    /** What nobody has sent yet of a ticket goes to another one. */
    moveAttached(from: TicketId, to: TicketId): void {
      moveAttached.run({ from, to });
    },

    /** The files queued behind the reply `messageId`, or behind the ticket itself. */
    queuedBehind(ticketId: TicketId, messageId: MessageId | null): AttachmentId[] {
      return z.array(AttachmentId).parse(selectQueuedBehind.all({ ticketId, messageId }));
    },

    /** Says what a picture shows. */
    describe(id: AttachmentId, description: string): void {
      describe.run({ id, description });
    },

    /** Queued behind a text: the reply `messageId`, or the ticket itself. */
    queue(id: AttachmentId, messageId: MessageId | null): void {
      queue.run({ id, messageId });
    },

    /** Back to waiting for its text. What the desk may hold of an unfinished upload is forgotten. */
    takeBack(id: AttachmentId): void {
      backToAttached.run(id);
    },

    setDelivery(
      id: AttachmentId,
      delivery: 'queued' | 'sending' | 'refused',
      problem: string | null = null,
    ): void {
      updateDelivery.run(delivery, problem, id);
    },

    /** What the desk has confirmed of an upload, and where it takes the rest. */
    setProgress(id: AttachmentId, sentBytes: number, uploadUrl: string | null): void {
      updateProgress.run({ id, sentBytes, uploadUrl });
    },

    /** The desk has the whole file. */
    markReceived(id: AttachmentId): void {
      markReceived.run(id);
    },

    /** After a start nothing is being sent; what was, waits again (invariant 7). */
    recoverInterrupted(): void {
      sendingToQueued.run();
    },

    /** Takes over what the desk says of a file. One's own stays one's own. */
    takeOver(attachment: DeskAttachment, reading: Reading): void {
      upsertFromDesk.run({
        id: attachment.id,
        ticketId: attachment.ticketId,
        messageId: attachment.messageId,
        authorKind: attachment.author.kind,
        author: attachment.author.id === null ? null : colleagueOf(reading.owner, attachment.author.id),
        name: attachment.name,
        mediaType: attachment.mediaType,
        size: attachment.size,
        sha256: attachment.sha256,
        at: Date.parse(attachment.createdAt),
        description: attachment.description,
        seen: reading.number,
      });
    },

    /** The desk has taken a file away. Its name stays, so that the thread still tells of it. */
    markDeleted(id: AttachmentId, deleted: DeletedBy): void {
      markDeleted.run({ id, deleted: JSON.stringify(deleted) });
    },

    /** A reading from the start begins: from here on, what it tells of carries its number. */
    startReading({ owner, number }: Reading): void {
      startReading.run({ owner, before: number - 1 });
    },

    /** What the desk has not told of since before a reading, and had before: at most so many. */
    notSeenSince({ owner, number }: Reading, most: number): { id: AttachmentId; ticketId: TicketId }[] {
      return z.array(NotSeen).parse(selectNotSeen.all({ owner, before: number, most }));
    },
    /** The tickets that files are of which were not told of: at most so many. */
    ticketsOfNotSeen({ owner, number }: Reading, most: number): TicketId[] {
      return z.array(TicketId).parse(selectTicketsOfNotSeen.all({ owner, before: number, most }));
    },

    /** The desk tells of it, in a way that cannot be read: it is not left out. */
    stillTold(id: string, reading: Reading): void {
      told.run({ id, ...reading });
    },

    /** The desk leaves it out. What is here of it stays (invariant 10). */
    markMissing(id: AttachmentId, now: number): void {
      markMissing.run({ id, now });
    },

    /** The ticket of a file; null when it is unknown. */
    ticketOf(id: AttachmentId): TicketId | null {
      return TicketId.nullable().parse(selectTicketOf.get(id) ?? null);
    },

    /** What was to be sent again is not: the desk leaves it out as before. */
    setLostAgain(id: AttachmentId, now: number): void {
      markLostAgain.run({ id, now });
    },

    remove(id: AttachmentId): void {
      remove.run(id);
    },

    /** How many files the desk does not have, and their bytes. */
    unsent(): { files: number; bytes: number } {
      return z.object({ files: z.int(), bytes: z.int() }).parse(selectUnsent.get());
    },

    /** The hashes of all content that a file still needs. */
    hashes(): Set<string> {
      return new Set(z.array(z.string()).parse(selectHashes.all()));
    },
  };
}
/** A file as the window may know it. */
export function shown({
  ticketId: _,
  sha256: __,
  uploadUrl: ___,
  ...attachment
}: StoredAttachment): Attachment {
  return attachment;
}

export type AttachmentStore = ReturnType<typeof openAttachments>;

function attachmentOf(
  row: z.infer<typeof AttachmentRow>,
  hasContent: (sha256: string) => boolean,
): StoredAttachment {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    messageId: row.message_id,
    author: row.author_kind,
    isOwn: row.is_own === 1,
    name: row.name,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    delivery: row.delivery,
    sentBytes: row.sent_bytes,
    uploadUrl: row.upload_url,
    isHere: row.deleted === null && hasContent(row.sha256),
    isDangerous: isDangerous(row.name, row.media_type),
    problem: row.problem,
    description: row.description,
    deleted: row.deleted,
    missingSince: row.missing_since,
  };
}
