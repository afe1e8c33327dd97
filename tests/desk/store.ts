/** What the desk has, in one SQLite file: tickets, messages, the log of changes, keys and arrivals. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Change, DeskMessage, DeskTicket } from '#shared/contract.ts';
import type { MessageId, RandomBytes, TicketId } from '#shared/ids.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    place INTEGER NOT NULL UNIQUE,
    document TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE COLLATE NOCASE,
    ticket_id TEXT NOT NULL COLLATE NOCASE REFERENCES tickets (id),
    document TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_of_ticket ON messages (ticket_id, place);
  CREATE TABLE IF NOT EXISTS changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'message')),
    id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    etag TEXT,
    body TEXT NOT NULL,
    kept_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS arrivals (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body BLOB NOT NULL,
    status INTEGER NOT NULL,
    outcome TEXT NOT NULL
  ) STRICT;
`;

/** The first number a desk gives; people are more at ease with LL-1034 than with LL-1. */
const FIRST_NUMBER = 1034;

export type KeptAnswer = { status: number; etag: string | null; body: string };
export type Arrival = {
  at: number;
  path: string;
  key: string;
  kind: 'ticket' | 'message';
  id: string;
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
  db.exec(SCHEMA);

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
  const changeAdd = db.prepare<[string, string]>('INSERT INTO changes (kind, id) VALUES (?, ?)');
  const changeLast = db.prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM changes');
  const changesAfter = db.prepare<
    [number, number],
    { seq: number; kind: 'ticket' | 'message'; document: string }
  >(
    `SELECT seq, kind, coalesce(tickets.document, messages.document) AS document FROM changes
     LEFT JOIN tickets ON kind = 'ticket' AND tickets.id = changes.id
     LEFT JOIN messages ON kind = 'message' AND messages.id = changes.id
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

    lastChange: () => changeLast.get()?.seq ?? 0,
    changesAfter(seq: number, limit: number): { seq: number; change: Change }[] {
      return changesAfter.all(seq, limit).map((row) => ({
        seq: row.seq,
        change:
          row.kind === 'ticket'
            ? { kind: 'ticket', ticket: readTicket(row.document) }
            : { kind: 'message', message: readMessage(row.document) },
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
