/** What of a group the list shows, and in which order. The order is remembered; filters are for the moment. */
import { create } from 'zustand';
import type { TicketId } from '#shared/ids.ts';
import type { ListOrder, TicketSummary } from '#shared/model.ts';
import { inOrder } from './groups.ts';
import { useNavigation } from './navigation.ts';

export const FILTERS = ['unread', 'critical', 'files', 'missing'] as const;
export type Filter = (typeof FILTERS)[number];

const FITS: Record<Filter, (ticket: TicketSummary) => boolean> = {
  unread: ({ unread }) => unread,
  critical: ({ severity }) => severity === 'business_critical',
  files: ({ hasFiles }) => hasFiles,
  missing: ({ missing }) => missing !== 'no',
};

/** Whose tickets are shown: everyone's, the person's own, or those of the colleague whose id follows `id:`. */
export type Whose = 'everyone' | 'mine' | `id:${string}`;

type Listing = {
  whose: Whose;
  filters: readonly Filter[];
  /** The ticket that was open when a filter was chosen: only one that was opened after it stays listed in any case. */
  openBefore: TicketId | null;
};

const NONE: Listing = { whose: 'everyone', filters: [], openBefore: null };

export const useListing = create<Listing>(() => NONE);

export function openTicketId({
  place,
}: Pick<ReturnType<typeof useNavigation.getState>, 'place'>): TicketId | null {
  return place.screen === 'ticket' ? place.id : null;
}

export function toggleFilter(filter: Filter): void {
  useListing.setState(({ filters }) => ({
    filters: filters.includes(filter) ? filters.filter((one) => one !== filter) : [...filters, filter],
    openBefore: openTicketId(useNavigation.getState()),
  }));
}

export function clearFilters(): void {
  useListing.setState(NONE);
}

/** Shows only the tickets of somebody, or of everyone. */
export function chooseWhose(whose: Whose): void {
  useListing.setState({ whose, openBefore: openTicketId(useNavigation.getState()) });
}

/**
 * Another group is looked at whole: a filter that was forgotten must not hide what needs the person there. "Mine" stays: it
 * lets all of that through.
 */
export function listenToListing(): void {
  useNavigation.subscribe((now, before) => {
    if (now.group === before.group) return;
    const { whose } = useListing.getState();
    useListing.setState({ ...NONE, whose: whose === 'mine' ? whose : NONE.whose });
  });
}

function isOf(ticket: TicketSummary, whose: Whose): boolean {
  if (whose === 'everyone') return true;
  if (whose === 'mine') return ticket.isMine || ticket.needs !== null;
  return whose === `id:${ticket.requester?.id}`;
}

/** Whether it is of those who are shown, and every one of the filters lets it through. */
export function fits(ticket: TicketSummary, filters: readonly Filter[], whose: Whose = 'everyone'): boolean {
  return isOf(ticket, whose) && filters.every((filter) => FITS[filter](ticket));
}

/** The colleagues whose tickets are among these, each once, by name. */
export function requestersOf(tickets: readonly TicketSummary[]): NonNullable<TicketSummary['requester']>[] {
  const known = new Map(tickets.flatMap(({ requester }) => (requester ? [[requester.id, requester]] : [])));
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** How many tickets each filter alone would leave. */
export function filterCounts(tickets: readonly TicketSummary[]): Record<Filter, number> {
  const counts = { unread: 0, critical: 0, files: 0, missing: 0 };
  for (const ticket of tickets) for (const filter of FILTERS) if (FITS[filter](ticket)) counts[filter] += 1;
  return counts;
}

/** When the first answer is due; null where none is promised, it has come, or the ticket is over. */
function dueAt({ state, promise }: TicketSummary): number | null {
  const isOver = state === 'solved' || state === 'closed';
  return isOver || promise.firstAnsweredAt !== null ? null : promise.dueAt;
}

const byNewest = (a: TicketSummary, b: TicketSummary) => b.updatedAt - a.updatedAt;

/** What is due first, then what has no promise by newest. */
function byPromise(a: TicketSummary, b: TicketSummary): number {
  const [due, other] = [dueAt(a), dueAt(b)];
  if (due === null || other === null) return Number(due === null) - Number(other === null) || byNewest(a, b);
  return due - other || byNewest(a, b);
}

const ORDERS: Record<ListOrder, (a: TicketSummary, b: TicketSummary) => number> = {
  important: inOrder,
  promise: byPromise,
  newest: byNewest,
};

/** The tickets in an order; the given list stays as it is. */
export function ordered(tickets: readonly TicketSummary[], order: ListOrder): TicketSummary[] {
  return [...tickets].sort(ORDERS[order]);
}
