/** Changes that this version could not read, kept as the desk sent them until one can. */
import { z } from 'zod';
import type { AttachmentId, MessageId } from '#shared/ids.ts';
import type { Misfit } from '#shared/received.ts';
import type { Db } from '../ports.ts';

/** A desk that sends nothing else must not fill the disk: the oldest go first. */
const MOST_ROWS = 1_000;
/** Of what is longer, only that it came is kept: a part of it could never be read. */
const LONGEST_RAW = 500_000;
/** All of them are read at each start: of the older ones, only that they came is kept once there is more than this. */
const MOST_BYTES = 20_000_000;

/**
 * Why a deletion is kept that can only be true if more was sent than this store remembers: nothing is hidden by it, and so
 * nobody is told of it.
 */
export const NEVER_SENT = 'was never sent';

const Kept = z.object({ id: z.string(), key: z.string(), raw: z.string(), why: z.string() });
export type Kept = z.infer<typeof Kept>;

export function openUnread(db: Db) {
  const upsert = db.prepare(
    `INSERT INTO unread_change (id, owner, key, ticket_id, raw, why, at)
     VALUES (@id, @owner, @key, @ticketId, @raw, @why, @now)
     ON CONFLICT (owner, key) DO UPDATE SET raw = excluded.raw, why = excluded.why, at = excluded.at,
       ticket_id = excluded.ticket_id`,
  );
  const removeOldest = db.prepare(
    `DELETE FROM unread_change WHERE owner = @owner AND id NOT IN
       (SELECT id FROM unread_change WHERE owner = @owner ORDER BY rowid DESC LIMIT ${MOST_ROWS})`,
  );
  const emptyOldest = db.prepare(
    `UPDATE unread_change SET raw = '' WHERE raw <> '' AND id IN (SELECT id FROM
       (SELECT id, sum(octet_length(raw)) OVER (ORDER BY rowid DESC) AS bytes FROM unread_change WHERE owner = @owner)
       WHERE bytes > ${MOST_BYTES})`,
  );
  const selectIds = db.prepare('SELECT id FROM unread_change WHERE owner = ? ORDER BY rowid').pluck();
  const selectAbout = db
    .prepare('SELECT id FROM unread_change WHERE owner = ? AND key = ? ORDER BY rowid')
    .pluck();
  const selectReasons = db.prepare('SELECT id, why FROM unread_change WHERE owner = ?');
  const select = db.prepare('SELECT id, key, raw, why FROM unread_change WHERE id = ?');
  const selectHas = db.prepare('SELECT 1 FROM unread_change WHERE owner = ? AND key = ?');
  const remove = db.prepare('DELETE FROM unread_change WHERE id = ?');
  const setWhy = db.prepare('UPDATE unread_change SET why = @why WHERE id = @id');
  const removeByKey = db.prepare('DELETE FROM unread_change WHERE owner = ? AND key = ?');
  const removeNeverSent = db.prepare(
    `DELETE FROM unread_change WHERE owner = @owner AND key = 'deleted ' || @id AND why = '${NEVER_SENT}'`,
  );
  const countOfNoTicket = db
    .prepare(
      `SELECT count(*) FROM unread_change u WHERE owner = (SELECT value ->> '$' FROM setting WHERE name = 'here')
         AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = u.ticket_id)`,
    )
    .pluck();

  return {
    /** Keeps one; the same thing told again takes the place of what was kept of it. `trim` follows the last one. */
    add(owner: string, { key, ticketId, raw, why }: Misfit, id: string, now: number): void {
      upsert.run({ id, owner, key, ticketId, raw: raw.length > LONGEST_RAW ? '' : raw, why, now });
    },
    /** Lets go of the oldest, once for all that were added together. */
    trim(owner: string): void {
      removeOldest.run({ owner });
      emptyOldest.run({ owner });
    },
    /** True while something told under this key is kept. */
    has: (owner: string, key: string): boolean => selectHas.get(owner, key) !== undefined,
    /** What is kept of an account, the oldest first; with `key` only what was kept under it. */
    idsOf(owner: string, key: string | null = null): string[] {
      return z.array(z.string()).parse(key === null ? selectIds.all(owner) : selectAbout.all(owner, key));
    },
    /** Why each of them could not be taken. */
    reasons(owner: string): Pick<Kept, 'id' | 'why'>[] {
      return z.array(Kept.pick({ id: true, why: true })).parse(selectReasons.all(owner));
    },
    get(id: string): Kept | null {
      return Kept.nullable().parse(select.get(id) ?? null);
    },
    /** Why it still cannot be taken. */
    isBecause(id: string, why: string): void {
      setWhy.run({ id, why });
    },
    remove(id: string): void {
      remove.run(id);
    },
    /** The desk has told of it in a way that could be read. */
    wasRead(owner: string, key: string): void {
      removeByKey.run(owner, key);
    },
    /** The desk has it now: that it was deleted, told before it was sent, is not true of this. */
    wasSent(owner: string | null, id: MessageId | AttachmentId): void {
      removeNeverSent.run({ owner, id });
    },
    /** How many are of no ticket that is here, so that no ticket can say so. */
    ofNoTicket(): number {
      return z.int().parse(countOfNoTicket.get());
    },
  };
}
