/** What the desk has, in one SQLite file: tickets, messages, files, the log of changes, keys and arrivals. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { type Article, Change, Deletion, DeskAttachment, DeskMessage, DeskTicket } from '#shared/contract.ts';
import type { AttachmentId, MessageId, RandomBytes, TicketId } from '#shared/ids.ts';
import { peopleOf } from './company.ts';
import { prepare } from './storeSchema.ts';

const People = z.array(z.string().nullable());

/** The first number a desk gives; people are more at ease with LL-1034 than with LL-1. */
const FIRST_NUMBER = 1034;

/** The field of a change that carries the document. */
const CARRIES = {
  ticket: 'ticket',
  message: 'message',
  attachment: 'attachment',
  deleted: 'deletion',
  article: 'article',
  article_deleted: 'id',
} as const;

export type KeptAnswer = { status: number; etag: string | null; body: string };
export type Arrival = {
  at: number;
  path: string;
  /** Empty for a file: its id is what makes it come once. */
  key: string;
  kind: 'ticket' | 'message' | 'edit' | 'attachment';
  id: string;
  /** The exact bytes of a JSON body; of a file, what was said of it. */
  body: Uint8Array;
  status: number;
  /** `known` is a new key for what the desk already had. */
  outcome: 'created' | 'known' | 'replayed' | 'refused';
};

