/** The figures that an admin shows the vendor: by hand, by brute force, and from a real desk. */
import { describe, expect, test } from 'vitest';
import type { PromiseTarget } from '#shared/contract.ts';
import type { ResolvedCalendar } from '#shared/sla/calendar.ts';
import {
  type KeptContext,
  type KeptRow,
  keptEntries,
  keptFigures,
  keptPart,
  median,
  type Period,
  percentile,
} from '#shared/sla/kept.ts';
import { keptPromises } from '../../main/core/policy/kept.ts';
import { dice } from '../torture/dice.ts';
import { openProfile, newFolder as profileFolder, stillClock } from './profile.ts';
import { core, desk } from './running-core.ts';
import { seedOfRun } from './sla-minutes.ts';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const within = (minutes: number): PromiseTarget => ({
  kind: 'guaranteed',
  withinMinutes: minutes,
  clock: 'always',
});
const office: ResolvedCalendar = {
  timeZone: 'Europe/Oslo',
  open: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '16:00' })),
  holidays: [],
};
/** 23 November 2026, 09:00 in Oslo. */
const context: KeptContext = { now: at('2026-11-23T08:00Z'), calendar: office, timeZone: 'Europe/Oslo' };

type Short = { received: string; took?: number; promised?: number | PromiseTarget | null };
function row({ received, took, promised = 30 }: Short, different: Partial<KeptRow> = {}): KeptRow {
  const receivedAt = at(received);
  const target = typeof promised === 'number' ? within(promised) : promised;
  return {
    number: 'LL-1',
    title: 'Nobody can sign in',
    severity: 'business_critical',
    state: 'open',
    promise: {
      receivedAt,
      target,
      dueAt: typeof promised === 'number' ? receivedAt + promised * MINUTE : null,
      firstAnsweredAt: took === undefined ? null : receivedAt + took * MINUTE,
      exceptedBecause: null,
    },
    severityChange: null,
    isDeleted: false,
    ...different,
  };
}

const standard = { severity: 'standard' } as const;
const changed = (from: KeptRow['severity'], to: KeptRow['severity'], when: string) => ({
  severityChange: { from, to, at: at(when) },
});

