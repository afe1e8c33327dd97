import { beforeEach, describe, expect, test } from 'vitest';
import { groupOf } from '../../renderer/state/groups.ts';
import {
  chooseWhose,
  clearFilters,
  filterCounts,
  fits,
  listenToListing,
  ordered,
  requestersOf,
  toggleFilter,
  useListing,
  type Whose,
} from '../../renderer/state/listing.ts';
import { showGroup } from '../../renderer/state/navigation.ts';
import { ListOrder, type TicketSummary } from '../../shared/model.ts';
import { seededNumbers } from '../desk/random.ts';
import { summary } from '../tickets.ts';

const HOUR = 3_600_000;
const due = (n: number, dueAt: number | null, extra: Partial<TicketSummary> = {}) =>
  summary(n, { promise: { ...summary(n).promise, dueAt }, ...extra });
const titles = (tickets: TicketSummary[], order: ListOrder) =>
  ordered(tickets, order).map(({ updatedAt }) => updatedAt);

beforeEach(clearFilters);

test('By promise, what is due first stands on top, and what has no promise follows by newest', () => {
  expect(titles([due(1, null), due(2, 3 * HOUR), due(3, null), due(4, HOUR)], 'promise')).toEqual([
    4, 2, 3, 1,
  ]);
});

test('A promise that was kept, or whose ticket is over, puts a ticket no longer on top', () => {
  const answered = due(1, HOUR);
  answered.promise.firstAnsweredAt = HOUR / 2;
  const solved = due(2, HOUR, { state: 'solved' });
  expect(titles([answered, solved, due(3, 9 * HOUR)], 'promise')).toEqual([3, 2, 1]);
});

test('By newest nothing else counts, and by importance what was refused and what is critical comes first', () => {
  const tickets = [
    summary(1, { state: 'needs_attention' }),
    summary(2, { severity: 'business_critical' }),
    summary(3),
  ];
  expect(titles(tickets, 'newest')).toEqual([3, 2, 1]);
  expect(titles(tickets, 'important')).toEqual([1, 2, 3]);
});

test('Every order is one: it keeps all tickets, however they came, and leaves the given list as it is', () => {
  const next = seededNumbers(11);
  for (let round = 0; round < 100; round += 1) {
    const tickets = Array.from({ length: 12 }, (_, n) =>
      due(n, next() < 0.5 ? null : Math.floor(next() * 5) * HOUR, {
        state: next() < 0.2 ? 'solved' : 'open',
        severity: next() < 0.3 ? 'business_critical' : 'standard',
      }),
    );
    const given = [...tickets];
    for (const order of ListOrder.options) {
      const sorted = titles(tickets, order);
      expect(titles([...tickets].reverse(), order)).toEqual(sorted);
      expect([...sorted].sort((a, b) => a - b)).toEqual(given.map(({ updatedAt }) => updatedAt));
    }
    expect(tickets).toEqual(given);
  }
});

test('Filters add up: a ticket stays when every one of them lets it through', () => {
  const unread = summary(1, { unread: true });
  const both = summary(2, { unread: true, severity: 'business_critical', hasFiles: true });
  expect(fits(unread, [])).toBe(true);
  expect(fits(unread, ['unread'])).toBe(true);
  expect(fits(unread, ['unread', 'critical'])).toBe(false);
  expect(fits(both, ['unread', 'critical', 'files'])).toBe(true);
  expect(filterCounts([unread, both])).toEqual({ unread: 2, critical: 1, files: 1, missing: 0 });
});

test('A filter is taken away by choosing it again, and all of them by going to another group', () => {
  listenToListing();
  toggleFilter('unread');
  toggleFilter('critical');
  toggleFilter('unread');
  expect(useListing.getState().filters).toEqual(['critical']);
  showGroup('needsYou');
  expect(useListing.getState().filters).toEqual(['critical']);
  showGroup('solved');
  expect(useListing.getState().filters).toEqual([]);
});

describe('Colleagues', () => {
  const kari = { id: 'kari', name: 'Kari' };
  const hers = summary(2, { requester: kari, isMine: false, state: 'waiting_on_requester', unread: true });
  const filed = summary(3, { requester: kari, isMine: true });
  const tickets = [
    summary(1),
    hers,
    filed,
    summary(4, { requester: { id: 'a', name: 'Aud' }, isMine: false }),
  ];
  const shown = (whose: Whose) =>
    tickets.filter((one) => fits(one, [], whose)).map(({ updatedAt }) => updatedAt);

  test('the list shows everyone’s, the person’s own with what they filed, or a colleague’s', () => {
    expect(shown('everyone')).toEqual([1, 2, 3, 4]);
    expect(shown('mine')).toEqual([1, 3]);
    expect(shown('id:kari')).toEqual([2, 3]);
    expect(requestersOf(tickets).map(({ name }) => name)).toEqual(['Aud', 'Kari']);
  });

  test('a colleague’s ticket is nobody else’s turn, but for what was refused there', () => {
    expect(groupOf(hers)).toBe('open');
    expect(groupOf({ ...hers, needs: 'refused' })).toBe('needsYou');
    expect(groupOf({ ...hers, isMine: true })).toBe('needsYou');
    expect(fits({ ...hers, needs: 'refused' }, [], 'mine')).toBe(true);
  });

  test('another group is looked at whole, unless what is left out needs nobody here', () => {
    listenToListing();
    showGroup('open');
    chooseWhose('id:kari');
    showGroup('solved');
    expect(useListing.getState().whose).toBe('everyone');
    chooseWhose('mine');
    showGroup('open');
    expect(useListing.getState().whose).toBe('mine');
  });
});
