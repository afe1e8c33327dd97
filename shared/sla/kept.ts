/**
 * How promises were kept: figures for somebody who talks with the vendor about it. Pure; instants are milliseconds
 * since 1970, lengths are minutes.
 *
 * What counts is what came due: answered tickets with a promise, and those whose promise is over without an answer.
 * A ticket stands in the month in which the desk received it, under the severity that it has now.
 */
import { z } from 'zod';
import { Severity } from '../contract.ts';
import type { PromiseFacts, TicketState } from '../model.ts';
import type { ResolvedCalendar } from './calendar.ts';
import { deadline, promiseClock, timeToAnswer } from './promise.ts';
import { monthName, monthStart, wallClock } from './wall.ts';

const MINUTE = 60_000;
const Instant = z.int();
const Minutes = z.number().nonnegative();
const Count = z.int().nonnegative();

/** Calendar months, this one among them. */
export const Period = z.enum(['3', '6', '12', 'all']);
export type Period = z.infer<typeof Period>;

/** All is what a person may still talk about: twenty years. */
const MONTHS: Record<Period, number> = { '3': 3, '6': 6, '12': 12, all: 240 };

/** What is said to have happened later than this has no month here: a desk's clock may be years ahead. */
const AHEAD = 62 * 24 * 60 * MINUTE;

/** A month with fewer answers than this says little, and is marked. */
export const FEW = 5;

/** One ticket that the desk has, as the store tells it. */
export type KeptRow = {
  number: string;
  title: string;
  severity: Severity;
  state: TicketState;
  promise: PromiseFacts;
  severityChange: { from: Severity; to: Severity; at: number } | null;
  /** True when the desk has taken the ticket away. */
  isDeleted: boolean;
};

/**
 * What became of a promise. `overdue`: it is over and nobody has answered. `ended`: the ticket was solved, closed or
 * taken away without an answer, so nobody waits for one.
 */
export const Outcome = z.enum(['kept', 'late', 'overdue', 'running', 'ended', 'no_promise']);
export type Outcome = z.infer<typeof Outcome>;

export const KeptEntry = z.object({
  number: z.string(),
  title: z.string(),
  severity: Severity,
  receivedAt: Instant,
  firstAnsweredAt: Instant.nullable(),
  /** As the promise counts; null without an answer, or without the hours in which it counts. */
  answerMinutes: Minutes.nullable(),
  promisedMinutes: Minutes.nullable(),
  dueAt: Instant.nullable(),
  outcome: Outcome,
  /** Time as it passes, for `late` up to the answer and for `overdue` up to now. */
  lateMinutes: Minutes.nullable(),
  severityChange: z.object({ from: Severity, to: Severity, at: Instant }).nullable(),
});
export type KeptEntry = z.infer<typeof KeptEntry>;

/** What came due of some tickets. `count` is `kept` and `late`; `overdue` is a part of `late`. */
export const KeptStats = z.object({
  severity: Severity,
  count: Count,
  kept: Count,
  late: Count,
  overdue: Count,
  /** Those answers whose time is known. */
  answered: Count,
  medianMinutes: Minutes.nullable(),
  ninetiethMinutes: Minutes.nullable(),
  medianLateMinutes: Minutes.nullable(),
  longestLateMinutes: Minutes.nullable(),
  /** Every length that was promised to them, from short to long. */
  promisedMinutes: z.array(Minutes),
});
export type KeptStats = z.infer<typeof KeptStats>;

export const KeptFigures = z.object({
  period: Period,
  from: Instant,
  to: Instant,
  timeZone: z.string(),
  /** `YYYY-MM`, without a gap. */
  months: z.array(z.string()),
  /** Only those in which something came due, here and below. */
  byMonth: z.array(KeptStats.extend({ month: z.string() })),
  /** By the hour in which the first answer came, from 0 to 23. What nobody has answered is in none. */
  byHour: z.array(KeptStats.extend({ hour: z.int().min(0).max(23) })),
  bySeverity: z.array(KeptStats),
  total: z.object({
    count: Count,
    kept: Count,
    late: Count,
    overdue: Count,
    longestLateMinutes: Minutes.nullable(),
  }),
  /** What is not counted. */
  apart: z.object({
    running: Count,
    ended: Count,
    noPromise: z.object({ count: Count, answered: Count, medianMinutes: Minutes.nullable() }),
  }),
  /** By the month of the change: the last one of each ticket is known. One for each of `months`. */
  escalations: z.array(z.object({ month: z.string(), up: Count, down: Count })),
});
export type KeptFigures = z.infer<typeof KeptFigures>;

