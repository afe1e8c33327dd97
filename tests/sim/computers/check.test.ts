/** The checker goes red: each case takes a history in which all is well, and makes one thing wrong in what was told. */
import { describe, expect, test } from 'vitest';
import { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, Message } from '#shared/model.ts';
import { ticket } from '../../tickets.ts';
import { type Act, type Arrival, type Deed, type DeskState, MAIN, type What } from '../logs.ts';
import { check } from './check.ts';
import type { ComputerTold, Look, Told } from './told.ts';

const TICKET = TicketId.parse('019cb000-0000-7000-8000-000000000001');
const FIRST = '019cb000-0000-7000-8000-000000000002';
const ANSWER = '019cb000-0000-7000-8000-000000000003';
const SECOND = '019cb000-0000-7000-8000-000000000004';
const FORM = { ...EMPTY_FORM, question: 'q', title: 'Nobody can sign in', description: 'd' };

/** The desk's thread: a reply of computer 0, its answer, and a reply that computer 1 wrote after reading it. */
const SAID = [
  { id: FIRST, author: 'requester', body: 'one' },
  { id: ANSWER, author: 'specialist', body: 'two' },
  { id: SECOND, author: 'requester', body: 'three' },
] as const;
type Said = { id: string; author: string; body: string };

function deed(what: What, place: number): Deed {
  return { ...what, place, at: place, life: 1, outcome: 'done', answered: place, failure: null };
}

function arrival(kind: Arrival['kind'], id: string, body: string, place: number): Arrival {
  return {
    ...{
      kind,
      id,
      body,
      place,
      at: place,
      ticket: TICKET,
      account: MAIN,
      key: `key of ${id}`,
      ifMatch: null,
    },
    ...{ method: 'PUT', path: `/${id}`, outcome: 'made', status: 201, words: null, isLate: false },
  };
}

function look(place: number, said: readonly Said[]): Look {
  const messages = said.map(({ id, author, body }) =>
    Message.parse({
      isOwn: author === 'requester',
      ...{ id, author: { kind: author, name: 'n' }, body, at: 1, delivery: 'delivered' },
      ...{ problem: null, editedAt: null, deleted: null, earlier: [], missingSince: null },
    }),
  );
  const shown = ticket({
    ...{ id: TICKET, number: 'D-1', title: FORM.title, updatedAt: 1, form: FORM, messages },
    promise: { receivedAt: 1, target: null, dueAt: null, firstAnsweredAt: null, exceptedBecause: null },
  });
  return {
    ...{ began: place - 0.5, place, at: place, life: 1, tickets: [shown], outbox: [] },
    connection: {
      ...{ state: 'online', lastAnswerAt: 1, waiting: 0, refused: 0, nextTryAt: null, problem: null },
      ...{ missing: 0, unreadable: 0, resync: null },
    },
    health: { lowDisk: null, recovery: null, lastBackupAt: null },
  };
}

function deskWith(messages: readonly Said[]): DeskState {
  return {
    pasts: {},
    tickets: [
      {
        ...{ account: MAIN, id: TICKET, isUnreadable: false, wasPoisoned: false, status: 'open' },
        ...{
          severity: 'standard',
          number: 'D-1',
          isDeleted: false,
          dueAt: null,
          isAnswered: false,
          severityChange: null,
          files: [],
        },
        submission: JSON.stringify({ title: FORM.title, description: FORM.description }),
        messages: messages.map((each) => ({
          ...each,
          isEdited: false,
          isDeleted: false,
          isUnreadable: false,
        })),
      },
    ],
  };
}

