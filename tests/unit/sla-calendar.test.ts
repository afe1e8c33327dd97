/** Service time: exact across every turn of the clock. */
import { describe, expect, test } from 'vitest';
import type { OpenHours } from '#shared/contract.ts';
import {
  addBusinessDays,
  addServiceTime,
  isOpen,
  nextClosing,
  nextOpening,
  type ResolvedCalendar,
  serviceTimeBetween,
} from '#shared/sla/calendar.ts';
import { holidayDates, resolveCalendar } from '../../main/core/policy/holidays.ts';
import { dice } from '../torture/dice.ts';
import { MINUTE, OCCASIONS, seedOfRun, shown, someCalendar, someInstant, walker } from './sla-minutes.ts';

const HOUR = 60 * MINUTE;
const CASES = 10_000;
const CASES_PER_CALENDAR = 4;

const every = (weekdays: number[], from: string, to: string): OpenHours[] =>
  weekdays.map((weekday) => ({ weekday, from, to }));
const WEEK = [1, 2, 3, 4, 5, 6, 7];
const oslo: ResolvedCalendar = {
  timeZone: 'Europe/Oslo',
  open: every([1, 2, 3, 4, 5], '08:00', '16:00'),
  holidays: ['2026-05-01', '2026-12-25'],
};
const at = (text: string) => Date.parse(text);

test(`${CASES} cases come out as they do for somebody who looks at the wall clock every minute`, () => {
  const seed = seedOfRun();
  const luck = dice(seed);
  const occasions = OCCASIONS.map(shown);
  const differences: unknown[] = [];
  let compared = 0;
  for (let i = 0; i < CASES / CASES_PER_CALENDAR; i += 1) {
    const days = occasions[i % occasions.length] ?? shown(OCCASIONS[0]);
    const calendar = someCalendar(luck, days);
    const minutes = walker(days, calendar);
    for (let j = 0; j < CASES_PER_CALENDAR; j += 1) {
      const start = someInstant(luck, days);
      // The very moments of opening and closing are where a reading goes wrong first.
      const edge = luck.chance(0.5) ? minutes.opening(start) : minutes.closing(start);
      const from = luck.chance(0.3) ? (edge ?? start) : start;
      const to = from + luck.between(0, days.to - from);
      const some = luck.chance(0.5) ? minutes.between(from, to) : luck.between(0, 20 * 60) * MINUTE;
      const count = luck.between(1, 4);
      const asked: [string, unknown, unknown][] = [
        ['isOpen', isOpen(calendar, from), minutes.isOpen(from)],
        ['nextOpening', nextOpening(calendar, from), minutes.opening(from)],
        ['nextClosing', nextClosing(calendar, from), minutes.closing(from)],
        ['serviceTimeBetween', serviceTimeBetween(calendar, from, to), minutes.between(from, to)],
        ['addServiceTime', addServiceTime(calendar, from, some), minutes.after(from, some)],
        ['addBusinessDays', addBusinessDays(calendar, from, count), minutes.businessDays(from, count)],
      ];
      for (const [name, answer, expected] of asked) {
        if (expected !== undefined) compared += 1;
        if (!sameAs(answer, expected, days.to, name)) {
          differences.push({ name, calendar, from, to, some, count, answer, expected });
        }
      }
    }
  }
  console.log(`seed ${seed}: ${CASES} cases, ${compared} answers compared, ${differences.length} differ`);
  expect(differences.slice(0, 3)).toEqual([]);
  expect(compared).toBeGreaterThan(CASES * 5);
}, 120_000);

/** Beyond the days shown, an answer may be anything that lies there, or none. */
function sameAs(answer: unknown, expected: unknown, end: number, name: string): boolean {
  if (expected !== undefined) return answer === expected;
  // The last day shown is not whole in every zone, so an aim may end on it or the day before.
  const beyond = name === 'addBusinessDays' ? end - 48 * HOUR : end;
  return answer === null || (typeof answer === 'number' && answer >= beyond);
}

describe('a turn of the clock', () => {
  const night = (timeZone: string): ResolvedCalendar => ({
    timeZone,
    open: every(WEEK, '02:00', '03:00'),
    holidays: [],
  });
  test('makes a repeated hour count twice', () => {
    const day = [at('2026-10-24T22:00Z'), at('2026-10-25T23:00Z')] as const;
    expect(serviceTimeBetween(night('Europe/Oslo'), ...day)).toBe(2 * HOUR);
  });
  test('makes a skipped hour count not at all', () => {
    const day = [at('2026-03-28T23:00Z'), at('2026-03-29T22:00Z')] as const;
    expect(serviceTimeBetween(night('Europe/Oslo'), ...day)).toBe(0);
  });
  test('of half an hour counts as half an hour', () => {
    const lordHowe = { ...night('Australia/Lord_Howe'), open: every(WEEK, '01:00', '03:00') };
    expect(serviceTimeBetween(lordHowe, at('2026-04-04T13:00Z'), at('2026-04-05T13:30Z'))).toBe(2.5 * HOUR);
    expect(serviceTimeBetween(lordHowe, at('2026-10-03T13:30Z'), at('2026-10-04T13:00Z'))).toBe(1.5 * HOUR);
  });
  test('that takes a whole day leaves nothing of it', () => {
    const apia = { timeZone: 'Pacific/Apia', open: every([5], '00:00', '24:00'), holidays: [] };
    const week = [at('2011-12-26T10:00Z'), at('2012-01-02T10:00Z')] as const;
    expect(serviceTimeBetween(apia, ...week)).toBe(0);
    // Received on Thursday the 29th: the 30th never came, so the next business day is the 6th.
    expect(
      addBusinessDays({ ...apia, open: every([4, 5], '09:00', '17:00') }, at('2011-12-29T22:00Z'), 1),
    ).toBe(at('2012-01-04T22:00Z'));
  });
});

