/**
 * What a whole reading of the desk's changes has left out. Absence is a mark and never a deletion (invariant 10), and
 * when it is a lot, the desk must have said it twice: it may be a replica that lags, or the wrong one.
 */
import type { TicketId } from '#shared/ids.ts';
import type { Cursor } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from '../store/tickets.ts';

/** So many tickets may go from a desk without anybody wondering. */
const A_FEW = 3;
/** More than this share of all is a lot, however few they are. */
const SHARE = 1 / 10;

/** So many of each kind are marked at a time. */
const SOME = 250;

/**
 * Ends a whole reading: marks what is missing, or holds that back. Gives the tickets that changed, and what is held.
 * Of a reading that was held before, what has been left out twice is marked however much it is.
 */
export function concludeReading(
  store: Store,
  reading: Reading,
  before: Cursor['held'],
  now: number,
): { changed: TicketId[]; held: Cursor['held'] } {
  const { of, shows } = store.tickets.counted(reading);
  const changed = new Set<TicketId>();
  for (;;) {
    const some = markSome(store, reading, before, now);
    if (some.length === 0) break;
    for (const id of some) changed.add(id);
  }
  if (ticketsLeftOut(store, reading, 1).size > 0)
    return { changed: [...changed], held: { shows, of, again: false } };
  store.articles.markMissing(before?.again ? previous(reading) : reading, now);
  return { changed: [...changed], held: null };
}

/**
 * Marks some of what is missing for sure: what was left out twice, and then what was left out once, unless that is a lot.
 * Gives the tickets that changed, none when all is marked or the rest is held back.
 */
export function markSome(store: Store, reading: Reading, before: Cursor['held'], now: number): TicketId[] {
  if (before !== null && !before.again) return [];
  const twice = before === null ? [] : markNotSeen(store, previous(reading), now);
  if (twice.length > 0) return twice;
  const { of } = store.tickets.counted(reading);
  return isALot(ticketsLeftOut(store, reading, A_FEW + 1).size, of) ? [] : markNotSeen(store, reading, now);
}

const previous = ({ owner, number }: Reading): Reading => ({ owner, number: number - 1 });
/** More than a few need not be counted. */
const isALot = (tickets: number, of: number): boolean => tickets > A_FEW || tickets > of * SHARE;

/** The tickets that something of is left out, all of them when they are fewer than `most`. */
function ticketsLeftOut(store: Store, reading: Reading, most: number): Set<TicketId> {
  return new Set([
    ...store.tickets.notSeenSince(reading, most).tickets,
    ...store.tickets.ticketsOfNotSeen(reading, most),
    ...store.attachments.ticketsOfNotSeen(reading, most),
  ]);
}

function markNotSeen(store: Store, reading: Reading, now: number): TicketId[] {
  const { tickets, messages } = store.tickets.notSeenSince(reading, SOME);
  const files = store.attachments.notSeenSince(reading, SOME);
  for (const { id } of messages) store.tickets.markMessageMissing(id, now);
  for (const { id } of files) store.attachments.markMissing(id, now);
  const parts = [...new Set([...messages, ...files].map(({ ticketId }) => ticketId))];
  // The tickets come last: how many there are decides whether this goes on.
  if (parts.length > 0) return parts;
  for (const id of tickets) store.tickets.markMissing(id, now);
  return tickets;
}
