/** The small rules that everything else stands on, as tables. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Account, PromisePolicy, type PromiseRule } from '#shared/contract.ts';
import { deskAddress } from '#shared/desk-address.ts';
import { idMaker } from '#shared/ids.ts';
import { EMPTY_FORM, formProblems, reasonOf, type TicketForm } from '#shared/model.ts';
import { plainText } from '#shared/plain-text.ts';
import { promiseClock, promisedTarget } from '#shared/sla/promise.ts';
import { waitMs } from '../../main/core/backoff.ts';
import { retryAfterMs, verdict } from '../../main/core/desk/verdict.ts';
import { refusalsBetween } from '../../main/core/outbox/refusals.ts';
import { seededBytes } from '../desk/random.ts';
import { FILLED_FORM } from './running-core.ts';

const MINUTE = 60_000;

describe('what an answer of the desk means', () => {
  const json = 'application/json';
  const problem = (code: string, detail = 'In its own words.') =>
    JSON.stringify({ code, title: 'No', detail });
  const schema = z.object({ id: z.number() });
  test.each([
    ['an answer that fits', 200, json, '{"id":1}', { kind: 'answered', status: 200, value: { id: 1 } }],
    [
      'an answer that does not fit',
      200,
      json,
      '{"id":"x"}',
      { kind: 'later', failure: { code: 'desk_answer_unfit' } },
    ],
    [
      'a page instead of an answer',
      200,
      'text/html',
      '<h1>Hi</h1>',
      { kind: 'later', failure: { code: 'desk_not_a_desk' } },
    ],
    ['half an answer', 200, json, '{"id":', { kind: 'later', failure: { code: 'desk_not_a_desk' } }],
    ['401', 401, json, problem('unauthorized'), { kind: 'unauthorized' }],
    [
      '401 from a proxy',
      401,
      'text/html',
      'Sign in',
      { kind: 'later', failure: { code: 'desk_not_a_desk' } },
    ],
    ['408', 408, 'text/plain', '', { kind: 'later', failure: { code: 'desk_unavailable' } }],
    [
      '409 in flight',
      409,
      json,
      problem('in_progress'),
      { kind: 'later', failure: { code: 'desk_unavailable' } },
    ],
    ['425', 425, json, '', { kind: 'later' }],
    ['429', 429, json, problem('rate_limited'), { kind: 'later' }],
    [
      '500',
      500,
      'text/html',
      'oops',
      { kind: 'later', failure: { code: 'desk_unavailable', detail: 'HTTP 500' } },
    ],
    ['410 for a cursor', 410, json, problem('cursor_expired'), { kind: 'expired' }],
    [
      '422 in the words of the desk',
      422,
      json,
      problem('invalid'),
      { kind: 'refused', failure: { code: 'desk_refused', detail: 'In its own words.' } },
    ],
    ['404 in the words of the desk', 404, json, problem('not_found'), { kind: 'refused' }],
    [
      '404 of something else',
      404,
      'text/html',
      'Not found',
      { kind: 'blocked', status: 404, failure: { code: 'desk_blocked' } },
    ],
    [
      '403 of a firewall',
      403,
      'text/html',
      'Blocked',
      { kind: 'blocked', status: 403, failure: { code: 'desk_blocked', detail: 'HTTP 403' } },
    ],
  ])('%s', (_name, status, contentType, body, expected) => {
    expect(verdict({ status, contentType, retryAfter: null, date: null, body }, schema, 0)).toMatchObject(
      expected,
    );
  });

  test('Retry-After is read as seconds and as a date', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(retryAfterMs('7', now)).toBe(7000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(MINUTE);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeNull();
    expect(retryAfterMs(null, now)).toBeNull();
  });
});

describe('waiting before the next try', () => {
  test('the bound doubles up to a minute, and the jitter is full', () => {
    expect([1, 2, 3, 7, 50].map((tries) => waitMs(tries, 0.999999))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ]);
    expect(waitMs(5, 0)).toBe(0);
    expect(waitMs(5, 0.5)).toBe(8000);
  });
  test('what the desk named wins, and jitter comes on top', () => {
    const named = { afterMs: 3_600_000, isPromise: true };
    expect(waitMs(1, 0, { named, isCritical: true })).toBe(3_600_000);
    expect(waitMs(1, 0.5, { named })).toBe(3_630_000);
    expect(waitMs(1, 0, { named: { afterMs: 0, isPromise: true } })).toBe(0);
  });
  test('what anybody else named is a hint: a minute at most where it is critical, five elsewhere', () => {
    const named = { afterMs: 3_600_000, isPromise: false };
    expect(waitMs(1, 0, { named, isCritical: true })).toBe(60_000);
    expect(waitMs(1, 0, { named })).toBe(300_000);
  });
});

describe('what something in between refuses', () => {
  const id = idMaker(() => 1_760_000_000_000, seededBytes(9)).operation();
  /** What is made of refusals, each `[milliseconds, how, answers of the desk so far]`. */
  const heard = (...refusals: [number, string, number][]): string[] => {
    let now = 0;
    const known = refusalsBetween(() => now);
    return refusals.map(([at, how, answers]) => {
      now = at;
      return known.heard(id, how, answers);
    });
  };
  test('lasts after three alike and twenty seconds, while the desk answers others', () => {
    expect(heard([0, '403', 1], [9_000, '403', 2], [20_000, '403', 3])).toEqual([
      'way_closed',
      'only_this',
      'lasting',
    ]);
    expect(heard([0, '403', 1], [30_000, '403', 2])).toEqual(['way_closed', 'only_this']);
  });
  test('lasts for every further refusal, too: a full disk may have had no room for the first', () => {
    expect(heard([0, '403', 1], [9_000, '403', 2], [20_000, '403', 3], [21_000, '403', 4])[3]).toBe(
      'lasting',
    );
  });
  test('is a bad moment while it all comes within seconds', () => {
    const quick = Array.from({ length: 9 }, (_, at): [number, string, number] => [at * 100, '403', at]);
    expect(heard(...quick)).not.toContain('lasting');
  });
  test('is another thing when it says something else', () => {
    expect(heard([0, '403', 1], [15_000, '413', 2], [30_000, '302', 3])).toEqual([
      'way_closed',
      'way_closed',
      'way_closed',
    ]);
  });
  test('lasts, too, when two take turns, or when a page says something else each time', () => {
    const turns = Array.from({ length: 6 }, (_, at): [number, string, number] => [
      at * 10_000,
      at % 2 === 0 ? '403' : '302',
      at,
    ]);
    expect(heard(...turns).slice(3)).toEqual(['only_this', 'lasting', 'lasting']);
    const incidents = Array.from({ length: 6 }, (_, at): [number, string, number] => [
      at * 10_000,
      `Incident ${at}`,
      at,
    ]);
    expect(heard(...incidents).at(-1)).toBe('lasting');
  });
  test('is the way being closed when nobody else is answered', () => {
    expect(heard([0, '403', 1], [15_000, '403', 1], [30_000, '403', 1])).toEqual([
      'way_closed',
      'way_closed',
      'way_closed',
    ]);
  });
});