describe('worked by hand', () => {
  const rows: KeptRow[] = [
    // Before the three months.
    row({ received: '2026-08-31T21:59Z', took: 500 }),
    // One second into September in Oslo, still August in UTC.
    row({ received: '2026-08-31T22:00:01Z', took: 10 }),
    row({ received: '2026-09-10T08:00Z', took: 30 }),
    row({ received: '2026-09-11T08:00Z', took: 31 }),
    row({ received: '2026-09-12T08:00Z', took: 90 }),
    row({ received: '2026-09-12T09:00Z', took: 55, promised: 60 }, standard),
    // 23:50 in Oslo on the last day of October, answered in November.
    row(
      { received: '2026-10-31T22:50Z', took: 20 },
      changed('standard', 'business_critical', '2026-11-02T08:00Z'),
    ),
    row({ received: '2026-11-23T07:00Z' }),
    row({ received: '2026-11-23T07:45Z' }),
    row({ received: '2026-11-20T07:45Z' }, { state: 'solved' }),
    row({ received: '2026-11-20T07:45Z' }, { isDeleted: true }),
    row(
      { received: '2026-11-10T08:00Z', took: 300, promised: { kind: 'aim', withinBusinessDays: 1 } },
      standard,
    ),
    row({ received: '2026-11-10T08:00Z', promised: null }, standard),
    row(
      { received: '2026-05-10T08:00Z', took: 9 },
      { ...changed('business_critical', 'standard', '2026-09-30T08:00Z'), ...standard },
    ),
  ];
  const figures = keptFigures([keptPart(rows, '3', context)], '3', context);

  test('each month and severity: kept and late, the middle answer and the slow one, how late', () => {
    const nothing = { overdue: 0, medianLateMinutes: null, longestLateMinutes: null };
    expect(figures.months).toEqual(['2026-09', '2026-10', '2026-11']);
    expect(figures.byMonth).toEqual([
      {
        ...{ month: '2026-09', severity: 'business_critical', count: 4, kept: 2, late: 2, overdue: 0 },
        ...{ answered: 4, medianMinutes: 30.5, ninetiethMinutes: 90, promisedMinutes: [30] },
        ...{ medianLateMinutes: 30.5, longestLateMinutes: 60 },
      },
      {
        ...{ month: '2026-09', severity: 'standard', count: 1, kept: 1, late: 0 },
        ...{ answered: 1, medianMinutes: 55, ninetiethMinutes: 55, promisedMinutes: [60] },
        ...nothing,
      },
      {
        ...{ month: '2026-10', severity: 'business_critical', count: 1, kept: 1, late: 0 },
        ...{ answered: 1, medianMinutes: 20, ninetiethMinutes: 20, promisedMinutes: [30] },
        ...nothing,
      },
      {
        ...{ month: '2026-11', severity: 'business_critical', count: 1, kept: 0, late: 1, overdue: 1 },
        ...{ answered: 0, medianMinutes: null, ninetiethMinutes: null, promisedMinutes: [30] },
        ...{ medianLateMinutes: 30, longestLateMinutes: 30 },
      },
    ]);
    expect(figures.total).toEqual({ count: 7, kept: 4, late: 3, overdue: 1, longestLateMinutes: 60 });
  });

  test('what is running, ended without an answer or was never promised stands apart', () => {
    expect(figures.apart).toEqual({
      running: 1,
      ended: 2,
      noPromise: { count: 2, answered: 1, medianMinutes: 300 },
    });
  });

  test('first answers stand at the hour on the wall of the time zone, in summer time and after it', () => {
    // 00:10 (October 31 + 20 min), 00:10 (the second row), 10:30, 10:31, 11:30 and 11:55.
    const told = figures.byHour;
    expect(told.map(({ hour, severity, answered, late }) => [hour, severity, answered, late])).toEqual([
      [0, 'business_critical', 2, 0],
      [10, 'business_critical', 2, 1],
      [11, 'business_critical', 1, 1],
      [11, 'standard', 1, 0],
    ]);
    expect(told[0]).toMatchObject({ medianMinutes: 15, ninetiethMinutes: 20 });
  });

  test('changes of severity count in their own month, also those of older tickets', () => {
    expect(figures.escalations).toEqual([
      { month: '2026-09', up: 0, down: 1 },
      { month: '2026-10', up: 0, down: 0 },
      { month: '2026-11', up: 1, down: 0 },
    ]);
  });

  test('all reaches back to the first ticket, and a period without any is empty and whole', () => {
    expect(keptFigures([keptPart(rows, 'all', context)], 'all', context).months[0]).toBe('2026-05');
    const empty = keptFigures([keptPart([], '6', context)], '6', context);
    expect(empty.total.count).toBe(0);
    expect(empty.months).toHaveLength(6);
    expect(keptFigures([keptPart([], 'all', context)], 'all', context).months).toEqual(['2026-11']);
  });

  test('a promise in service hours is measured in service time, and not at all when those are not known', () => {
    const target: PromiseTarget = { kind: 'guaranteed', withinMinutes: 60, clock: 'service_hours' };
    // A Friday 15:30 in Oslo to the Monday after, 08:20.
    const asked = row({ received: '2026-11-06T14:30Z', promised: target });
    asked.promise.firstAnsweredAt = at('2026-11-09T07:20Z');
    expect(keptEntries([keptPart([asked], '3', context)])[0]).toMatchObject({
      outcome: 'kept',
      answerMinutes: 50,
    });
    const blind = { ...context, calendar: null };
    expect(keptEntries([keptPart([asked], '3', blind)])[0]).toMatchObject({
      outcome: 'no_promise',
      answerMinutes: null,
    });
    asked.promise.dueAt = at('2026-11-09T07:10Z');
    expect(keptEntries([keptPart([asked], '3', blind)])[0]).toMatchObject({
      outcome: 'late',
      lateMinutes: 10,
      answerMinutes: null,
    });
  });
});

test('the median is the middle, the percentile the nearest rank', () => {
  expect([median([]), median([3]), median([9, 1, 3]), median([9, 1, 3, 4])]).toEqual([null, 3, 3, 3.5]);
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  expect([
    percentile([], 0.9),
    percentile([7], 0.9),
    percentile(ten, 0.9),
    percentile([...ten, 11], 0.9),
  ]).toEqual([null, 7, 9, 10]);
});

/** The month and hour on the wall, by Intl. */
function wallOf(instant: number, timeZone: string): { month: string; hour: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', hour: '2-digit' },
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { month: `${part.year}-${part.month}`, hour: Number(part.hour) };
}