function allWell(): Told {
  const answered: Act = { kind: 'replied', place: 7, at: 7, ticket: TICKET, message: ANSWER, body: 'two' };
  const computers: ComputerTold[] = [
    {
      deeds: [
        deed({ kind: 'drafted', ticket: TICKET }, 1),
        deed({ kind: 'saved', ticket: TICKET, patch: FORM }, 2),
        deed({ kind: 'submitted', ticket: TICKET, form: FORM }, 3),
        deed({ kind: 'replySaved', ticket: TICKET, body: 'one' }, 4.5),
        deed({ kind: 'replySent', ticket: TICKET, text: 'one', message: FIRST }, 5),
      ],
      looks: [look(6.5, SAID.slice(0, 1)), look(20, SAID)],
      unexpected: [],
      caughtUp: [250],
    },
    {
      deeds: [
        deed({ kind: 'replySaved', ticket: TICKET, body: 'three' }, 9),
        deed({ kind: 'replySent', ticket: TICKET, text: 'three', message: SECOND }, 10),
      ],
      looks: [look(8, SAID.slice(0, 2)), look(21, SAID)],
      unexpected: [],
      caughtUp: [9_000],
    },
  ];
  return {
    computers,
    arrivals: [
      arrival('ticket', TICKET, '{}', 4),
      arrival('message', FIRST, '{"body":"one"}', 6),
      arrival('message', SECOND, '{"body":"three"}', 11),
    ],
    acts: [answered],
    desk: deskWith(SAID),
  };
}

/** What goes wrong with a good history in which something was done. */
function kindsOf(spoil: (told: Told, one: ComputerTold, other: ComputerTold) => void): string[] {
  const told = allWell();
  const [one, other] = told.computers;
  if (one === undefined || other === undefined) throw new Error('there are two computers');
  spoil(told, one, other);
  return [...new Set(check(told).problems.map(({ kind }) => kind))];
}

const [first, answer, second] = SAID;

test('the checker finds nothing where all is well, and tells how long it took', () => {
  expect(check(allWell())).toEqual({ problems: [], caughtUp: [250, 9_000] });
});

describe('the checker sees', () => {
  test.each<[string, string, Parameters<typeof kindsOf>[0]]>([
    ['an answer without its question', 'reordered', (_, __, { looks }) => looks.unshift(look(7.5, [answer]))],
    [
      'an answer above its question',
      'reordered',
      (_, { looks }) => looks.splice(1, 0, look(19, [answer, first])),
    ],
    [
      "a reply above what its writer had read, on another's screen",
      'reordered',
      (_, { looks }) => looks.splice(1, 0, look(19, [first, second, answer])),
    ],
    [
      'two replies of one computer turned round',
      'reordered',
      (_, { deeds }) =>
        deeds.splice(4, 0, deed({ kind: 'replySent', ticket: TICKET, text: 'three', message: SECOND }, 4.8)),
    ],
    ['a message shown twice', 'duplicated', (_, { looks }) => looks.push(look(22, [...SAID, second]))],
    [
      'a reply that is at the desk twice',
      'duplicated',
      (told) => told.arrivals.push(arrival('message', 'again', '{"body":"one"}', 12)),
    ],
    [
      'a reply that nobody sent',
      'duplicated',
      (told) => told.arrivals.push(arrival('message', 'strange', '{"body":"four"}', 12)),
    ],
    [
      'a ticket that nobody handed in',
      'duplicated',
      (told) => told.arrivals.push(arrival('ticket', 'strange', '{}', 12)),
    ],
    [
      'one reply under two keys',
      'duplicated',
      (told) =>
        told.arrivals.push({
          ...arrival('message', FIRST, '{"body":"one"}', 12),
          key: 'other',
          outcome: 'again',
        }),
    ],
    ['a reply that is nowhere at the desk', 'lost', (told) => told.arrivals.splice(2, 1)],
    [
      'a ticket that is not at the desk',
      'lost',
      (told) => {
        told.desk = { pasts: {}, tickets: [] };
      },
    ],
    ['own words that are gone for a moment', 'lost', (_, { looks }) => looks.splice(1, 0, look(12, []))],
    [
      'a reply draft that is gone',
      'lost',
      (_, { deeds }) => deeds.push(deed({ kind: 'replySaved', ticket: TICKET, body: 'four' }, 12)),
    ],
    [
      'a draft that is not shown',
      'lost',
      (_, { deeds }) => deeds.push(deed({ kind: 'drafted', ticket: SECOND }, 12)),
    ],
    [
      'an answer that was shown, and then not any more',
      'lost',
      (_, __, { looks }) => looks.splice(1, 0, look(12, [first])),
    ],
    [
      'words that nobody wrote',
      'lost',
      (_, { looks }) => looks.splice(1, 0, look(12, [first, { ...answer, body: '' }])),
    ],
    [
      'a computer that reads something else in the end',
      'diverged',
      (_, __, { looks }) => looks.push(look(22, [first, answer])),
    ],
    ['a computer that shows nothing', 'diverged', (_, __, { looks }) => looks.splice(0)],
    ['a computer that caught up late', 'stalled', (_, { caughtUp }) => caughtUp.push(10_001)],
    ['a computer that never caught up', 'stalled', (_, { caughtUp }) => caughtUp.push(null)],
    ['an error that nobody foresaw', 'unexpected', (_, { unexpected }) => unexpected.push('TypeError')],
  ])('%s', (_, kind, spoil) => {
    expect(kindsOf(spoil)).toContain(kind);
  });
});

