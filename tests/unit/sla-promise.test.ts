/** The clock of a promise: what is left, what is late, and when it does not run at all. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { PromisePolicy, type PromiseTarget } from '#shared/contract.ts';
import type { PromiseFacts } from '#shared/model.ts';
import type { ResolvedCalendar } from '#shared/sla/calendar.ts';
import { dueMoments, promiseClock, promisedTarget, promiseFor } from '#shared/sla/promise.ts';
import { resolveCalendar } from '../../main/core/policy/holidays.ts';
import { deskAccount } from '../desk/account.ts';
import { promiseOf } from '../desk/promise.ts';
import { dice } from '../torture/dice.ts';
import { MINUTE, OCCASIONS, seedOfRun, shown, someCalendar, someInstant, walker } from './sla-minutes.ts';

const HOUR = 60 * MINUTE;
const CASES = 10_000;
const at = (text: string) => Date.parse(text);

const office: ResolvedCalendar = {
  timeZone: 'Europe/Oslo',
  open: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '16:00' })),
  holidays: [],
};
const FOUR_HOURS: PromiseTarget = { kind: 'guaranteed', withinMinutes: 240, clock: 'service_hours' };
const facts = (different: Partial<PromiseFacts>): PromiseFacts => ({
  // A Friday, 14:00 in Oslo.
  receivedAt: at('2026-03-06T13:00Z'),
  target: FOUR_HOURS,
  dueAt: null,
  firstAnsweredAt: null,
  exceptedBecause: null,
  ...different,
});
const here = { calendar: office, deskOffsetMs: 0 };

test(`${CASES} clocks, ten minutes off either way, stand where counting minutes puts them`, () => {
  const seed = seedOfRun();
  const luck = dice(seed);
  const occasions = OCCASIONS.map(shown);
  const differences: unknown[] = [];
  const states = new Map<string, number>();
  let count = 0;
  for (let i = 0; count < CASES; i += 1) {
    const days = occasions[i % occasions.length] ?? shown(OCCASIONS[0]);
    const calendar = someCalendar(luck, days);
    const minutes = walker(days, calendar);
    for (let j = 0; j < 6 && count < CASES; j += 1) {
      const receivedAt = someInstant(luck, days);
      const withinMinutes = luck.pick([30, 60, 240, 480, luck.between(1, 1440)]);
      const dueAt = minutes.after(receivedAt, withinMinutes * MINUTE);
      // The deadline lies beyond the days that are shown.
      if (dueAt === undefined) continue;
      count += 1;
      const lateOrNot = luck.chance(0.5) ? receivedAt : dueAt;
      const wanted = lateOrNot + luck.between(-2 * HOUR, 14 * HOUR);
      const deskNow = Math.min(Math.max(wanted, receivedAt), days.to - MINUTE);
      const deskOffsetMs = luck.pick([-10 * MINUTE, 0, 10 * MINUTE, luck.between(-600_000, 600_000)]);
      const given = facts({
        receivedAt,
        target: { kind: 'guaranteed', withinMinutes, clock: 'service_hours' },
        dueAt: luck.chance(0.5) ? dueAt : null,
        firstAnsweredAt: luck.chance(0.2) ? deskNow : null,
      });

      const clock = promiseClock(given, deskNow - deskOffsetMs, { calendar, deskOffsetMs });
      states.set(clock.state, (states.get(clock.state) ?? 0) + 1);
      const left = minutes.between(deskNow, dueAt);
      const gone = minutes.between(receivedAt, deskNow);
      const running = { dueAt, leftMs: left, elapsed: gone / (withinMinutes * MINUTE) };
      const isLate = deskNow > dueAt;
      const expected =
        given.firstAnsweredAt !== null
          ? isLate
            ? { state: 'answered_late', answeredAt: deskNow, lateMs: deskNow - dueAt }
            : { state: 'answered_in_time', answeredAt: deskNow }
          : isLate
            ? { state: 'overdue', dueAt, lateMs: deskNow - dueAt }
            : minutes.isOpen(deskNow) || deskNow === dueAt
              ? { state: 'running', ...running }
              : { state: 'paused', ...running, resumesAt: minutes.opening(deskNow) };
      const half = minutes.after(receivedAt, Math.floor((withinMinutes * MINUTE) / 2));
      const moments = given.firstAnsweredAt === null ? { halfAt: half, dueAt } : null;
      if (!isDeepStrictEqual([clock, dueMoments(given, calendar)], [expected, moments])) {
        differences.push({ calendar, given, deskNow, clock, expected, moments });
      }
    }
  }
  console.log(`seed ${seed}: ${count} clocks, ${differences.length} differ`, Object.fromEntries(states));
  expect(differences.slice(0, 3)).toEqual([]);
  expect([...states.keys()].sort()).toEqual([
    'answered_in_time',
    'answered_late',
    'overdue',
    'paused',
    'running',
  ]);
}, 120_000);

test('the reference desk, which counts its minutes one by one, names the same deadlines', () => {
  const open = office.open;
  const calendar = {
    timeZone: office.timeZone,
    open,
    holidays: null,
    extraHolidays: [{ date: '2026-03-30', name: 'Move' }],
  };
  const asked = { severity: 'standard', channel: 'email' } as const;
  const account = deskAccount(72, {
    policy: { rules: [{ ...asked, role: 'super_admin', target: FOUR_HOURS }], calendar, exceptions: [] },
  });
  for (let hour = 0; hour < 96; hour += 7) {
    const receivedAt = at('2026-03-27T11:59:30.500Z') + hour * HOUR;
    const promise = promiseOf(account, asked, receivedAt);
    const ours = promiseClock(facts({ receivedAt }), receivedAt, {
      calendar: resolveCalendar(calendar, receivedAt),
      deskOffsetMs: 0,
    });
    expect(ours).toMatchObject({ dueAt: Date.parse(promise?.dueAt ?? '') });
  }
});

describe('a clock that counts service hours', () => {
  test('rests over the weekend and says when it goes on', () => {
    expect(promiseClock(facts({}), at('2026-03-07T12:00Z'), here)).toEqual({
      state: 'paused',
      dueAt: at('2026-03-09T09:00Z'),
      leftMs: 2 * HOUR,
      elapsed: 0.5,
      resumesAt: at('2026-03-09T07:00Z'),
    });
  });
  test('promises nothing without its calendar', () => {
    expect(promiseClock(facts({}), at('2026-03-07T12:00Z'))).toEqual({
      state: 'no_guarantee',
      target: FOUR_HOURS,
    });
    expect(dueMoments(facts({}), null)).toBeNull();
  });
  test('follows the deadline that the desk gave, with a calendar and without', () => {
    const given = facts({ dueAt: at('2026-03-06T14:30Z') });
    const now = at('2026-03-06T14:00Z');
    for (const calendar of [office, null]) {
      expect(promiseClock(given, now, { calendar, deskOffsetMs: 0 })).toMatchObject({
        state: 'running',
        leftMs: 30 * MINUTE,
      });
    }
  });
  test('runs to a deadline that the desk gave at a time when it is closed', () => {
    const given = facts({ dueAt: at('2026-03-07T12:00Z') });
    expect(promiseClock(given, at('2026-03-07T11:00Z'), here)).toMatchObject({
      state: 'running',
      leftMs: HOUR,
    });
  });
  test.each<[string, PromiseTarget, ResolvedCalendar | null, string]>([
    ['around the clock', { kind: 'guaranteed', withinMinutes: 60, clock: 'always' }, null, '13:00Z'],
    ['in service hours', { kind: 'guaranteed', withinMinutes: 60, clock: 'service_hours' }, office, '13:00Z'],
  ])('of a ticket that is raised later begins then, %s', (_, target, calendar, due) => {
    // It came on a Friday, and what it promises now was promised on the Monday at noon.
    const given = facts({ target, dueAt: at(`2026-03-09T${due}`) });
    expect(dueMoments(given, calendar)).toEqual({
      halfAt: at('2026-03-09T12:30Z'),
      dueAt: at('2026-03-09T13:00Z'),
    });
    const clock = promiseClock(given, at('2026-03-09T12:15Z'), { calendar, deskOffsetMs: 0 });
    expect(clock).toMatchObject({ state: 'running', elapsed: 0.25 });
  });
  test('is not late at its very last moment, which may be the closing', () => {
    const given = facts({ receivedAt: at('2026-03-06T11:00Z') });
    const closing = at('2026-03-06T15:00Z');
    expect(promiseClock(given, closing, here)).toMatchObject({ state: 'running', leftMs: 0, elapsed: 1 });
    expect(promiseClock(given, closing + 1, here)).toMatchObject({ state: 'overdue', lateMs: 1 });
  });
});

describe('a clock that counts always', () => {
  const target: PromiseTarget = { kind: 'guaranteed', withinMinutes: 30, clock: 'always' };
  test('takes its deadline from the create date when the desk names none, whatever the calendar', () => {
    const given = facts({ target, receivedAt: at('2026-03-07T12:00Z') });
    expect(promiseClock(given, at('2026-03-07T12:10Z'), here)).toMatchObject({
      state: 'running',
      dueAt: at('2026-03-07T12:30Z'),
      leftMs: 20 * MINUTE,
    });
    expect(dueMoments(given, office)).toEqual({
      halfAt: at('2026-03-07T12:15Z'),
      dueAt: at('2026-03-07T12:30Z'),
    });
  });
  test.each([-10, 10])('is read right while the desk is %d minutes ahead', (ahead) => {
    const received = at('2026-03-07T12:00Z');
    const now = received + 10 * MINUTE - ahead * MINUTE;
    const clock = promiseClock(facts({ target, receivedAt: received }), now, {
      calendar: null,
      deskOffsetMs: ahead * MINUTE,
    });
    expect(clock).toMatchObject({ state: 'running', leftMs: 20 * MINUTE });
  });
  test('never leaves more than was promised, even when this computer is behind', () => {
    const given = facts({ target, receivedAt: at('2026-03-07T12:00Z') });
    expect(promiseClock(given, at('2026-03-07T11:00Z'))).toMatchObject({ leftMs: 30 * MINUTE, elapsed: 0 });
  });
});

test('an aim has no clock, an excepted ticket says why, and one that waits to be sent has not begun', () => {
  const aim: PromiseTarget = { kind: 'aim', withinBusinessDays: 1 };
  expect(promiseClock(facts({ target: aim }), 0, here)).toEqual({ state: 'no_guarantee', target: aim });
  const excepted = facts({ exceptedBecause: 'Company holiday', dueAt: at('2026-03-07T12:00Z') });
  expect(promiseClock(excepted, 0, here)).toEqual({ state: 'excepted', reason: 'Company holiday' });
  expect(dueMoments(excepted, office)).toBeNull();
  expect(promiseClock({ ...excepted, firstAnsweredAt: 5 }, 0, here)).toEqual({
    state: 'answered',
    answeredAt: 5,
  });
  expect(promiseClock(facts({ receivedAt: null }), 0, here)).toEqual({ state: 'not_started' });
});

describe('a policy with exceptions', () => {
  const asked = { role: 'super_admin', severity: 'standard', channel: 'email' } as const;
  const target: PromiseTarget = { kind: 'guaranteed', withinMinutes: 30, clock: 'always' };
  const from = '2026-07-01T00:00:00Z';
  const to = '2026-08-01T00:00:00Z';
  const policy = (exceptions: unknown) => PromisePolicy.parse({ rules: [{ ...asked, target }], exceptions });
  const during = at('2026-07-10T00:00Z');

  test('promises from the end of one on, and up to its beginning', () => {
    const summer = policy([{ from, to, reason: 'Summer' }]);
    expect(promiseFor(summer, null, asked, at(from) - 1)).toEqual(target);
    expect(promiseFor(summer, null, asked, at(from))).toEqual({
      kind: 'none',
      why: 'excepted',
      reason: 'Summer',
    });
    expect(promiseFor(summer, null, asked, at(to) - 1)).toMatchObject({ why: 'excepted' });
    expect(promiseFor(summer, null, asked, at(to))).toEqual(target);
  });
  test('gives the reason of the first of those that overlap', () => {
    const both = policy([
      { from, to: '2026-07-05T00:00:00Z', reason: 'Move' },
      { from, to, reason: 'Summer' },
      { from, to, reason: 'Heat' },
    ]);
    expect(promiseFor(both, null, asked, at('2026-07-02T00:00Z'))).toMatchObject({ reason: 'Move' });
    expect(promiseFor(both, null, asked, during)).toMatchObject({ reason: 'Summer' });
  });
  test.each([
    [{ roles: ['member'] }, 'guaranteed'],
    [{ roles: ['member', 'super_admin'] }, 'none'],
    [{ severities: ['business_critical'] }, 'guaranteed'],
    [{ channels: ['chat', 'phone'] }, 'guaranteed'],
    [{ channels: ['chat', 'carrier_pigeon'] }, 'guaranteed'],
    [{ roles: ['super_admin'], channels: ['email'], severities: ['standard'] }, 'none'],
    [{ roles: [] }, 'none'],
    [{ roles: null }, 'none'],
  ])('takes %j to mean %s for the mail of a super admin', (lists, kind) => {
    expect(promiseFor(policy([{ from, to, reason: 'Summer', ...lists }]), null, asked, during).kind).toBe(
      kind,
    );
  });
  test('that cannot be read guarantees nothing, and keeps its aims', () => {
    const unreadable = policy([{ from: 'Midsummer', to, reason: 'Summer' }]);
    expect(promiseFor(unreadable, null, asked, 0)).toEqual({ kind: 'none', why: 'unreadable_exceptions' });
    expect(promisedTarget(unreadable, asked)).toBeNull();
    const aim: PromiseTarget = { kind: 'aim', withinBusinessDays: 1 };
    const aims = { ...unreadable, rules: [{ ...asked, target: aim }] };
    expect(promiseFor(aims, null, asked, 0)).toEqual(aim);
  });
  test('says that no rule is why there is no promise, even then', () => {
    const empty = { ...policy([{ from, to, reason: 'Summer' }]), rules: [] };
    expect(promiseFor(empty, null, asked, during)).toEqual({ kind: 'none', why: 'no_rule' });
  });
  test('shows no service-hours promise before its calendar is at hand', () => {
    const hours = { ...policy([]), rules: [{ ...asked, target: FOUR_HOURS }] };
    expect(promiseFor(hours, null, asked, 0)).toEqual({ kind: 'none', why: 'unreadable_calendar' });
    expect(promisedTarget(hours, asked)).toBeNull();
    expect(promisedTarget(hours, asked, office)).toEqual(FOUR_HOURS);
    expect(promiseFor(hours, office, asked, 0)).toEqual(FOUR_HOURS);
  });
});
