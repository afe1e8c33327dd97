/** Writes what the journal kept back into a database of the newest version, inside the caller's transaction. */
import { z } from 'zod';
import type { Db } from '../ports.ts';
import { type Entries, hasUnsent, type UnsentTicket } from './unsent.ts';

type Row = UnsentTicket['ticket'];

/**
 * `whole`: the journal is complete, so what it does not tell of is not unsent any more and goes.
 * `doubtful`: the journal is damaged, so what it does not tell of stays, and anything may have been tried since.
 * `only`: nothing but the given entries is touched.
 */
export type How = 'whole' | 'doubtful' | 'only';

/** Gives the number of tickets of which something unsent came back. */
export function bringBack(db: Db, entries: Entries, how: How, now: number): number {
  const tickets = [...entries].flatMap(([id, entry]) =>
    entry !== null && 'ticket' in entry ? [{ id, ...entry }] : [],
  );
  // Rather told of an answer once too often than never: only the journal knows what is muted now.
  if (how !== 'only') db.exec('UPDATE ticket SET muted = 0 WHERE muted = 1');
  const tried = triesOf(db);
  if (how === 'whole') removeAllUnsent(db, new Set(tickets.map(({ id }) => id)));
  else for (const { id } of tickets) removeUnsentOf(db, id);

  for (const { ticket } of tickets) bringTicket(db, ticket);
  for (const { messages } of tickets) {
    // A place in the desk's order may be taken by now; the desk tells it again.
    for (const row of messages) insertIfNew(db, 'message', { ...row, arrival: null });
  }
  for (const { attachments } of tickets) for (const row of attachments) insertIfNew(db, 'attachment', row);
  const operations = tickets.flatMap((ticket) => ticket.operations);
  for (const row of operations.sort((a, b) => Number(a.place) - Number(b.place))) {
    // The journal of an earlier version names no owner: it is whoever the ticket belongs to (invariant 11).
    const owner = 'owner' in row ? {} : { owner: ownerOfTicket(db, row) };
    insertIfNew(db, 'operation', { next_try_at: now, ...owner, ...row, ...tried.get(String(row.id)) });
  }
  // The journal of an earlier version names no owner: it is whoever the ticket belongs to (invariant 11).
  db.exec(
    'UPDATE operation SET owner = (SELECT owner FROM ticket WHERE id = operation.ticket_id) WHERE owner IS NULL',
  );
  if (how === 'doubtful') doubtAll(db);
  for (const [key, entry] of entries) {
    if (entry !== null && 'value' in entry) bringSetting(db, key.replace(/^setting /, ''), entry.value);
  }
  return tickets.filter(hasUnsent).length;
}

const Tries = z.object({
  id: z.string(),
  tries: z.int(),
  next_try_at: z.int(),
  held_by_desk: z.int(),
  waited_minutes: z.int(),
});

/** What the database knows of the tries of each operation; the journal does not tell of them. */
function triesOf(db: Db): Map<string, Row> {
  const rows = db.prepare('SELECT id, tries, next_try_at, held_by_desk, waited_minutes FROM operation').all();
  return new Map(
    z
      .array(Tries)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

function ownerOfTicket(db: Db, { ticket_id }: Row): string | null {
  const owner = db.prepare('SELECT owner FROM ticket WHERE id = ?').pluck().get(ticket_id);
  return z
    .string()
    .nullable()
    .parse(owner ?? null);
}

function removeAllUnsent(db: Db, kept: Set<string>): void {
  db.exec(`
    DELETE FROM operation;
    DELETE FROM attachment WHERE delivery <> 'received';
    DELETE FROM message WHERE delivery <> 'delivered';
    UPDATE ticket SET reply_draft = '', still_happening = NULL
      WHERE reply_draft <> '' OR still_happening IS NOT NULL;
  `);
  const here = z
    .array(z.string())
    .parse(db.prepare('SELECT id FROM ticket WHERE number IS NULL').pluck().all());
  const removeReceipts = db.prepare('DELETE FROM receipt WHERE ticket_id = ?');
  const removeTicket = db.prepare('DELETE FROM ticket WHERE id = ?');
  for (const id of here) {
    if (kept.has(id)) continue;
    // It is at the desk by now, and comes back with the changes.
    removeReceipts.run(id);
    removeTicket.run(id);
  }
}

function removeUnsentOf(db: Db, id: string): void {
  db.prepare('DELETE FROM operation WHERE ticket_id = ?').run(id);
  db.prepare(`DELETE FROM attachment WHERE ticket_id = ? AND delivery <> 'received'`).run(id);
  db.prepare(`DELETE FROM message WHERE ticket_id = ? AND delivery <> 'delivered'`).run(id);
}

function doubtAll(db: Db): void {
  db.exec('UPDATE operation SET exposed = 1, first_try_at = coalesce(first_try_at, queued_at)');
}

/** What the desk owns of a ticket stays as the database has it; what the person wrote comes from the journal. */
function bringTicket(db: Db, row: Row): void {
  const id = row.id ?? null;
  const number = db.prepare('SELECT number FROM ticket WHERE id = ?').pluck().get(id);
  // One that was at the desk may have gone from there: the next reading from the start tells.
  const unseen = row.number === null ? row : { ...row, seen: 0 };
  if (number === undefined) {
    insertIfNew(db, 'ticket', unseen);
  } else if (number === null) {
    // A journal of before there were owners takes none away.
    const { owner = null, ...words } = unseen;
    update(db, 'ticket', owner === null ? words : unseen);
  } else {
    const { reply_draft = '', muted = 0, followed = 0, still_happening = null } = row;
    update(db, 'ticket', { id, reply_draft, muted, followed, still_happening });
  }
}

function bringSetting(db: Db, name: string, value: string): void {
  db.prepare(
    'INSERT INTO setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run({ name, value });
}

function insertIfNew(db: Db, table: string, row: Row): void {
  const columns = columnsOf(db, table, row);
  db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT DO NOTHING`,
  ).run(columns.map((column) => bound(row[column])));
}

function update(db: Db, table: string, row: Row): void {
  const columns = columnsOf(db, table, row).filter((column) => column !== 'id');
  db.prepare(`UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`).run([
    ...columns.map((column) => bound(row[column])),
    bound(row.id),
  ]);
}

/** The columns of a row that the table still has: the journal may be older than it. */
function columnsOf(db: Db, table: string, row: Row): string[] {
  const known = z
    .array(z.string())
    .parse(db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table));
  return Object.keys(row).filter((column) => known.includes(column));
}

function bound(value: Row[string] | undefined): string | number | null | Uint8Array {
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value;
}
