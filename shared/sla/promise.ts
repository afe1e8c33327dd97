/** The promise: what the policy gives, and where its clock stands. Pure; times are milliseconds since 1970. */
import type { Channel, PromisePolicy, PromiseTarget, Role, Severity } from '../contract.ts';
import type { PromiseFacts } from '../model.ts';
import {
  addServiceTime,
  HORIZON,
  isOpen,
  nextOpening,
  type ResolvedCalendar,
  serviceTimeBetween,
} from './calendar.ts';

const MINUTE = 60_000;

type Asked = { role: Role; severity: Severity; channel: Channel };

/** A promise, or why there is none. `reason` is in the desk's words. */
export type Promised =
  | PromiseTarget
  | { kind: 'none'; why: 'no_rule' | 'unreadable_calendar' | 'unreadable_exceptions' }
  | { kind: 'none'; why: 'excepted'; reason: string };

/** What the rules give, whenever it is asked. */
function ruled(policy: PromisePolicy, calendar: ResolvedCalendar | null, asked: Asked): Promised {
  const target = policy.rules.find(
    (r) => r.role === asked.role && r.severity === asked.severity && r.channel === asked.channel,
  )?.target;
  if (target === undefined) return { kind: 'none', why: 'no_rule' };
  if (target.kind === 'aim') return target;
  if (policy.hasUnreadableExceptions) return { kind: 'none', why: 'unreadable_exceptions' };
  if (target.clock === 'service_hours' && calendar === null) {
    return { kind: 'none', why: 'unreadable_calendar' };
  }
  return target;
}

/**
 * The target that the policy gives for a role, severity and channel outside its exceptions, or null when it gives none.
 * Never guesses: without a rule nothing is promised, and without the resolved calendar nothing that counts service
 * hours.
 */
export function promisedTarget(
  policy: PromisePolicy,
  asked: Asked,
  calendar: ResolvedCalendar | null = null,
): PromiseTarget | null {
  const promised = ruled(policy, calendar, asked);
  return promised.kind === 'none' ? null : promised;
}

/**
 * What the policy promises for a ticket that the desk gets at `at`, by the desk's clock, or why nothing. An exception
 * takes aims away as well; of several the first one gives the reason. `calendar` is the policy's own, resolved; null
 * when there is none or it could not be resolved.
 */
export function promiseFor(
  policy: PromisePolicy,
  calendar: ResolvedCalendar | null,
  asked: Asked,
  at: number,
): Promised {
  const promised = ruled(policy, calendar, asked);
  if (promised.kind === 'none' && promised.why === 'no_rule') return promised;
  const exception = policy.exceptions.find(
    ({ from, to, roles, severities, channels }) =>
      Date.parse(from) <= at &&
      at < Date.parse(to) &&
      (roles?.includes(asked.role) ?? true) &&
      (severities?.includes(asked.severity) ?? true) &&
      (channels?.includes(asked.channel) ?? true),
  );
  return exception === undefined ? promised : { kind: 'none', why: 'excepted', reason: exception.reason };
}

/**
 * Where a promise stands. Instants are the desk's; `leftMs` is time that counts, `lateMs` is time as it passes,
 * `elapsed` is the part of the counting time that is over, from 0 to 1.
 */
export type PromiseClock =
  | { state: 'not_started' }
  | { state: 'no_guarantee'; target: PromiseTarget | null }
  | { state: 'excepted'; reason: string }
  | { state: 'running'; dueAt: number; leftMs: number; elapsed: number }
  | { state: 'paused'; dueAt: number; leftMs: number; elapsed: number; resumesAt: number }
  | { state: 'overdue'; dueAt: number; lateMs: number }
  | { state: 'answered_in_time'; answeredAt: number }
  | { state: 'answered_late'; answeredAt: number; lateMs: number }
  | { state: 'answered'; answeredAt: number };

/** The calendar by which this promise counts; null when it counts around the clock. */
function hoursOf(facts: PromiseFacts, calendar: ResolvedCalendar | null): ResolvedCalendar | null {
  return facts.target?.kind === 'guaranteed' && facts.target.clock === 'service_hours' ? calendar : null;
}

/** Service time is counted for two years at most: nobody waits for what comes later. */
function timeBetween(hours: ResolvedCalendar | null, from: number, to: number): number {
  return hours === null
    ? Math.max(0, to - from)
    : serviceTimeBetween(hours, from, Math.min(to, from + HORIZON));
}

/**
 * How long the first answer took, as its promise counts: service time for one that counts only that. Null before
 * the answer, when the hours in which it counts are not known, and when that is longer than hours are counted.
 */
export function timeToAnswer(facts: PromiseFacts, calendar: ResolvedCalendar | null): number | null {
  const { receivedAt, firstAnsweredAt, target } = facts;
  if (receivedAt === null || firstAnsweredAt === null) return null;
  const countsHours = target?.kind === 'guaranteed' && target.clock === 'service_hours';
  if (countsHours && (calendar === null || firstAnsweredAt - receivedAt > HORIZON)) return null;
  return timeBetween(hoursOf(facts, calendar), receivedAt, firstAnsweredAt);
}

