/** A case of the fuzz: what a desk says, one answer after the other. */
import fc from 'fast-check';
import {
  Account,
  Change,
  ChatState,
  DeskMessage,
  DeskTicket,
  Person,
  PolicyCalendar,
  Problem,
  PromiseException,
  PromiseRule,
} from '#shared/contract.ts';
import { fits, fitting, type Hurt, hurts } from './arbitrary.ts';
import { hostileValues, hostileWords, jsonText } from './hostile.ts';
import type { Case, Said } from './words.ts';

const JSON_TYPE = 'application/json';

fitting(
  PolicyCalendar.shape.timeZone,
  fc.constantFrom('Europe/Oslo', 'UTC', 'America/St_Johns', 'Pacific/Kiritimati', 'Antarctica/Troll'),
);
// What is read with more patience than a schema says: what is meant to stand there.
fitting(
  Account.shape.policy,
  fc.record({
    rules: fc.array(fits(PromiseRule), { maxLength: 4 }),
    calendar: fc.option(fits(PolicyCalendar), { freq: 4 }),
    exceptions: fc.array(fits(PromiseException), { maxLength: 2 }),
  }),
);
fitting(Account.shape.colleagues, fc.array(fits(Person), { maxLength: 3 }));
fitting(Account.shape.plan.shape.channels, fc.subarray(['email', 'chat', 'phone']));

const whole = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Hurt> =>
  values.map((value) => ({ value, at: null }));

const changes = fc.oneof(
  { weight: 5, arbitrary: whole(fits(Change)) },
  { weight: 4, arbitrary: hurts(Change) },
);

/** So many that nobody may wait behind them. */
const MANY = [500, 3_000] as const;
const manyMessages = fc.constantFrom(...MANY).map((count): Hurt[] =>
  Array.from({ length: count }, (_, n) => ({
    value: {
      kind: 'message',
      message: {
        id: `0197f3c0-0001-7000-8000-${n.toString(16).padStart(12, '0')}`,
        ticketId: '0197f3c0-0000-7000-8000-000000000000',
        author: { kind: 'specialist', id: null, name: 'Sol' },
        body: `Answer ${n}`,
        createdAt: '2026-03-01T09:00:00Z',
        editedAt: null,
      },
    },
    at: null,
  })),
);

const cursors = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 9 }).map((n): unknown => `c${n}`) },
  { weight: 1, arbitrary: fc.oneof(hostileWords, hostileValues) },
);
const mores = fc.oneof(
  { weight: 12, arbitrary: fc.constant<unknown>(false) },
  { weight: 4, arbitrary: fc.constant<unknown>(true) },
  { weight: 1, arbitrary: hostileValues },
);

const fittingPages: fc.Arbitrary<Said> = fc
  .tuple(
    fc.oneof(
      { weight: 150, arbitrary: fc.array(changes, { minLength: 1, maxLength: 8 }) },
      { weight: 1, arbitrary: manyMessages },
    ),
    cursors,
    mores,
  )
  .map(([told, cursor, more]) => ({
    to: 'page',
    status: 200,
    type: JSON_TYPE,
    body: jsonText({ changes: told.map(({ value }) => value), cursor, more }),
    changes: told.length,
    hurt: told.flatMap(({ at }) => at ?? []),
  }));

/** No page at all, or one whose text is broken off or goes on. */
const brokenPages: fc.Arbitrary<Said> = fc
  .tuple(fittingPages, hostileValues, fc.nat({ max: 5 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([page, instead, how, part]) => ({
    ...page,
    body:
      [
        page.body.slice(0, Math.floor(page.body.length * part)),
        `${page.body}${page.body}`,
        `\ufeff${page.body}`,
        jsonText(instead),
        page.body.replace('"changes":', '"changes":null,"changes":'),
        jsonText({ changes: instead, cursor: 'c1', more: false }),
      ][how] ?? '',
    hurt: ['page'],
  }));

const problems: fc.Arbitrary<Said> = fc
  .tuple(
    fc.oneof(whole(fits(Problem)), hurts(Problem)),
    fc.constantFrom(200, 400, 401, 403, 410, 412, 418, 429, 500, 503),
    fc.constantFrom('application/problem+json', JSON_TYPE, 'text/html', 'text/plain'),
  )
  .map(([{ value, at }, status, type]) => ({
    to: 'page',
    status,
    type,
    body: jsonText(value),
    changes: 0,
    hurt: at === null ? [] : [`problem.${at}`],
  }));

const chats: fc.Arbitrary<Said> = fc.oneof(whole(fits(ChatState)), hurts(ChatState)).map(({ value, at }) => ({
  to: 'chat',
  status: 200,
  type: JSON_TYPE,
  body: jsonText(value),
  changes: 0,
  hurt: at === null ? [] : [`chat.${at}`],
}));

/** About what was written here: the id of it is put in where the answer is given. */
const receipts: fc.Arbitrary<Said> = fc
  .oneof(
    { weight: 1, arbitrary: whole(fits(DeskTicket)) },
    { weight: 3, arbitrary: fc.oneof(hurts(DeskTicket), hurts(DeskMessage)) },
  )
  .map(({ value, at }) => ({
    to: 'receipt',
    status: 200,
    type: JSON_TYPE,
    body: jsonText(value),
    changes: 0,
    hurt: at === null ? [] : [`receipt.${at}`],
  }));

const said = fc.oneof(
  { weight: 80, arbitrary: fittingPages },
  { weight: 6, arbitrary: brokenPages },
  { weight: 6, arbitrary: problems },
  { weight: 4, arbitrary: chats },
  { weight: 4, arbitrary: receipts },
);

const accounts = fc.oneof(
  { weight: 2, arbitrary: whole(fits(Account)) },
  { weight: 1, arbitrary: hurts(Account) },
  { weight: 1, arbitrary: fc.tuple(hurts(PolicyCalendar), fits(Account)).map(hurtCalendar) },
);

function hurtCalendar([{ value, at }, account]: [Hurt, unknown]): Hurt {
  const calendar = { ...(account as object), policy: { rules: [], calendar: value, exceptions: [] } };
  return { value: calendar, at: `policy.calendar.${at}` };
}

/** So many answers to one store: what one leaves behind, the next finds. */
export const MOST_SAID = 20;

export const cases: fc.Arbitrary<Case> = fc.record({
  said: fc.array(said, { minLength: 1, maxLength: MOST_SAID, size: 'max' }),
  account: accounts.map(({ value }) => jsonText(value)),
});
