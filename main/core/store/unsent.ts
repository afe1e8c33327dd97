/**
 * What only this computer knows and must never lose, as values that can be written elsewhere: per ticket everything
 * that is not at the desk yet, and the settings that a person made.
 */
import { z } from 'zod';
import type { Db } from '../ports.ts';

const Value = z.union([z.string(), z.number(), z.null(), z.object({ base64: z.base64() })]);
const Row = z.record(z.string(), Value);
type Row = z.infer<typeof Row>;
/** What SQLite gives for a row. */
const RawRow = z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.instanceof(Uint8Array)]));

const UnsentTicket = z.object({
  ticket: Row,
  messages: z.array(Row),
  attachments: z.array(Row),
  operations: z.array(Row),
});
export type UnsentTicket = z.infer<typeof UnsentTicket>;
const KeptSetting = z.object({ value: z.string() });

/** One thing in the journal; null when nothing of it is only here any more. */
export const Entry = z.union([UnsentTicket, KeptSetting]).nullable();
export type Entry = z.infer<typeof Entry>;

/** By ticket id, or by the name of a setting. */
export type Entries = Map<string, Entry>;

const SETTINGS = ['deskUrl', 'preferences'];
const settingKey = (name: string) => `setting ${name}`;

/** Entries as the journal writes them, to be compared. */
export type Texts = Map<string, string>;
export const asTexts = (entries: Entries): Texts =>
  new Map([...entries].map(([key, entry]) => [key, JSON.stringify(entry)]));
export const sameTexts = (a: Texts, b: Texts): boolean =>
  a.size === b.size && [...a].every(([key, text]) => b.get(key) === text);

/** Which entry a changed row belongs to; null when it is none of the journal's business. */
export function entryOf(table: string, id: string): string | null {
  if (table === 'setting') return SETTINGS.includes(id) ? settingKey(id) : null;
  return ['ticket', 'message', 'attachment', 'operation'].includes(table) ? id : null;
}

/** Columns that change with every try, or that are nothing a person made: not worth a line in the journal. */
const LEFT_OUT: Record<string, readonly string[]> = {
  ticket: ['sum', 'unread'],
  message: ['sum'],
  attachment: ['sum', 'sent_bytes'],
  operation: ['sum', 'seq', 'tries', 'next_try_at', 'held_by_desk', 'waited_minutes'],
};

/** What is being sent counts as waiting: after a restart nothing is being sent. */
const AT_REST: Record<string, readonly [column: string, moving: string, atRest: string]> = {
  ticket: ['state', 'sending', 'queued'],
  message: ['delivery', 'sending', 'queued'],
  attachment: ['delivery', 'sending', 'queued'],
  operation: ['state', 'sending', 'waiting'],
};

/** What the person said of a ticket, and no desk has. */
const IS_SET_HERE = `(muted = 1 OR followed = 1 OR still_happening IS NOT NULL)`;
const UNSENT_MESSAGES = `(delivery <> 'delivered' OR id IN (SELECT message_id FROM operation))`;
const UNSENT_FILES = `(delivery <> 'received' OR id IN (SELECT attachment_id FROM operation))`;

/** True when something of a ticket is still to be sent, or to be written. */
export function hasUnsent({ ticket, messages, attachments, operations }: UnsentTicket): boolean {
  const isHere = ticket.number === null || ticket.reply_draft !== '';
  return isHere || messages.length + attachments.length + operations.length > 0;
}

/** Reads what is only here out of a database of the newest version. */
export function openUnsent(db: Db) {
  // Asked first: most changed tickets are all at the desk, and reading a long one only to see that takes tens of ms.
  const selectHasEntry = db
    .prepare(
      `SELECT number IS NULL OR reply_draft <> '' OR ${IS_SET_HERE}
         OR EXISTS (SELECT 1 FROM operation o WHERE o.ticket_id = t.id)
         OR EXISTS (SELECT 1 FROM message WHERE ticket_id = t.id AND ${UNSENT_MESSAGES})
         OR EXISTS (SELECT 1 FROM attachment WHERE ticket_id = t.id AND ${UNSENT_FILES})
       FROM ticket t WHERE id = ?`,
    )
    .pluck();
  const selectTicket = db.prepare('SELECT * FROM ticket WHERE id = ?');
  const selectMessages = db.prepare(
    `SELECT * FROM message WHERE ticket_id = ? AND ${UNSENT_MESSAGES} ORDER BY id`,
  );
  const selectFiles = db.prepare(
    `SELECT * FROM attachment WHERE ticket_id = ? AND ${UNSENT_FILES} ORDER BY id`,
  );
  const selectOperations = db.prepare('SELECT * FROM operation WHERE ticket_id = ? ORDER BY place, seq');
  const selectSetting = db.prepare('SELECT value FROM setting WHERE name = ?');
  const selectTickets = db
    .prepare(
      `SELECT id FROM ticket WHERE number IS NULL OR reply_draft <> '' OR ${IS_SET_HERE}
       UNION SELECT ticket_id FROM operation
       UNION SELECT ticket_id FROM message WHERE delivery <> 'delivered'
       UNION SELECT ticket_id FROM attachment WHERE delivery <> 'received' ORDER BY 1`,
    )
    .pluck();

  function ticketEntry(id: string): Entry {
    if (selectHasEntry.get(id) !== 1) return null;
    const rows = (found: unknown[], table: string) => found.map((each) => kept(each, table));
    return {
      ticket: kept(selectTicket.get(id), 'ticket'),
      messages: rows(selectMessages.all(id), 'message'),
      attachments: rows(selectFiles.all(id), 'attachment'),
      operations: rows(selectOperations.all(id), 'operation'),
    };
  }

  function settingEntry(name: string): Entry {
    return KeptSetting.nullable().parse(selectSetting.get(name) ?? null);
  }

  function entry(key: string): Entry {
    const setting = SETTINGS.find((name) => settingKey(name) === key);
    return setting === undefined ? ticketEntry(key) : settingEntry(setting);
  }

  return {
    entry,
    /** Everything that is only here. */
    all(): Entries {
      const keys = [...z.array(z.string()).parse(selectTickets.all()), ...SETTINGS.map(settingKey)];
      const found: Entries = new Map();
      for (const key of keys) {
        const value = entry(key);
        if (value !== null) found.set(key, value);
      }
      return found;
    },
  };
}

function kept(row: unknown, table: string): Row {
  const leftOut = LEFT_OUT[table] ?? [];
  const entries = Object.entries(RawRow.parse(row)).filter(([column]) => !leftOut.includes(column));
  return Object.fromEntries(entries.map(([column, value]) => [column, atRest(table, column, value)]));
}

function atRest(table: string, column: string, value: string | number | null | Uint8Array) {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  const [where, moving, resting] = AT_REST[table] ?? [];
  return column === where && value === moving && resting !== undefined ? resting : value;
}
