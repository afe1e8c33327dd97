/** The shape of the store. Each entry leads from its index to the next `user_version`, in one transaction. */

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
];
