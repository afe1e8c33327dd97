/**
 * What a whole reading of the desk's changes has left out. Absence is a mark and never a deletion (invariant 10), and
 * when it is a lot, the desk must have said it twice: it may be a replica that lags, or the wrong one.
 */
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { Cursor } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from '../store/tickets.ts';

/** So many tickets may go from a desk without anybody wondering. */
const A_FEW = 3;
/** More than this share of all is a lot, however few they are. */
const SHARE = 1 / 10;

type LeftOut = { tickets: TicketId[]; messages: MessageId[]; files: AttachmentId[] };

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
  const wasSaidTwice = before?.again === true;
  const changed = wasSaidTwice ? mark(store, leftOut(store, previous(reading)), now) : [];
  const fresh = leftOut(store, reading);
  const isHeld = before !== null && !wasSaidTwice;
  if (isHeld ? touched(store, fresh).size > 0 : isALot(touched(store, fresh).size, of)) {
    return { changed, held: { shows, of, again: false } };
  }
  store.articles.markMissing(wasSaidTwice ? previous(reading) : reading, now);
  return { changed: [...changed, ...mark(store, fresh, now)], held: null };
}

const previous = ({ owner, number }: Reading): Reading => ({ owner, number: number - 1 });
const isALot = (tickets: number, of: number): boolean => tickets > A_FEW || tickets > of * SHARE;

function leftOut(store: Store, reading: Reading): LeftOut {
  return { ...store.tickets.notSeenSince(reading), files: store.attachments.notSeenSince(reading) };
}

/** The tickets that something of is left out. */
function touched(store: Store, { tickets, messages, files }: LeftOut): Set<TicketId> {
  return new Set([
    ...tickets,
    ...messages.flatMap((id) => store.tickets.ticketOf(id) ?? []),
    ...files.flatMap((id) => store.attachments.ticketOf(id) ?? []),
  ]);
}

function mark(store: Store, missing: LeftOut, now: number): TicketId[] {
  for (const id of missing.tickets) store.tickets.markMissing(id, now);
  for (const id of missing.messages) store.tickets.markMessageMissing(id, now);
  for (const id of missing.files) store.attachments.markMissing(id, now);
  return [...touched(store, missing)];
}
