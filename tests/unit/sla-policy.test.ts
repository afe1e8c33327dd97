/** A policy from a desk gone wrong never makes a promise that nobody gave. */
import { describe, expect, test } from 'vitest';
import { Account, PromisePolicy, PromiseRule, ServiceHours } from '#shared/contract.ts';
import { promiseFor } from '#shared/sla/promise.ts';
import { resolveCalendar } from '../../main/core/policy/holidays.ts';
import { deskAccount } from '../desk/account.ts';

const asked = { role: 'super_admin', severity: 'standard', channel: 'email' } as const;
const target = { kind: 'guaranteed', withinMinutes: 60, clock: 'service_hours' } as const;
const rule = { ...asked, target };
const open = [{ weekday: 1, from: '08:00', to: '16:00' }];
const calendar = { timeZone: 'Europe/Oslo', open };
const exception = { from: '2026-07-01T00:00:00Z', to: '2026-08-01T00:00:00Z', reason: 'Summer' };
const NOTHING = { rules: [], calendar: null, exceptions: [], hasUnreadableExceptions: false };

/** What is promised by a policy as it was sent. */
function promised(sent: unknown) {
  const policy = PromisePolicy.parse(sent);
  return promiseFor(policy, resolveCalendar(policy.calendar, 0), asked, Date.parse('2026-06-01T00:00:00Z'));
}

test('an account with channels and hours of a later version is read, without them', () => {
  const sent = deskAccount(24);
  const account = Account.parse({
    ...sent,
    plan: { name: 'Premium', channels: ['email', 'hologram', 'phone'] },
    serviceHours: { kind: 'by_the_moon' },
  });
  expect(account.plan.channels).toEqual(['email', 'phone']);
  expect(account.serviceHours).toBeNull();
  expect(Account.parse(account)).toEqual(account);
});

test('a policy that can be read promises what it says', () => {
  expect(promised({ rules: [rule], calendar, exceptions: [exception] })).toEqual(target);
});

test.each([
  ['null', null],
  ['a text', 'thirty minutes'],
  ['a number', 30],
  ['a list', [rule]],
  ['nothing in it', {}],
  ['rules that are no list', { rules: { rule } }],
])('%s promises nothing', (_title, sent) => {
  expect(PromisePolicy.parse(sent)).toEqual(NOTHING);
});

test.each([
  ['an unknown role', { ...rule, role: 'owner' }],
  ['no severity', { ...rule, severity: undefined }],
  ['an unknown severity', { ...rule, severity: 'urgent' }],
  ['an unknown channel', { ...rule, channel: 'carrier_pigeon' }],
  ['an unknown kind of target', { ...rule, target: { kind: 'sworn', withinMinutes: 1 } }],
  ['an unknown clock', { ...rule, target: { ...target, clock: 'lunar' } }],
  ['a clock that is null', { ...rule, target: { ...target, clock: null } }],
  ['no minutes', { ...rule, target: { kind: 'guaranteed' } }],
  ['minus five minutes', { ...rule, target: { ...target, withinMinutes: -5 } }],
  ['half a minute', { ...rule, target: { ...target, withinMinutes: 0.5 } }],
  ['minutes in words', { ...rule, target: { ...target, withinMinutes: '60' } }],
  ['nothing', undefined],
])('a rule with %s is left out, and the others stand', (_title, bad) => {
  expect(promised({ rules: [bad], calendar })).toEqual({ kind: 'none', why: 'no_rule' });
  expect(promised({ rules: [bad, rule], calendar })).toEqual(target);
});

describe('a service-hours rule promises nothing by a calendar', () => {
  test.each([
    ['that is missing', undefined],
    ['that is null', null],
    ['that is a text', 'weekdays'],
    ['on Mars', { ...calendar, timeZone: 'Mars/Phobos' }],
    ['of an empty time zone', { ...calendar, timeZone: '' }],
    ['without hours', { timeZone: 'Europe/Oslo' }],
    ['that opens when it closes', { ...calendar, open: [{ weekday: 1, from: '08:00', to: '08:00' }] }],
    [
      'that closes before it opens',
      { ...calendar, open: [...open, { weekday: 2, from: '22:00', to: '06:00' }] },
    ],
    ['that opens at 25:00', { ...calendar, open: [{ weekday: 1, from: '25:00', to: '26:00' }] }],
    ['that opens at 24:00', { ...calendar, open: [{ weekday: 1, from: '24:00', to: '24:00' }] }],
    ['that opens at 8', { ...calendar, open: [{ weekday: 1, from: '8:00', to: '16:00' }] }],
    ['of an eighth weekday', { ...calendar, open: [{ weekday: 8, from: '08:00', to: '16:00' }] }],
    ['of no country', { ...calendar, holidays: { country: 'ZZ' } }],
    ['of a country in words', { ...calendar, holidays: { country: 'Norway' } }],
    ['of an unknown region', { ...calendar, holidays: { country: 'NO', region: 'XX' } }],
    ['with a 30th of February', { ...calendar, extraHolidays: [{ date: '2026-02-30', name: 'Never' }] }],
    ['with holidays that are no list', { ...calendar, extraHolidays: 'many' }],
    ['with more hours than are read', { ...calendar, open: Array.from({ length: 201 }, () => open[0]) }],
  ])('%s', (_title, bad) => {
    expect(promised({ rules: [rule], calendar: bad })).toEqual({ kind: 'none', why: 'unreadable_calendar' });
  });
  test('while a promise around the clock stands', () => {
    const always = { ...target, clock: 'always' as const };
    expect(promised({ rules: [{ ...asked, target: always }], calendar: 'weekdays' })).toEqual(always);
  });
});