test('seeded months are counted as one by one with a wall clock, in many time zones', () => {
  const seed = seedOfRun();
  const luck = dice(seed);
  for (let round = 0; round < 60; round += 1) {
    const timeZone = luck.pick([
      'Europe/Oslo',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ]);
    const period: Period = luck.pick(['3', '6', '12', 'all']);
    const now = at('2026-11-23T08:00Z') - luck.between(0, 400 * 24 * 60) * MINUTE;
    const asked: KeptContext = { now, calendar: null, timeZone };
    const rows = Array.from({ length: luck.between(0, 80) }, () => {
      const received = now - luck.between(0, 500 * 24 * 60) * MINUTE - luck.between(0, 59_999);
      const took = luck.chance(0.9) ? { took: luck.between(0, 120) } : {};
      const made = row(
        {
          ...{ received: new Date(received).toISOString(), ...took },
          promised: luck.pick([15, 30, 60, null]),
        },
        {
          severity: luck.pick(['business_critical', 'standard']),
          state: luck.pick(['open', 'solved']),
          isDeleted: luck.chance(0.1),
        },
      );
      const answeredAt = made.promise.firstAnsweredAt;
      if (answeredAt !== null && answeredAt > now) made.promise.firstAnsweredAt = null;
      return made;
    });
    const cut = luck.between(0, rows.length);
    const parts = [rows.slice(0, cut), rows.slice(cut)].map((some) => keptPart(some, period, asked));
    const figures = keptFigures(parts, period, asked);

    const inPeriod = rows.filter(
      ({ promise }) =>
        period === 'all' || figures.months.includes(wallOf(promise.receivedAt ?? 0, timeZone).month),
    );
    const due = inPeriod.filter(({ promise: { dueAt, firstAnsweredAt }, state, isDeleted }) => {
      if (dueAt === null) return false;
      return firstAnsweredAt !== null || (now > dueAt && state === 'open' && !isDeleted);
    });
    const isKept = ({ promise: { firstAnsweredAt, dueAt } }: KeptRow) =>
      firstAnsweredAt !== null && firstAnsweredAt <= (dueAt ?? 0);
    const where = `seed ${seed}, round ${round}`;
    if (period !== 'all') expect(figures.months, where).toHaveLength(Number(period));
    expect(figures.months.at(-1), where).toBe(wallOf(now, timeZone).month);
    expect(figures.total, where).toMatchObject({ count: due.length, kept: due.filter(isKept).length });
    for (const cell of figures.byMonth) {
      const own = due.filter(
        ({ promise, severity }) =>
          severity === cell.severity && wallOf(promise.receivedAt ?? 0, timeZone).month === cell.month,
      );
      const minutes = own
        .flatMap(({ promise: { firstAnsweredAt, receivedAt } }) =>
          firstAnsweredAt === null ? [] : (firstAnsweredAt - (receivedAt ?? 0)) / MINUTE,
        )
        .sort((a, b) => a - b);
      expect(cell, where).toMatchObject({
        ...{
          count: own.length,
          kept: own.filter(isKept).length,
          late: own.length - own.filter(isKept).length,
        },
        answered: minutes.length,
        ninetiethMinutes:
          minutes.find((each) => minutes.filter((one) => one <= each).length >= minutes.length * 0.9) ?? null,
      });
    }
    expect(
      figures.byMonth.reduce((sum, { count }) => sum + count, 0),
      where,
    ).toBe(due.length);
    for (const { hour, severity, answered } of figures.byHour) {
      const there = due.filter(
        (one) =>
          one.severity === severity &&
          one.promise.firstAnsweredAt !== null &&
          wallOf(one.promise.firstAnsweredAt, timeZone).hour === hour,
      );
      expect(answered, `${where}, hour ${hour}`).toBe(there.length);
    }
    const answers = due.filter(({ promise }) => promise.firstAnsweredAt !== null).length;
    expect(
      figures.byHour.reduce((sum, { answered }) => sum + answered, 0),
      where,
    ).toBe(answers);
    const { running, ended, noPromise } = figures.apart;
    expect(running + ended + noPromise.count + due.length, where).toBe(inPeriod.length);
  }
});

test('what the desk has told stands in the figures, and stays there without a network', async () => {
  const at = await desk({ sample: true, history: true });
  const running = core({ desk: at });
  await running.online();
  const tickets = at.specialist.tickets();
  await running.until(async () => (await running.handle('inbox.list', {})).length === tickets.length);
  const [invoice] = tickets.filter(({ firstAnsweredAt }) => firstAnsweredAt === null);
  const told = tickets.filter(({ promise }) => promise?.dueAt != null);
  const inTime = told.filter(
    ({ firstAnsweredAt, promise }) =>
      firstAnsweredAt !== null && Date.parse(firstAnsweredAt) <= Date.parse(promise?.dueAt ?? ''),
  );
  await at.close();
  const figures = await running.handle('promises.kept', { period: 'all' });
  expect(figures.timeZone).toBe('Europe/Oslo');
  expect(figures.total).toMatchObject({ count: told.length - 1, kept: inTime.length });
  expect(figures.total.late).toBeGreaterThan(0);
  expect(figures.apart.running).toBe(1);
  const moves = tickets.flatMap(({ severityChange }) => severityChange ?? []);
  expect(figures.escalations.reduce((sum, { up }) => sum + up, 0)).toBe(
    moves.filter(({ to }) => to === 'business_critical').length,
  );
  const { entries } = await running.handle('promises.entries', { period: 'all' });
  expect(entries).toHaveLength(tickets.length);
  expect(entries.find(({ number }) => number === invoice?.number)).toMatchObject({
    outcome: 'running',
    firstAnsweredAt: null,
  });
});

test.each([1, 3, 7, 118, 10_000])('read in pages of %i, each ticket counts once', async (page) => {
  const at = await desk({ sample: true, history: true });
  const store = openProfile(profileFolder(), { clock: stillClock(Date.now()) });
  const tickets = at.specialist.tickets();
  store.transaction(() => {
    for (const ticket of tickets) store.tickets.takeOver(ticket, { owner: null, number: 1 });
  });
  const service = () => ({ calendar: null, deskOffsetMs: 0 });
  const { entries } = await keptPromises(store, service, stillClock(Date.now()), page).entries('all');
  expect(entries.map(({ number }) => number).sort()).toEqual(tickets.map(({ number }) => number).sort());
  store.close();
});
