/** The tables of the desk's file. A desk that was kept in a folder by an older version goes on with it. */
import type Database from 'better-sqlite3';

const VERSIONS = [
  // The first version did not number its files: these tables may be there already.
  `
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
  `,
  // Files and deletions. The log of changes speaks of both, so its kinds grow.
  `
  CREATE TABLE attachments (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE COLLATE NOCASE,
    ticket_id TEXT NOT NULL COLLATE NOCASE REFERENCES tickets (id),
    message_id TEXT COLLATE NOCASE REFERENCES messages (id),
    document TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE INDEX attachments_of_ticket ON attachments (ticket_id, place);
  CREATE INDEX attachments_of_message ON attachments (message_id, place);
  CREATE TABLE deletions (id TEXT PRIMARY KEY COLLATE NOCASE, document TEXT NOT NULL) STRICT;
  ALTER TABLE changes RENAME TO changes_before;
  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'message', 'attachment', 'deleted')),
    id TEXT NOT NULL
  ) STRICT;
  INSERT INTO changes SELECT seq, kind, id FROM changes_before;
  DROP TABLE changes_before;
  CREATE INDEX changes_of_document ON changes (id, kind);
  `,
  // The knowledge base. The log tells of it, too.
  `
  CREATE TABLE articles (id TEXT PRIMARY KEY COLLATE NOCASE, document TEXT NOT NULL) STRICT;
  ALTER TABLE changes RENAME TO changes_before;
  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'message', 'attachment', 'deleted', 'article', 'article_deleted')),
    id TEXT NOT NULL
  ) STRICT;
  INSERT INTO changes SELECT seq, kind, id FROM changes_before;
  DROP TABLE changes_before;
  CREATE INDEX changes_of_document ON changes (id, kind);
  `,
  // Who may hear of a deletion: the ticket that would tell is gone with it.
  'ALTER TABLE deletions ADD COLUMN people TEXT CHECK (people IS NULL OR json_valid(people));',
];

/** Brings the file to the tables of today. */
export function prepare(db: Database.Database): void {
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    for (const step of VERSIONS.slice(version)) db.exec(step);
    db.pragma(`user_version = ${VERSIONS.length}`);
  }).immediate();
}