export type KeptContext = {
  /** By the desk's clock. */
  now: number;
  /** The policy's calendar; null when there is none or it could not be resolved. */
  calendar: ResolvedCalendar | null;
  /** Where months begin and hours are read. */
  timeZone: string;
};

export function periodStart(period: Period, { timeZone, now }: KeptContext): number {
  return monthStart(timeZone, now, MONTHS[period] - 1);
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The smallest value that at least `share` of all do not exceed: the nearest rank. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

const largest = (values: readonly number[]) =>
  values.reduce<number | null>((most, value) => Math.max(most ?? value, value), null);

/** Nobody waits for an answer any more. */
const isOver = ({ state, isDeleted }: KeptRow) => isDeleted || state === 'solved' || state === 'closed';

function judged(row: KeptRow, { now, calendar }: KeptContext): Pick<KeptEntry, 'outcome' | 'lateMinutes'> {
  const clock = promiseClock(row.promise, now, { calendar, deskOffsetMs: 0 });
  switch (clock.state) {
    case 'answered_in_time':
      return { outcome: 'kept', lateMinutes: null };
    case 'answered_late':
      return { outcome: 'late', lateMinutes: clock.lateMs / MINUTE };
    case 'overdue':
      return isOver(row)
        ? { outcome: 'ended', lateMinutes: null }
        : { outcome: 'overdue', lateMinutes: clock.lateMs / MINUTE };
    case 'running':
    case 'paused':
      return { outcome: isOver(row) ? 'ended' : 'running', lateMinutes: null };
    default:
      return { outcome: 'no_promise', lateMinutes: null };
  }
}

function entryOf(row: KeptRow, context: KeptContext): KeptEntry | null {
  const { promise, number, title, severity, severityChange } = row;
  const { receivedAt, firstAnsweredAt, target } = promise;
  if (receivedAt === null) return null;
  const took = timeToAnswer(promise, context.calendar);
  return {
    number,
    title,
    severity,
    receivedAt,
    firstAnsweredAt,
    answerMinutes: took === null ? null : took / MINUTE,
    promisedMinutes: target?.kind === 'guaranteed' ? target.withinMinutes : null,
    dueAt: deadline(promise, context.calendar),
    ...judged(row, context),
    severityChange,
  };
}

/** Some of the tickets, judged: what is reckoned of many may be put together from parts, with other work in between. */
export type KeptPart = { entries: KeptEntry[]; changes: NonNullable<KeptRow['severityChange']>[] };

/** `rows` may hold older tickets: a change of severity counts when it happened. */
export function keptPart(rows: readonly KeptRow[], period: Period, context: KeptContext): KeptPart {
  const from = periodStart(period, context);
  return {
    entries: rows
      .filter(({ promise }) => promise.receivedAt !== null && promise.receivedAt >= from)
      .flatMap((row) => entryOf(row, context) ?? []),
    changes: rows.flatMap(({ severityChange }) =>
      severityChange !== null && severityChange.at >= from ? severityChange : [],
    ),
  };
}

/** Every ticket that the desk received in the period, oldest first. */
export function keptEntries(parts: readonly KeptPart[]): KeptEntry[] {
  return parts.flatMap(({ entries }) => entries).sort((a, b) => a.receivedAt - b.receivedAt);
}

const tallyOf = (entries: readonly KeptEntry[], wanted: Outcome) =>
  entries.filter(({ outcome }) => outcome === wanted).length;
const minutesOf = (entries: readonly KeptEntry[]) =>
  entries.flatMap(({ answerMinutes }) => answerMinutes ?? []);

function statsOf(severity: Severity, entries: readonly KeptEntry[]): KeptStats {
  const minutes = minutesOf(entries);
  const late = entries.flatMap(({ lateMinutes }) => lateMinutes ?? []);
  const promised = new Set(entries.flatMap(({ promisedMinutes }) => promisedMinutes ?? []));
  const overdue = tallyOf(entries, 'overdue');
  return {
    severity,
    count: entries.length,
    kept: tallyOf(entries, 'kept'),
    late: tallyOf(entries, 'late') + overdue,
    overdue,
    answered: minutes.length,
    medianMinutes: median(minutes),
    ninetiethMinutes: percentile(minutes, 0.9),
    medianLateMinutes: median(late),
    longestLateMinutes: largest(late),
    promisedMinutes: [...promised].sort((a, b) => a - b),
  };
}

/** The entries by a number and by severity, in this order; those without the number are left out. */
function groupsOf<T>(
  entries: readonly KeptEntry[],
  keyOf: (entry: KeptEntry) => number | null,
  make: (key: number, stats: KeptStats) => T,
): T[] {
  const groups = new Map<number, KeptEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === null) continue;
    const group = groups.get(key) ?? [];
    group.push(entry);
    groups.set(key, group);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([key, group]) => bySeverity(group).map((stats) => make(key, stats)));
}

