/** What the window makes of core's answers, without its picture: lists, threads, reports and files. */
import { csvOf } from '#shared/csv.ts';
import type { Connection, Ticket, TicketSummary, WaitingOperation } from '#shared/model.ts';
import { ListOrder } from '#shared/model.ts';
import { plainText } from '#shared/plain-text.ts';
import { spreadsheetMarks } from '#shared/region.ts';
import type { KeptEntry, KeptFigures } from '#shared/sla/kept.ts';
import { inOrder } from '#shared/thread-order.ts';
import { monthPlaces, mostMinutes } from '../../renderer/features/kept/places.ts';
import { entryTable } from '../../renderer/features/kept/table.ts';
import { findTickets, ticketIndex } from '../../renderer/features/palette/matching.ts';
import { groupOf } from '../../renderer/state/groups.ts';
import { filterCounts, ordered } from '../../renderer/state/listing.ts';
import { reasonOf } from '../../renderer/state/waits.ts';

/** Numbers that say nothing by themselves: that all of it was gone through. */
export function showLists(
  tickets: readonly TicketSummary[],
  operations: readonly WaitingOperation[],
  connection: Connection,
): number {
  const groups = new Set(tickets.map(groupOf));
  const rows = ListOrder.options.flatMap((order) => ordered(tickets, order));
  const known = { connection: connection.state, nextTryAt: connection.nextTryAt, operations };
  const reasons = operations.map((row) => reasonOf(row, known));
  const found = findTickets('news', ticketIndex(tickets));
  return groups.size + rows.length + reasons.length + filterCounts(tickets).unread + found.best;
}

export function showTicket({ messages, events, title }: Ticket): number {
  const thread = inOrder(messages, events);
  return thread.length + plainText(title).length;
}

const WORDS = {
  number: 'Number',
  title: 'Title',
  severity: 'Severity',
  received: 'Received',
  answered: 'Answered',
  promised: 'Promised',
  due: 'Due',
  outcome: 'Outcome',
  lateBy: 'Late by',
  changed: 'Changed',
  severities: { business_critical: 'Critical', standard: 'Standard' },
  outcomes: {
    kept: 'kept',
    late: 'late',
    overdue: 'overdue',
    running: 'running',
    ended: 'ended',
    no_promise: 'no promise',
  },
  change: (from: string, to: string, when: string) => `${from} to ${to} on ${when}`,
};

const FORMAT = {
  count: String,
  minutes: String,
  minutesOrNone: String,
  list: String,
  day: String,
  month: String,
  shortMonth: String,
  hour: String,
  shortHour: String,
};

export function showKept(figures: KeptFigures, entries: readonly KeptEntry[], timeZone: string): number {
  const table = csvOf(entryTable(entries, timeZone, WORDS), spreadsheetMarks(null));
  const places = monthPlaces(figures, 'business_critical', FORMAT);
  return table.length + places.length + mostMinutes(figures);
}