/** Opens the desk's file in `folder`, or keeps everything in memory. */
export function openStore(folder: string, random: RandomBytes) {
  if (folder !== ':memory:') mkdirSync(folder, { recursive: true });
  const db = new Database(folder === ':memory:' ? folder : join(folder, 'desk.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  prepare(db);

  type Document = { document: string };
  const metaGet = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?');
  const metaPut = db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  const ticketGet = db.prepare<[string], Document & { content: string }>(
    'SELECT document, content FROM tickets WHERE id = ?',
  );
  const ticketAll = db.prepare<[], Document>('SELECT document FROM tickets ORDER BY place DESC');
  const ticketLast = db.prepare<[], { place: number | null }>('SELECT max(place) AS place FROM tickets');
  const ticketAdd = db.prepare<[string, number, string, string]>(
    'INSERT INTO tickets (id, place, document, content) VALUES (?, ?, ?, ?)',
  );
  const ticketPut = db.prepare<[string, string]>('UPDATE tickets SET document = ? WHERE id = ?');
  const messageGet = db.prepare<[string], Document & { content: string }>(
    'SELECT document, content FROM messages WHERE id = ?',
  );
  const messagesOf = db.prepare<[string], Document>(
    'SELECT document FROM messages WHERE ticket_id = ? ORDER BY place',
  );
  const messageAdd = db.prepare<[string, string, string, string]>(
    'INSERT INTO messages (id, ticket_id, document, content) VALUES (?, ?, ?, ?)',
  );
  const messagePut = db.prepare<[string, string]>('UPDATE messages SET document = ? WHERE id = ?');
  type FileRow = Document & { file: string };
  const attachmentGet = db.prepare<[string], FileRow>('SELECT document, file FROM attachments WHERE id = ?');
  const attachmentsOf = db.prepare<[string], FileRow>(
    'SELECT document, file FROM attachments WHERE ticket_id = ? ORDER BY place',
  );
  const attachmentAdd = db.prepare<[string, string, string | null, string, string]>(
    'INSERT INTO attachments (id, ticket_id, message_id, document, file) VALUES (?, ?, ?, ?, ?)',
  );
  const contentGet = db.prepare<[string], { id: string }>('SELECT id FROM attachments WHERE file = ?');
  const removal = (...statements: string[]) => statements.map((sql) => db.prepare<[string]>(sql));
  const forget = (kind: string, ids: string) =>
    `DELETE FROM changes WHERE kind = '${kind}' AND id IN (${ids})`;
  const burial = {
    ticket: removal(
      forget('attachment', 'SELECT id FROM attachments WHERE ticket_id = ?'),
      'DELETE FROM attachments WHERE ticket_id = ?',
      forget('message', 'SELECT id FROM messages WHERE ticket_id = ?'),
      'DELETE FROM messages WHERE ticket_id = ?',
      forget('ticket', 'SELECT id FROM tickets WHERE id = ?'),
      'DELETE FROM tickets WHERE id = ?',
    ),
    message: removal(
      forget('message', 'SELECT id FROM messages WHERE id = ?'),
      'DELETE FROM messages WHERE id = ?',
    ),
    attachment: removal(
      forget('attachment', 'SELECT id FROM attachments WHERE id = ?'),
      'DELETE FROM attachments WHERE id = ?',
    ),
  };
  const articlePut = db.prepare<[string, string]>(
    'INSERT OR REPLACE INTO articles (id, document) VALUES (?, ?)',
  );
  const articleRemove = db.prepare<[string]>('DELETE FROM articles WHERE id = ?');
  const articleForget = db.prepare<[string]>(`DELETE FROM changes WHERE kind = 'article' AND id = ?`);
  const deletionGet = db.prepare<[string], Document>('SELECT document FROM deletions WHERE id = ?');
  const deletionAdd = db.prepare<[string, string, string | null]>(
    'INSERT INTO deletions (id, document, people) VALUES (?, ?, ?)',
  );
  const deletionPeople = db.prepare<[string], { people: string | null }>(
    'SELECT people FROM deletions WHERE id = ?',
  );
  const changeAdd = db.prepare<[string, string]>('INSERT INTO changes (kind, id) VALUES (?, ?)');
  const changeLast = db.prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM changes');
  const changesAfter = db.prepare<[number, number], Document & { seq: number; kind: Change['kind'] }>(
    `SELECT seq, kind,
       coalesce(tickets.document, messages.document, attachments.document, deletions.document, articles.document,
         json_quote(changes.id)) AS document
     FROM changes
     LEFT JOIN tickets ON kind = 'ticket' AND tickets.id = changes.id
     LEFT JOIN messages ON kind = 'message' AND messages.id = changes.id
     LEFT JOIN attachments ON kind = 'attachment' AND attachments.id = changes.id
     LEFT JOIN deletions ON kind = 'deleted' AND deletions.id = changes.id
     LEFT JOIN articles ON kind = 'article' AND articles.id = changes.id
     WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const keyGet = db.prepare<[string], KeptAnswer & { fingerprint: string }>(
    'SELECT fingerprint, status, etag, body FROM keys WHERE key = ?',
  );
  const keyAdd = db.prepare<[string, string, number, string | null, string, number]>(
    'INSERT INTO keys (key, fingerprint, status, etag, body, kept_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const keyPrune = db.prepare<[number]>('DELETE FROM keys WHERE kept_at < ?');
  const arrivalAdd = db.prepare<[number, string, string, string, string, Uint8Array, number, string]>(
    'INSERT INTO arrivals (at, path, key, kind, id, body, status, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const arrivalAll = db.prepare<[], Arrival>(
    'SELECT at, path, key, kind, id, body, status, outcome FROM arrivals ORDER BY seq',
  );

  /** The value kept under a name; made once, when there is none. */
  const kept = (name: string, make: () => string): string => {
    const found = metaGet.get(name)?.value;
    if (found !== undefined) return found;
    const made = make();
    metaPut.run(name, made);
    return made;
  };
  const drawn = () => Buffer.from(random(18)).toString('base64url');
  const readTicket = (document: string) => DeskTicket.parse(JSON.parse(document));
  const readMessage = (document: string) => DeskMessage.parse(JSON.parse(document));
  const readFile = (row: FileRow) => ({
    attachment: DeskAttachment.parse(JSON.parse(row.document)),
    file: row.file,
  });

  return {
    close: () => db.close(),
    /** Runs `work` as one transaction: all of it is on disk, or none. */
    together: <Result>(work: () => Result): Result => db.transaction(work).immediate(),
    token: () => kept('token', drawn),
    /** Names this log of changes in its cursors. */
    logName: () => kept('log', drawn),
    renameLog: () => metaPut.run('log', drawn()),

    nextNumber: () => (ticketLast.get()?.place ?? FIRST_NUMBER - 1) + 1,
    tickets: () => ticketAll.all().map((row) => readTicket(row.document)),
    ticket(id: TicketId) {
      const row = ticketGet.get(id);
      return row && { ticket: readTicket(row.document), content: row.content };
    },
    addTicket(ticket: DeskTicket, place: number, content: string) {
      ticketAdd.run(ticket.id, place, JSON.stringify(ticket), content);
      changeAdd.run('ticket', ticket.id);
    },
    putTicket(ticket: DeskTicket) {
      ticketPut.run(JSON.stringify(ticket), ticket.id);
      changeAdd.run('ticket', ticket.id);
    },
    messages: (ticketId: TicketId) => messagesOf.all(ticketId).map((row) => readMessage(row.document)),
    message(id: MessageId) {
      const row = messageGet.get(id);
      return row && { message: readMessage(row.document), content: row.content };
    },
    addMessage(message: DeskMessage, content: string) {
      messageAdd.run(message.id, message.ticketId, JSON.stringify(message), content);
      changeAdd.run('message', message.id);
    },

    putMessage(message: DeskMessage) {
      messagePut.run(JSON.stringify(message), message.id);
      changeAdd.run('message', message.id);
    },
    attachments: (ticketId: TicketId) => attachmentsOf.all(ticketId).map(readFile),
    attachment(id: AttachmentId) {
      const row = attachmentGet.get(id);
      return row && readFile(row);
    },
    /** `file` is the name under which the content is kept. */
    addAttachment(attachment: DeskAttachment, file: string) {
      const { id, ticketId, messageId } = attachment;
      attachmentAdd.run(id, ticketId, messageId, JSON.stringify(attachment), file);
      changeAdd.run('attachment', id);
    },
    /** Whether a file of the book lies under this name. */
    keepsContent: (file: string) => contentGet.get(file) !== undefined,
    /** Takes something away as if it had never been there. */
    lose(what: Deletion['what'], id: string) {
      for (const statement of burial[what]) statement.run(id);
    },
    /** Puts a tombstone in the place of a document: the log tells of nothing else of it, or in it, any more. */
    bury(deletion: Deletion) {
      const { id, what } = deletion;
      const row = ticketGet.get(deletion.ticketId);
      const people = row === undefined ? null : JSON.stringify(peopleOf(readTicket(row.document)));
      for (const statement of burial[what]) statement.run(id);
      deletionAdd.run(id, JSON.stringify(deletion), people);
      changeAdd.run('deleted', id);
    },
    deletion(id: string) {
      const row = deletionGet.get(id);
      return row && Deletion.parse(JSON.parse(row.document));
    },

    /** Whose ticket it was in; null when nobody knows any more. */
    peopleOfDeletion(id: string): (string | null)[] | null {
      const people = deletionPeople.get(id)?.people ?? null;
      return people === null ? null : People.parse(JSON.parse(people));
    },

    putArticle(article: Article) {
      articleForget.run(article.id);
      articlePut.run(article.id, JSON.stringify(article));
      changeAdd.run('article', article.id);
    },
    /** False when there is none. */
    removeArticle(id: string): boolean {
      if (articleRemove.run(id).changes === 0) return false;
      articleForget.run(id);
      changeAdd.run('article_deleted', id);
      return true;
    },

    lastChange: () => changeLast.get()?.seq ?? 0,
    changesAfter(seq: number, limit: number): { seq: number; change: Change }[] {
      return changesAfter.all(seq, limit).map(({ seq, kind, document }) => ({
        seq,
        change: Change.parse({ kind, [CARRIES[kind]]: JSON.parse(document) }),
      }));
    },

    keptAnswer: (key: string) => keyGet.get(key),
    keepAnswer(key: string, fingerprint: string, answer: KeptAnswer, at: number) {
      keyAdd.run(key, fingerprint, answer.status, answer.etag, answer.body, at);
    },
    forgetKeysBefore: (at: number) => keyPrune.run(at),

    addArrival(a: Arrival) {
      arrivalAdd.run(a.at, a.path, a.key, a.kind, a.id, a.body, a.status, a.outcome);
    },
    arrivals: () => arrivalAll.all(),
  };
}
export type Store = ReturnType<typeof openStore>;