/** The deadline: the desk's own, or the one that follows from what it promised. Null when there is none. */
export function deadline(facts: PromiseFacts, calendar: ResolvedCalendar | null): number | null {
  const { receivedAt, target, dueAt } = facts;
  if (receivedAt === null || facts.exceptedBecause !== null) return null;
  if (dueAt !== null) return dueAt;
  if (target?.kind !== 'guaranteed') return null;
  const within = target.withinMinutes * MINUTE;
  if (target.clock === 'always') return receivedAt + within;
  return calendar === null ? null : addServiceTime(calendar, receivedAt, within);
}

/** What the reading of a clock needs beside the promise itself. */
export type ClockSurroundings = {
  /** The policy's calendar, resolved; null when there is none or it could not be resolved. */
  calendar: ResolvedCalendar | null;
  /** The desk's clock minus this computer's. */
  deskOffsetMs: number;
};

/**
 * Reads the clock of one promise at `now`, by this computer's clock. It starts only when the desk has the ticket. The
 * desk's own deadline wins over one worked out here; without a calendar it is read as time that passes.
 */
export function promiseClock(
  facts: PromiseFacts,
  now: number,
  { calendar, deskOffsetMs }: ClockSurroundings = { calendar: null, deskOffsetMs: 0 },
): PromiseClock {
  const { receivedAt, firstAnsweredAt } = facts;
  if (receivedAt === null) return { state: 'not_started' };
  const dueAt = deadline(facts, calendar);
  if (firstAnsweredAt !== null) {
    if (dueAt === null) return { state: 'answered', answeredAt: firstAnsweredAt };
    return firstAnsweredAt <= dueAt
      ? { state: 'answered_in_time', answeredAt: firstAnsweredAt }
      : { state: 'answered_late', answeredAt: firstAnsweredAt, lateMs: firstAnsweredAt - dueAt };
  }
  if (facts.exceptedBecause !== null) return { state: 'excepted', reason: facts.exceptedBecause };
  if (dueAt === null) return { state: 'no_guarantee', target: facts.target };
  // Never more is left than was promised, even while the offset is not known.
  const at = Math.max(now + deskOffsetMs, receivedAt);
  return at > dueAt
    ? { state: 'overdue', dueAt, lateMs: at - dueAt }
    : waiting(hoursOf(facts, calendar), at, { dueAt, whole: countedTime(facts, calendar, dueAt).whole });
}

/**
 * How much time that counts lies between the arrival of a ticket and its deadline (`sinceArrival`), and how much of it
 * belongs to the promise (`whole`): a ticket that is raised later is promised an answer from then on, so no more than
 * was promised.
 */
function countedTime(
  facts: PromiseFacts,
  calendar: ResolvedCalendar | null,
  dueAt: number,
): { sinceArrival: number; whole: number } {
  const { receivedAt, target } = facts;
  const hours = hoursOf(facts, calendar);
  const sinceArrival = receivedAt === null ? 0 : timeBetween(hours, receivedAt, dueAt);
  // Hours that are not known cannot be held against the time that passes.
  const isCounted = target?.kind === 'guaranteed' && (target.clock === 'always' || hours !== null);
  const whole = isCounted ? Math.min(sinceArrival, target.withinMinutes * MINUTE) : sinceArrival;
  return { sinceArrival, whole };
}

function waiting(
  hours: ResolvedCalendar | null,
  at: number,
  { dueAt, whole }: { dueAt: number; whole: number },
): PromiseClock {
  const leftMs = timeBetween(hours, at, dueAt);
  const elapsed = whole === 0 ? 1 : Math.max(0, (whole - leftMs) / whole);
  if (hours === null || isOpen(hours, at)) return { state: 'running', dueAt, leftMs, elapsed };
  const resumesAt = nextOpening(hours, at);
  // A desk may name a deadline while its own calendar is closed. Then nothing is paused: the time up to it passes.
  return resumesAt !== null && resumesAt < dueAt
    ? { state: 'paused', dueAt, leftMs, elapsed, resumesAt }
    : { state: 'running', dueAt, leftMs: dueAt - at, elapsed };
}

/**
 * When half of the counting time of a promise is over and when all of it is, by the desk's clock: the moments to tell
 * somebody who waits. Null when there is no deadline or it was answered.
 */
export function dueMoments(
  facts: PromiseFacts,
  calendar: ResolvedCalendar | null,
): { halfAt: number; dueAt: number } | null {
  const { receivedAt, firstAnsweredAt } = facts;
  const dueAt = deadline(facts, calendar);
  if (receivedAt === null || firstAnsweredAt !== null || dueAt === null) return null;
  const hours = hoursOf(facts, calendar);
  const { sinceArrival, whole } = countedTime(facts, calendar, dueAt);
  const untilHalf = sinceArrival - Math.ceil(whole / 2);
  const halfAt = hours === null ? receivedAt + untilHalf : addServiceTime(hours, receivedAt, untilHalf);
  return { halfAt: Math.min(halfAt ?? dueAt, dueAt), dueAt };
}