test('overlapping hours, holidays named twice and fields that are not known do no harm', () => {
  const sent = {
    rules: [{ ...rule, mood: 'good' }],
    calendar: {
      ...calendar,
      moon: 'full',
      open: [...open, { weekday: 1, from: '12:00', to: '24:00' }, ...open],
      holidays: { country: 'NO', saints: true },
      extraHolidays: [
        { date: '2026-12-25', name: 'Christmas' },
        { date: '2026-12-25', name: 'Christmas again' },
      ],
    },
    surprise: 1,
  };
  expect(promised(sent)).toEqual(target);
  const resolved = resolveCalendar(PromisePolicy.parse(sent).calendar, Date.parse('2026-06-01'));
  expect(resolved?.holidays.filter((date) => date === '2026-12-25')).toHaveLength(1);
});

describe('an exception that cannot be read takes every guarantee away', () => {
  test.each([
    ['ends before it begins', [{ ...exception, to: exception.from }]],
    ['has no times', [{ reason: 'Summer' }]],
    ['has times in words', [{ ...exception, from: 'July' }]],
    ['has no reason', [{ from: exception.from, to: exception.to }]],
    ['names roles that are no list', [{ ...exception, roles: 'all' }]],
    ['names channels that are numbers', [{ ...exception, channels: [1] }]],
    ['is no object', ['Summer']],
    ['is not in a list', exception],
    ['comes after more than are read', Array.from({ length: 1_001 }, () => exception)],
  ])('%s', (_title, exceptions) => {
    expect(promised({ rules: [rule], calendar, exceptions })).toEqual({
      kind: 'none',
      why: 'unreadable_exceptions',
    });
  });
  test('but one that is only for channels of another version is none of ours', () => {
    const sent = { rules: [rule], calendar, exceptions: [{ ...exception, channels: ['carrier_pigeon'] }] };
    expect(PromisePolicy.parse(sent)).toMatchObject({ exceptions: [], hasUnreadableExceptions: false });
  });
  test('and one for a role that is not known is for whoever has such a role: a member', () => {
    const sent = { rules: [rule], exceptions: [{ ...exception, roles: ['emperor'] }] };
    expect(PromisePolicy.parse(sent).exceptions[0]?.roles).toEqual(['member']);
  });
});

test('of a million rules the first two thousand are read', () => {
  const rules = Array.from({ length: 1_000_000 }, () => rule);
  expect(PromisePolicy.parse({ rules, calendar }).rules).toHaveLength(2_000);
});

test('a policy that was read and kept reads as itself', () => {
  for (const sent of [
    null,
    { rules: [rule, { ...asked, target: { kind: 'guaranteed', withinMinutes: 5 } }, 7], calendar },
    { rules: [rule], calendar: 'none', exceptions: [exception, 'unreadable'] },
    { rules: [rule], exceptions: [{ ...exception, roles: ['emperor'], channels: ['email', 'fax'] }] },
  ]) {
    const once = PromisePolicy.parse(sent);
    expect(PromisePolicy.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
  }
});

describe('an account', () => {
  const account = deskAccount(72);
  test('of a desk that knows no calendar and no exceptions is read as ever', () => {
    const rules = account.policy.rules.map(({ target: { kind }, ...old }) => ({
      ...old,
      target: kind === 'aim' ? { kind, withinBusinessDays: 1 } : { kind, withinMinutes: 30 },
    }));
    const { policy } = Account.parse({ ...account, policy: { rules } });
    expect(policy.rules).toHaveLength(12);
    expect(policy).toMatchObject({ calendar: null, exceptions: [], hasUnreadableExceptions: false });
    expect(promiseFor(policy, null, asked, 0)).toEqual({
      kind: 'guaranteed',
      withinMinutes: 30,
      clock: 'always',
    });
  });
  test('with a policy that cannot be read is still an account', () => {
    expect(Account.parse({ ...account, policy: 'soon' }).policy).toEqual(NOTHING);
  });
  test('of the reference desk is read whole', () => {
    const { policy } = Account.parse(account);
    expect(policy).toEqual({ ...account.policy, hasUnreadableExceptions: false });
    expect(policy.rules.every((one) => PromiseRule.safeParse(one).success)).toBe(true);
    expect(resolveCalendar(policy.calendar, Date.parse('2026-06-01'))?.holidays).toContain('2026-12-24');
  });
  test('may have telephone hours until midnight', () => {
    const hours = { kind: 'weekly', timeZone: 'UTC', open: [{ weekday: 7, from: '20:00', to: '24:00' }] };
    expect(ServiceHours.parse(hours)).toEqual(hours);
  });
});