describe('the promise', () => {
  const rule: PromiseRule = {
    role: 'super_admin',
    severity: 'business_critical',
    channel: 'email',
    target: { kind: 'guaranteed', withinMinutes: 30, clock: 'always' },
  };
  test('comes only from a rule of the policy', () => {
    const asked = { role: 'super_admin', severity: 'business_critical', channel: 'email' } as const;
    const policy = PromisePolicy.parse({ rules: [rule] });
    expect(promisedTarget(policy, asked)).toEqual(rule.target);
    expect(promisedTarget(policy, { ...asked, role: 'member' })).toBeNull();
    expect(promisedTarget({ ...policy, rules: [] }, asked)).toBeNull();
  });
  test('a rule that cannot be read is left out; the others stand', () => {
    const policy = PromisePolicy.parse({ rules: [{ ...rule, role: 'owner' }, { nonsense: true }, rule] });
    expect(policy.rules).toEqual([rule]);
  });
  test('a role that is not known counts as the one without guarantees', () => {
    expect(Account.shape.requester.parse({ id: '1', name: 'A', email: '', role: 'emperor' }).role).toBe(
      'member',
    );
  });

  const facts = {
    receivedAt: 0,
    target: rule.target,
    dueAt: 30 * MINUTE,
    firstAnsweredAt: null,
    exceptedBecause: null,
  };
  const aim = { kind: 'aim', withinBusinessDays: 1 } as const;
  test.each([
    [{ ...facts, receivedAt: null }, 0, { state: 'not_started' }],
    [facts, 10 * MINUTE, { state: 'running', dueAt: 30 * MINUTE, leftMs: 20 * MINUTE, elapsed: 1 / 3 }],
    [facts, 31 * MINUTE, { state: 'overdue', dueAt: 30 * MINUTE, lateMs: MINUTE }],
    [{ ...facts, firstAnsweredAt: 30 * MINUTE }, 0, { state: 'answered_in_time', answeredAt: 30 * MINUTE }],
    [
      { ...facts, firstAnsweredAt: 32 * MINUTE },
      0,
      { state: 'answered_late', answeredAt: 32 * MINUTE, lateMs: 2 * MINUTE },
    ],
    [{ ...facts, target: aim, dueAt: null }, 0, { state: 'no_guarantee', target: aim }],
    [{ ...facts, target: aim, dueAt: null, firstAnsweredAt: 5 }, 0, { state: 'answered', answeredAt: 5 }],
  ])('the clock of %j at %d', (given, now, expected) => {
    expect(promiseClock(given, now)).toEqual(expected);
  });
});