describe('a business day', () => {
  test.each([
    ['ends at the same local time on the next one', '2026-03-04T10:30Z', '2026-03-05T10:30Z'],
    ['passes over the weekend and over the turn of the clock', '2026-03-27T10:30Z', '2026-03-30T09:30Z'],
    ['passes over a holiday', '2026-04-30T10:30Z', '2026-05-04T10:30Z'],
    ['begins with the opening when it is closed', '2026-03-04T20:00Z', '2026-03-06T07:00Z'],
  ])('%s', (_title, from, expected) => {
    const end = addBusinessDays(oslo, at(from), 1);
    expect(end === null ? null : new Date(end).toISOString()).toBe(new Date(expected).toISOString());
  });
  test('that is shorter ends with its closing', () => {
    const shortFriday = {
      ...oslo,
      open: [...every([1, 2, 3, 4], '08:00', '16:00'), ...every([5], '08:00', '12:00')],
    };
    expect(addBusinessDays(shortFriday, at('2026-03-05T14:00Z'), 1)).toBe(at('2026-03-06T11:00Z'));
  });
});

describe('a calendar', () => {
  test('that never opens gives no deadline', () => {
    for (const open of [[], every([1], '08:00', '08:00')]) {
      const never = { ...oslo, open };
      expect(nextOpening(never, 0)).toBeNull();
      expect(nextClosing(never, 0)).toBeNull();
      expect(addServiceTime(never, 0, 1)).toBeNull();
      expect(addBusinessDays(never, 0, 1)).toBeNull();
      expect(serviceTimeBetween(never, 0, at('2030-01-01T00:00Z'))).toBe(0);
    }
  });
  test('that is always open never closes, and time passes in it as everywhere', () => {
    const always = { timeZone: 'America/Sao_Paulo', open: every(WEEK, '00:00', '24:00'), holidays: [] };
    expect(nextClosing(always, at('2018-10-01T00:00Z'))).toBeNull();
    const [from, to] = [at('1985-03-04T05:06Z'), at('2031-07-08T09:10Z')];
    expect(serviceTimeBetween(always, from, to)).toBe(to - from);
    expect(addServiceTime(always, from, 90 * 24 * HOUR)).toBe(from + 90 * 24 * HOUR);
  });
  test('gives the same whole years at once as in pieces', () => {
    const [from, to] = [at('2019-06-01T03:04Z'), at('2027-02-03T12:00Z')];
    let pieces = 0;
    for (let start = from; start < to; start += 37 * HOUR) {
      pieces += serviceTimeBetween(oslo, start, Math.min(to, start + 37 * HOUR));
    }
    expect(serviceTimeBetween(oslo, from, to)).toBe(pieces);
  });
  test('looks two years ahead, and no further', () => {
    const oneHour = { ...oslo, open: every([1], '08:00', '09:00') };
    expect(addServiceTime(oneHour, at('2026-01-01T00:00Z'), 100 * HOUR)).toBe(at('2027-11-29T08:00Z'));
    expect(addServiceTime(oneHour, at('2026-01-01T00:00Z'), 110 * HOUR)).toBeNull();
  });
  test('ends a promise with the closing, not with the next opening', () => {
    expect(addServiceTime(oslo, at('2026-03-06T14:00Z'), HOUR)).toBe(at('2026-03-06T15:00Z'));
    expect(addServiceTime(oslo, at('2026-03-06T14:00Z'), HOUR + 1)).toBe(at('2026-03-09T07:00Z') + 1);
  });
});

describe('public holidays', () => {
  test('are those of the country, and of the region when one is named', () => {
    const dates = (country: string, region: string | null) =>
      holidayDates(country, region, 2026, 2026)?.map(({ date }) => date);
    expect(dates('NO', null)).toContain('2026-05-17');
    expect(dates('DE', null)).not.toContain('2026-01-06');
    expect(dates('DE', 'BY')).toContain('2026-01-06');
  });
  test('of several days are days of their own; one that begins at noon is none', () => {
    const dates = (country: string) => holidayDates(country, null, 2026, 2026)?.map(({ date }) => date);
    expect(dates('BA')).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
    expect(dates('IS')).not.toContain('2026-12-24');
    expect(dates('AU')).not.toContain('2026-04-07');
  });
  test.each([
    ['ZZ', null],
    ['constructor', null],
    ['NO', '99'],
    ['DE', 'toString'],
  ])('of %s %s are not guessed', (country, region) => {
    expect(holidayDates(country, region, 2026, 2026)).toBeNull();
  });
  test('and the desk’s own days make the calendar, each once; without them there is none', () => {
    const policy = {
      timeZone: 'Europe/Oslo',
      open: oslo.open,
      holidays: { country: 'NO', region: null },
      extraHolidays: [
        { date: '2026-12-24', name: 'Christmas Eve' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    };
    const resolved = resolveCalendar(policy, at('2026-06-01T00:00Z'));
    expect(resolved?.holidays.filter((date) => date >= '2026-12' && date < '2027')).toEqual([
      '2026-12-24',
      '2026-12-25',
      '2026-12-26',
    ]);
    expect(resolved?.holidays.at(0)).toBe('2025-01-01');
    expect(resolved?.holidays.at(-1)).toBe('2028-12-26');
    expect(resolveCalendar({ ...policy, holidays: { country: 'ZZ', region: null } }, 0)).toBeNull();
    expect(resolveCalendar(null, 0)).toBeNull();
  });
});