describe('the checker excuses', () => {
  test('what the desk has deleted by name', () => {
    const isGone = kindsOf((told, one, other) => {
      told.acts.push({ kind: 'messageDeleted', place: 12, at: 12, ticket: TICKET, message: ANSWER });
      told.desk = deskWith([first, second]);
      for (const { looks } of [one, other]) looks.splice(1, 1, look(22, [first, second]));
    });
    expect(isGone).toEqual([]);
  });

  test('where a reply waits that the desk had and has deleted before its own computer heard of it', () => {
    const shownLast = (isDeleted: boolean): string[] =>
      kindsOf((told, one, other) => {
        for (const { looks } of [one, other]) looks.splice(0);
        const shown = look(22, [answer, second, first]);
        for (const { messages } of shown.tickets)
          for (const own of messages) if (own.id === FIRST) own.delivery = 'sending';
        one.looks.push(shown);
        if (!isDeleted) return;
        told.acts.push({ kind: 'messageDeleted', place: 6.5, at: 6, ticket: TICKET, message: FIRST });
        told.desk = deskWith([answer, second]);
      });
    expect(shownLast(true)).not.toContain('reordered');
    expect(shownLast(false)).toContain('reordered');
  });

  test('a reply that the desk has deleted before its own computer heard of it', () => {
    const isRefused = kindsOf((told, one, other) => {
      told.acts.push({ kind: 'messageDeleted', place: 3, at: 3, ticket: TICKET, message: FIRST });
      told.desk = deskWith([answer, second]);
      for (const { looks } of [one, other]) looks.splice(0);
      const last = look(22, [answer, second, first]);
      for (const { messages } of last.tickets)
        for (const own of messages) if (own.id === FIRST) own.delivery = 'refused';
      one.looks.push(last);
      other.looks.push(look(22, [answer, second]));
    });
    expect(isRefused).not.toContain('reordered');
  });

  test('words that a specialist has changed', () => {
    const changed = { ...answer, body: 'two, better' };
    const isChanged = kindsOf((told, { looks }) => {
      told.acts.push({
        kind: 'edited',
        place: 12,
        at: 12,
        ticket: TICKET,
        message: ANSWER,
        body: changed.body,
      });
      looks.splice(1, 0, look(13, [first, changed]));
    });
    expect(isChanged).toEqual([]);
  });

  test('a reply whose sending was cut off: it is sent or still a draft', () => {
    const isCutOff = kindsOf((_, { deeds }) => {
      const open = deed({ kind: 'replySent', ticket: TICKET, text: 'one', message: null }, 5);
      deeds.splice(4, 1, { ...open, outcome: 'open', answered: null });
    });
    expect(isCutOff).toEqual([]);
  });
});
