/** The shape of the store. Each entry leads from its index to the next `user_version`, in one transaction. */

/** The account that the fifth version last had an answer from, as it wrote owners and as they are written since. */
const OWNER_5 = {
  before: accountOf((id) => id),
  now: accountOf((id) => `replace(replace(${id}, '%', '%25'), ' ', '%20')`),
};

const PIECES = `
  -- The indexes of whole words give way to indexes of their pieces, which are filled in slices while the app is in use:
  -- what is noted here is to be indexed, or to go when its row is gone.
  DROP TABLE ticket_words;
  DROP TABLE message_words;
  DROP TABLE attachment_words;
  CREATE TABLE to_index (
    kind TEXT NOT NULL,
    key INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
  ) STRICT, WITHOUT ROWID;
  ${indexOfPieces(
    'ticket',
    `title, number, question, description, hit, users, steps, expected, actual, tried,
    error_id, link, reply_draft`,
  )}
  ${indexOfPieces('message', 'author_name, body')}
  ${indexOfPieces('attachment', 'name')}
  ${tableOfPieces('article')}
  CREATE TRIGGER article_noted_new AFTER INSERT ON article BEGIN ${noted(`SELECT 'article', NEW.key WHERE true`)} END;
  CREATE TRIGGER article_noted AFTER UPDATE OF title, body ON article WHEN ${differs('title, body')} BEGIN
    ${noted(`SELECT 'article', NEW.key WHERE true`)}
  END;
  CREATE TRIGGER article_noted_gone AFTER DELETE ON article BEGIN ${noted(`SELECT 'article', OLD.key WHERE true`)} END;
  INSERT INTO to_index (kind, key) SELECT 'article', key FROM article;
  INSERT INTO to_index (kind, key) SELECT kind, key FROM searchable;
  `;

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
  ) STRICT;

  CREATE TABLE ticket (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'open', 'waiting_on_requester',
      'solved', 'closed', 'needs_attention', 'withdrawn')),
    question TEXT NOT NULL,
    affected TEXT,
    hit TEXT NOT NULL,
    severity TEXT,
    severity_reason TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    since TEXT NOT NULL,
    channel TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    unread INTEGER NOT NULL DEFAULT 0,
    reply_draft TEXT NOT NULL DEFAULT '',
    problem TEXT,
    -- From here on: what only the desk knows, null until it has the ticket.
    number TEXT,
    version TEXT,
    received_at INTEGER,
    first_answered_at INTEGER,
    promise_target TEXT CHECK (promise_target IS NULL OR json_valid(promise_target)),
    promise_due_at INTEGER
  ) STRICT;
  CREATE INDEX ticket_by_update ON ticket (updated_at DESC);

  CREATE TABLE message (
    id TEXT PRIMARY KEY,
    -- No reference: a desk may tell of a message before its ticket.
    ticket_id TEXT NOT NULL,
    author_kind TEXT NOT NULL CHECK (author_kind IN ('requester', 'specialist')),
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Place in the desk's own order; null until the desk has told it.
    arrival INTEGER UNIQUE,
    delivery TEXT NOT NULL CHECK (delivery IN ('queued', 'sending', 'delivered', 'refused')),
    problem TEXT
  ) STRICT;
  CREATE INDEX message_by_ticket ON message (ticket_id, arrival);

  -- The outbox. A lane is one ticket's rows in order of seq.
  CREATE TABLE operation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    message_id TEXT REFERENCES message (id),
    kind TEXT NOT NULL CHECK (kind IN ('create_ticket', 'add_message')),
    idempotency_key TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused')),
    queued_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL,
    -- 1 when the desk itself named the time of the next try.
    held_by_desk INTEGER NOT NULL DEFAULT 0,
    -- 1 once a try may have reached the desk, whatever the answer was.
    exposed INTEGER NOT NULL DEFAULT 0,
    problem TEXT CHECK (problem IS NULL OR json_valid(problem))
  ) STRICT;
  CREATE INDEX operation_by_lane ON operation (ticket_id, seq);

  CREATE TABLE receipt (
    operation_id TEXT PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    message_id TEXT,
    status INTEGER NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    ticket_id TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES message (id),
    decided_at INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('shown', 'not_shown', 'failed')),
    reason TEXT,
    told_at INTEGER
  ) STRICT;
  CREATE INDEX notice_untold ON notice (decided_at) WHERE outcome IS NULL;
  `,
  `
  ALTER TABLE ticket ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
  -- Whose ticket it is, as a desk and a requester; null while it is only here.
  ALTER TABLE ticket ADD COLUMN owner TEXT;
  ALTER TABLE ticket ADD COLUMN severity_change TEXT CHECK (severity_change IS NULL OR json_valid(severity_change));
  -- Set when the desk has taken it away: by whom and when.
  ALTER TABLE ticket ADD COLUMN deleted TEXT CHECK (deleted IS NULL OR json_valid(deleted));
  ALTER TABLE ticket ADD COLUMN still_happening TEXT CHECK (still_happening IN ('ask', 'yes', 'no'));
  -- Which reading of the desk's whole history last told of it: what a full resync no longer tells of is gone.
  ALTER TABLE ticket ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE message ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE message ADD COLUMN edited_at INTEGER;
  ALTER TABLE message ADD COLUMN deleted TEXT CHECK (deleted IS NULL OR json_valid(deleted));
  -- 1 when it was decided before the first pull of a start had caught up.
  ALTER TABLE notice ADD COLUMN while_closed INTEGER NOT NULL DEFAULT 0;
  -- Not only of the untold: of an index with a WHERE, integrity_check does not count the entries.
  DROP INDEX notice_untold;
  CREATE INDEX notice_untold ON notice (outcome, decided_at);

  CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    ticket_id TEXT NOT NULL,
    message_id TEXT,
    author_kind TEXT NOT NULL CHECK (author_kind IN ('self', 'requester', 'specialist')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    delivery TEXT NOT NULL CHECK (delivery IN ('attached', 'queued', 'sending', 'refused', 'received')),
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    -- Where the desk takes the rest of a started upload.
    upload_url TEXT,
    problem TEXT,
    deleted TEXT CHECK (deleted IS NULL OR json_valid(deleted)),
    seen INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX attachment_by_ticket ON attachment (ticket_id);
  CREATE INDEX attachment_by_content ON attachment (sha256);

  CREATE TABLE operation_2 (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The order that the person wants; like seq until something is moved.
    place INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    ticket_id TEXT NOT NULL REFERENCES ticket (id),
    message_id TEXT REFERENCES message (id),
    attachment_id TEXT REFERENCES attachment (id),
    kind TEXT NOT NULL CHECK (kind IN ('create_ticket', 'add_message', 'add_attachment', 'change_ticket')),
    idempotency_key TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL,
    -- For change_ticket: the version it is meant for, and the values that the person saw.
    if_match TEXT,
    base TEXT CHECK (base IS NULL OR json_valid(base)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused')),
    queued_at INTEGER NOT NULL,
    first_try_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL,
    -- 1 when the desk itself named the time of the next try.
    held_by_desk INTEGER NOT NULL DEFAULT 0,
    -- Counted minute by minute while the app runs, because the clock may be turned.
    waited_minutes INTEGER NOT NULL DEFAULT 0,
    -- 1 once a try may have reached the desk, whatever the answer was.
    exposed INTEGER NOT NULL DEFAULT 0,
    problem TEXT CHECK (problem IS NULL OR json_valid(problem))
  ) STRICT;
  INSERT INTO operation_2 (seq, place, id, ticket_id, message_id, kind, idempotency_key, body, state, queued_at, tries,
      next_try_at, held_by_desk, exposed, problem)
    SELECT seq, seq, id, ticket_id, message_id, kind, idempotency_key, body, state, queued_at, tries, next_try_at,
      held_by_desk, exposed, problem FROM operation;
  DROP TABLE operation;
  ALTER TABLE operation_2 RENAME TO operation;
  CREATE INDEX operation_by_lane ON operation (ticket_id, place);

  -- One place in the changes for each desk and requester instead of one for all.
  UPDATE setting SET name = 'cursors', value = json_object(json_extract(value, '$.owner'), json_object(
      'value', json_extract(value, '$.value'), 'caughtUp', json(iif(json_extract(value, '$.caughtUp'), 'true', 'false')),
      'reading', 0, 'whole', json('false')))
    WHERE name = 'cursor';

  -- A checksum over the rest of the row: SQLite's own checks do not see a byte that flipped inside a text.
  ALTER TABLE setting ADD COLUMN sum INTEGER;
  ALTER TABLE ticket ADD COLUMN sum INTEGER;
  ALTER TABLE message ADD COLUMN sum INTEGER;
  ALTER TABLE attachment ADD COLUMN sum INTEGER;
  ALTER TABLE operation ADD COLUMN sum INTEGER;
  ALTER TABLE receipt ADD COLUMN sum INTEGER;
  ALTER TABLE notice ADD COLUMN sum INTEGER;
  `,
  `
  -- What the guide was told of the trouble: answers by their names.
  ALTER TABLE ticket ADD COLUMN facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts));
  ALTER TABLE ticket ADD COLUMN since_at TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN users TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN steps TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN expected TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN actual TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN tried TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN error_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN link TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN cc TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN phone TEXT NOT NULL DEFAULT '';
  -- Why an exception took the promise away, in the desk's words.
  ALTER TABLE ticket ADD COLUMN promise_excepted TEXT;
  -- The article that made a ticket unnecessary.
  ALTER TABLE ticket ADD COLUMN solved_by TEXT CHECK (solved_by IS NULL OR json_valid(solved_by));

  -- Not only answers are told any more: of a promise, when half of it has passed and when it is due.
  CREATE TABLE notice_3 (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'half', 'due')),
    ticket_id TEXT NOT NULL,
    message_id TEXT REFERENCES message (id),
    decided_at INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('shown', 'not_shown', 'failed')),
    reason TEXT,
    told_at INTEGER,
    while_closed INTEGER NOT NULL DEFAULT 0,
    sum INTEGER
  ) STRICT;
  INSERT INTO notice_3 (id, kind, ticket_id, message_id, decided_at, outcome, reason, told_at, while_closed)
    SELECT id, 'reply', ticket_id, message_id, decided_at, outcome, reason, told_at, while_closed FROM notice;
  DROP TABLE notice;
  ALTER TABLE notice_3 RENAME TO notice;
  CREATE INDEX notice_untold ON notice (outcome, decided_at);

  CREATE TABLE article (
    -- A key of its own: SQLite may give other rowids when it rewrites the file, and the index below holds on to them.
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    sum INTEGER
  ) STRICT;
  CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body, content = 'article', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  CREATE TRIGGER article_inserted AFTER INSERT ON article BEGIN
    INSERT INTO article_words (rowid, title, body) VALUES (NEW.key, NEW.title, NEW.body);
  END;
  CREATE TRIGGER article_updated AFTER UPDATE OF title, body ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, body) VALUES ('delete', OLD.key, OLD.title, OLD.body);
    INSERT INTO article_words (rowid, title, body) VALUES (NEW.key, NEW.title, NEW.body);
  END;
  CREATE TRIGGER article_deleted AFTER DELETE ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, body) VALUES ('delete', OLD.key, OLD.title, OLD.body);
  END;
  `,
  `
  -- Where each thing stands in the indexes of words below: what came last, last.
  CREATE TABLE searchable (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'message', 'attachment')),
    id TEXT NOT NULL,
    sum INTEGER,
    UNIQUE (kind, id)
  ) STRICT;
  CREATE VIEW ticket_text AS SELECT id, title, concat_ws(' ', description, steps, expected, actual, tried, hit,
    users, error_id, link, reply_draft, question, number) AS body FROM ticket;
  CREATE VIEW message_text AS SELECT id, author_name AS author, body FROM message;
  CREATE VIEW attachment_text AS SELECT id, name FROM attachment;
  ${indexOfWords(
    'ticket',
    'title, body',
    `title, number, question, description, hit, users, steps, expected, actual, tried,
    error_id, link, reply_draft`,
  )}
  ${indexOfWords('message', 'author, body', 'author_name, body')}
  ${indexOfWords('attachment', 'name', 'name')}
  `,
  `
  ALTER TABLE ticket ADD COLUMN call_at TEXT NOT NULL DEFAULT '';
  -- The last call that was asked for, as the desk tells of it.
  ALTER TABLE ticket ADD COLUMN call_back TEXT CHECK (call_back IS NULL OR json_valid(call_back));

  -- What happened to it beside its messages, and what the requester says of the help, as the desk tells of both.
  ALTER TABLE ticket ADD COLUMN events TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(events));
  ALTER TABLE ticket ADD COLUMN rating TEXT CHECK (rating IS NULL OR json_valid(rating));

  -- Also told: that the desk called and reached nobody.
  CREATE TABLE notice_5 (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'half', 'due', 'missed_call')),
    ticket_id TEXT NOT NULL,
    message_id TEXT REFERENCES message (id),
    decided_at INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('shown', 'not_shown', 'failed')),
    reason TEXT,
    told_at INTEGER,
    while_closed INTEGER NOT NULL DEFAULT 0,
    sum INTEGER
  ) STRICT;
  INSERT INTO notice_5 (id, kind, ticket_id, message_id, decided_at, outcome, reason, told_at, while_closed)
    SELECT id, kind, ticket_id, message_id, decided_at, outcome, reason, told_at, while_closed FROM notice;
  DROP TABLE notice;
  ALTER TABLE notice_5 RENAME TO notice;
  CREATE INDEX notice_untold ON notice (outcome, decided_at);
  `,
  `
  -- Since when the desk leaves it out of what it says it has. The words stay.
  ALTER TABLE ticket ADD COLUMN missing_since INTEGER;
  ALTER TABLE message ADD COLUMN missing_since INTEGER;
  ALTER TABLE attachment ADD COLUMN missing_since INTEGER;
  ALTER TABLE article ADD COLUMN missing_since INTEGER;
  -- Texts that the desk has put another in the place of, the oldest first.
  ALTER TABLE message ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(earlier));
  -- What was sent, byte for byte, so that it can be sent again.
  ALTER TABLE receipt ADD COLUMN body BLOB;
  -- The ticket, message or file that it made; null for an edit.
  ALTER TABLE receipt ADD COLUMN made TEXT;
  CREATE INDEX receipt_by_made ON receipt (made);

  -- Owners are written so that no two pairs of ids look alike.
  UPDATE ticket SET owner = ${OWNER_5.now} WHERE owner = ${OWNER_5.before};
  UPDATE article SET owner = ${OWNER_5.now} WHERE owner = ${OWNER_5.before};
  UPDATE setting SET value = (
      SELECT json_group_object(iif(key = ${OWNER_5.before}, ${OWNER_5.now}, key), json(value)) FROM json_each(setting.value)
    ) WHERE name = 'cursors';

  -- The account that it was written for; null when there was none.
  ALTER TABLE operation ADD COLUMN owner TEXT;
  UPDATE operation SET owner = coalesce((SELECT owner FROM ticket WHERE id = operation.ticket_id), ${OWNER_5.now});
  UPDATE ticket SET owner = ${OWNER_5.now} WHERE owner IS NULL AND number IS NULL;

  -- What is asked for at every answer of the desk, or for each reading, must not read every ticket.
  CREATE INDEX ticket_by_absence ON ticket (missing_since);
  CREATE INDEX ticket_by_number ON ticket (number);
  CREATE INDEX ticket_by_reading ON ticket (owner, seen);
  CREATE INDEX message_by_reading ON message (seen);
  CREATE INDEX attachment_by_reading ON attachment (seen);

  -- Changes that did not fit, as the desk sent them: read again once this app is another version.
  CREATE TABLE unread_change (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    ticket_id TEXT,
    raw TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER,
    UNIQUE (owner, key)
  ) STRICT;
  CREATE INDEX unread_change_by_ticket ON unread_change (ticket_id);
  `,
  `
  -- What is marked as left out is not looked at again for each that still is to be.
  DROP INDEX ticket_by_reading;
  DROP INDEX message_by_reading;
  DROP INDEX attachment_by_reading;
  CREATE INDEX ticket_by_reading ON ticket (owner, missing_since, seen);
  CREATE INDEX message_by_reading ON message (missing_since, seen);
  CREATE INDEX attachment_by_reading ON attachment (missing_since, seen);
  `,
  `
  -- Of each text as much is indexed as anybody may write here: all the words of a whole log would hold core up.
  DROP VIEW ticket_text;
  DROP VIEW message_text;
  CREATE VIEW ticket_text AS SELECT id, title, concat_ws(' ', ${indexed('description')}, steps, expected, actual, tried,
    hit, users, error_id, link, reply_draft, question, number) AS body FROM ticket;
  CREATE VIEW message_text AS SELECT id, author_name AS author, ${indexed('body')} AS body FROM message;

  DROP TRIGGER article_inserted;
  DROP TRIGGER article_updated;
  DROP TRIGGER article_deleted;
  DROP TABLE article_words;
  CREATE VIEW article_text AS SELECT key, title, ${indexed('body')} AS body FROM article;
  CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body, content = 'article_text', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  CREATE TRIGGER article_inserted AFTER INSERT ON article BEGIN
    INSERT INTO article_words (rowid, title, body) VALUES (NEW.key, NEW.title, ${indexed('NEW.body')});
  END;
  CREATE TRIGGER article_updated AFTER UPDATE OF title, body ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
      VALUES ('delete', OLD.key, OLD.title, ${indexed('OLD.body')});
    INSERT INTO article_words (rowid, title, body) VALUES (NEW.key, NEW.title, ${indexed('NEW.body')});
  END;
  CREATE TRIGGER article_deleted AFTER DELETE ON article BEGIN
    INSERT INTO article_words (article_words, rowid, title, body)
      VALUES ('delete', OLD.key, OLD.title, ${indexed('OLD.body')});
  END;
  INSERT INTO article_words (article_words) VALUES ('rebuild');
  `,
  `
  -- Whether the severity that the desk has was judged: 0 where it was sent unjudged, null where nobody has said.
  ALTER TABLE ticket ADD COLUMN judged INTEGER CHECK (judged IN (0, 1));
  `,
  `
  -- Whose ticket it is and who handed it in, as accounts (a desk and a requester) and by name; null while the desk says nothing.
  ALTER TABLE ticket ADD COLUMN requester TEXT;
  ALTER TABLE ticket ADD COLUMN requester_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE ticket ADD COLUMN filed_by TEXT;
  ALTER TABLE ticket ADD COLUMN filed_by_name TEXT NOT NULL DEFAULT '';
  -- For whom a draft is written, by the desk's id and name.
  ALTER TABLE ticket ADD COLUMN on_behalf_of TEXT CHECK (on_behalf_of IS NULL OR json_valid(on_behalf_of));
  -- 1 when answers to a colleague's ticket are to be told.
  ALTER TABLE ticket ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
  -- The account of who wrote it; null while the desk says nothing.
  ALTER TABLE message ADD COLUMN author TEXT;
  ALTER TABLE attachment ADD COLUMN author TEXT;
  `,
  `
  -- What a picture shows, in words.
  ALTER TABLE attachment ADD COLUMN description TEXT NOT NULL DEFAULT '';
  `,
  PIECES,
];

/**
 * The steps that write no row with a sum, but for the settings: the sums of a million rows are not made anew for nothing.
 */
export const LEAVES_SUMS: ReadonlySet<string> = new Set([PIECES]);

/** The part of a text that is indexed. A number of its own: what a migration says never changes with the contract. */
function indexed(text: string): string {
  return `substr(${text}, 1, 100000)`;
}

/**
 * An index of what the view `<table>_text` says of each row, kept by triggers. `text` are the columns that it is made of.
 */
function indexOfWords(table: string, columns: string, text: string): string {
  const entry = (row: string) => `
    INSERT INTO ${table}_words (rowid, ${columns})
      SELECT s.key, ${columns} FROM ${table}_text t JOIN searchable s ON s.kind = '${table}' AND s.id = t.id ${row};`;
  const keyOf = (row: string) => `(SELECT key FROM searchable WHERE kind = '${table}' AND id = ${row}.id)`;
  return `
  CREATE VIRTUAL TABLE ${table}_words USING fts5 (
    ${columns}, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );
  CREATE TRIGGER ${table}_indexed AFTER INSERT ON ${table} BEGIN
    INSERT INTO searchable (kind, id) VALUES ('${table}', NEW.id);
    ${entry('WHERE t.id = NEW.id')}
  END;
  CREATE TRIGGER ${table}_reindexed AFTER UPDATE OF ${text} ON ${table} BEGIN
    DELETE FROM ${table}_words WHERE rowid = ${keyOf('NEW')};
    ${entry('WHERE t.id = NEW.id')}
  END;
  CREATE TRIGGER ${table}_unindexed AFTER DELETE ON ${table} BEGIN
    DELETE FROM ${table}_words WHERE rowid = ${keyOf('OLD')};
    DELETE FROM searchable WHERE kind = '${table}' AND id = OLD.id;
  END;
  INSERT INTO searchable (kind, id) SELECT '${table}', id FROM ${table} ORDER BY rowid;
  ${entry('')}`;
}

/**
 * An index of the pieces of what the view `<table>_text` says of each row. Triggers note what changes; `text` are the
 * columns that it is made of.
 */
function indexOfPieces(table: string, text: string): string {
  const keyOf = (row: string) =>
    `SELECT kind, key FROM searchable WHERE kind = '${table}' AND id = ${row}.id`;
  return `
  DROP TRIGGER ${table}_indexed;
  DROP TRIGGER ${table}_reindexed;
  DROP TRIGGER ${table}_unindexed;
  ${tableOfPieces(table)}
  CREATE TRIGGER ${table}_indexed AFTER INSERT ON ${table} BEGIN
    INSERT INTO searchable (kind, id) VALUES ('${table}', NEW.id);
    ${noted(keyOf('NEW'))}
  END;
  CREATE TRIGGER ${table}_reindexed AFTER UPDATE OF ${text} ON ${table} WHEN ${differs(text)} BEGIN
    ${noted(keyOf('NEW'))}
  END;
  CREATE TRIGGER ${table}_unindexed AFTER DELETE ON ${table} BEGIN
    ${noted(keyOf('OLD'))}
    DELETE FROM searchable WHERE kind = '${table}' AND id = OLD.id;
  END;`;
}

/**
 * A piece is everything between two spaces. SQLite merges nothing by itself: it would do so in the middle of a write, and
 * as much as it likes.
 */
function tableOfPieces(table: string): string {
  return `CREATE VIRTUAL TABLE ${table}_pieces USING fts5 (
    pieces, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '^$@~'"
  );
  INSERT INTO ${table}_pieces (${table}_pieces, rank) VALUES ('automerge', 0);
  INSERT INTO ${table}_pieces (${table}_pieces, rank) VALUES ('crisismerge', 1000);
  INSERT INTO ${table}_pieces (${table}_pieces, rank) VALUES ('usermerge', 8);`;
}

/** `what` ends in a condition, or SQLite would read the rest as one of a join. */
function noted(what: string): string {
  return `INSERT INTO to_index (kind, key) ${what} ON CONFLICT DO NOTHING;`;
}

/** A desk tells of everything again and again. */
function differs(columns: string): string {
  return columns
    .split(',')
    .map((column) => `OLD.${column.trim()} IS NOT NEW.${column.trim()}`)
    .join(' OR ');
}

function accountOf(written: (id: string) => string): string {
  const [desk, requester] = [`json_extract(value, '$.desk.id')`, `json_extract(value, '$.requester.id')`];
  return `(SELECT ${written(desk)} || ' ' || ${written(requester)} FROM setting WHERE name = 'account')`;
}