describe('a form', () => {
  const now = Date.UTC(2026, 2, 2, 9);
  const problems = (different: Partial<TicketForm>) => formProblems({ ...FILLED_FORM, ...different }, now);

  test('that is complete has no problems', () => expect(problems({})).toEqual({}));
  test('needs a title and a description, and nothing else', () => {
    expect(formProblems(EMPTY_FORM, now)).toEqual({ title: 'missing', description: 'missing' });
    expect(formProblems({ ...EMPTY_FORM, title: 'a', description: 'b' }, now)).toEqual({});
  });
  test('needs a reason only for another severity than follows from the facts', () => {
    expect(problems({ severityReason: ' ' })).toEqual({ severityReason: 'missing' });
    expect(problems({ severity: 'standard', severityReason: '' })).toEqual({});
    expect(problems({ severity: null, severityReason: '' })).toEqual({});
    const facts = { ...EMPTY_FORM.facts, kind: 'outage', data: 'none', relief: 'no' } as const;
    expect(problems({ facts, severityReason: '' })).toEqual({});
    expect(problems({ facts, severity: 'standard', severityReason: '' })).toEqual({
      severityReason: 'missing',
    });
  });
  test('gives a reason while its choice counts, and not once it was undone', () => {
    const form = { ...FILLED_FORM, facts: { ...EMPTY_FORM.facts, kind: 'question', data: 'none' } } as const;
    const severityReason = ' It cannot wait. ';
    expect(reasonOf({ ...form, severity: 'business_critical', severityReason })).toBe('It cannot wait.');
    expect(reasonOf({ ...form, severity: null, severityReason })).toBe('');
  });
  test('names what is too long', () => {
    expect(problems({ title: 'a'.repeat(201), since: 'a'.repeat(2001), steps: 'a'.repeat(2001) })).toEqual({
      title: 'too_long',
      since: 'too_long',
      steps: 'too_long',
    });
  });
  test.each([
    ['+47 55 50 01 42', true],
    ['(020) 7946-0018', true],
    ['12345', true],
    ['1234', false],
    ['call me', false],
    ['+47 55 50 01 42 ext. 9', true],
    ['+47 55 50 01 42, x1234', true],
    ['+47 55 50 01 42 ext. nine', false],
    ['ext. 9', false],
    [`1${' '.repeat(40)}2345`, false],
    ['1'.repeat(16), false],
    ['☎️', false],
  ])('takes %j as a phone number: %s', (phone, isOne) => {
    expect(problems({ phone })).toEqual(isOne ? {} : { phone: 'not_a_phone' });
  });
  test('takes no beginning that lies in the future, or that is no time', () => {
    const local = (ms: number) => {
      const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
      return at.toISOString().slice(0, 16);
    };
    expect(problems({ sinceAt: local(now - 60_000) })).toEqual({});
    expect(problems({ sinceAt: local(now + 3_600_000) })).toEqual({ sinceAt: 'in_future' });
    expect(problems({ sinceAt: 'yesterday' })).toEqual({ sinceAt: 'not_a_time' });
  });
  test('takes colleagues with any sign between them, as many as the desk tells', () => {
    expect(problems({ cc: 'a@b.example, c@d.example;e@f.example\n' })).toEqual({});
    expect(problems({ cc: 'a@b.example, nobody' })).toEqual({ cc: 'not_an_address' });
    expect(problems({ cc: 'a@b.example '.repeat(21) })).toEqual({ cc: 'too_many' });
  });
});

test.each([
  ['desk.example', 'https://desk.example'],
  ['https://desk.example/support/', 'https://desk.example/support'],
  ['  https://desk.example?x=1#y ', 'https://desk.example'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
])('the address %j is read as %s', (typed, read) => {
  expect(deskAddress(typed)).toBe(read);
});

test.each(['', 'https://', 'javascript:alert(1)', 'https://user:pass@desk.example'])(
  '%j is no address',
  (typed) => {
    expect(() => deskAddress(typed)).toThrow('desk_address_invalid');
  },
);

test('ids are version 7, sort by the time they were made, and repeat with the same sources', () => {
  let now = 1_700_000_000_000;
  const make = () =>
    idMaker(
      () => now,
      (length) => new Uint8Array(length).fill(7),
    ).ticket();
  const first = make();
  expect(make()).toBe(first);
  now += 1;
  expect(make() > first).toBe(true);
});

test.each([
  ['We **see** it, and `restart` the _service_.', 'We see it, and restart the service.'],
  ['# Steps\n\n1. Open [the page](https://x.example)\n2. Reload', 'Steps Open the page Reload'],
  ['```js\nconst a = 1;\n```', 'const a = 1;'],
  ['ficates](https://help.example/renew). Then [re', 'ficates. Then re'],
  ['Open [the page](https://help.exam', 'Open the page'],
  ['Ask two or three **site', 'Ask two or three site'],
  ['Ask two or three **', 'Ask two or three'],
  ['2 ** 3 and 2**3 stay', '2 ** 3 and 2**3 stay'],
  ['See [1] and a[2]', 'See [1] and a[2]'],
  ['2 * 3 * 4 and snake_case_name stay', '2 * 3 * 4 and snake_case_name stay'],
  ['<b>raw</b> 🙂 مرحبا', '<b>raw</b> 🙂 مرحبا'],
])('%j reads as %j where no marks are shown', (markdown, words) => {
  expect(plainText(markdown)).toBe(words);
});