function bySeverity(entries: readonly KeptEntry[]): KeptStats[] {
  return Severity.options
    .map((severity) =>
      statsOf(
        severity,
        entries.filter((entry) => entry.severity === severity),
      ),
    )
    .filter(({ count }) => count > 0);
}

const CAME_DUE: readonly Outcome[] = ['kept', 'late', 'overdue'];

/** All figures of a period. */
export function keptFigures(parts: readonly KeptPart[], period: Period, context: KeptContext): KeptFigures {
  const { now, timeZone } = context;
  const from = periodStart(period, context);
  const isNear = (at: number) => at <= now + AHEAD;
  const entries = parts.flatMap((part) => part.entries).filter(({ receivedAt }) => isNear(receivedAt));
  const changes = parts.flatMap((part) => part.changes).filter(({ at }) => isNear(at));

  const told = [...entries.map(({ receivedAt }) => receivedAt), ...changes.map(({ at }) => at)];
  const answers = entries.flatMap(({ firstAnsweredAt }) => firstAnsweredAt ?? []);
  const last = Math.max(now, largest(told) ?? now, largest(answers) ?? now);
  const wall = wallClock(timeZone, from, last);
  const earliest = told.reduce((least, at) => Math.min(least, at), now);
  const firstMonth = wall.month(period === 'all' ? earliest : from);
  const lastMonth = Math.max(wall.month(now), ...(told.length > 0 ? [wall.month(largest(told) ?? now)] : []));
  const months = Array.from({ length: lastMonth - firstMonth + 1 }, (_, n) => monthName(firstMonth + n));

  const cameDue = entries.filter(({ outcome }) => CAME_DUE.includes(outcome));
  const moves = new Map(months.map((month) => [month, { month, up: 0, down: 0 }]));
  for (const { from: before, to, at } of changes) {
    const move = moves.get(monthName(wall.month(at)));
    if (move !== undefined && before !== to) move[to === 'business_critical' ? 'up' : 'down'] += 1;
  }

  const without = entries.filter(({ outcome }) => outcome === 'no_promise');
  const overdue = tallyOf(entries, 'overdue');
  return {
    period,
    from: period === 'all' ? earliest : from,
    to: now,
    timeZone,
    months,
    byMonth: groupsOf(
      cameDue,
      ({ receivedAt }) => wall.month(receivedAt),
      (month, stats) => ({ ...stats, month: monthName(month) }),
    ),
    byHour: groupsOf(
      cameDue,
      ({ firstAnsweredAt }) => (firstAnsweredAt === null ? null : wall.hour(firstAnsweredAt)),
      (hour, stats) => ({ ...stats, hour }),
    ),
    bySeverity: bySeverity(cameDue),
    total: {
      count: cameDue.length,
      kept: tallyOf(entries, 'kept'),
      late: tallyOf(entries, 'late') + overdue,
      overdue,
      longestLateMinutes: largest(cameDue.flatMap(({ lateMinutes }) => lateMinutes ?? [])),
    },
    apart: {
      running: tallyOf(entries, 'running'),
      ended: tallyOf(entries, 'ended'),
      noPromise: {
        count: without.length,
        answered: without.filter(({ firstAnsweredAt }) => firstAnsweredAt !== null).length,
        medianMinutes: median(minutesOf(without)),
      },
    },
    escalations: [...moves.values()],
  };
}
