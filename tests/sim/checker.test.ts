/** The checker goes red: each case takes a run in which all is well, and makes one thing wrong in its logs. */
import { describe, expect, test } from 'vitest';
import { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, Message, WaitingOperation } from '#shared/model.ts';
import { Notice } from '#shared/wire.ts';
import { ticket } from '../tickets.ts';
import { check } from './checker.ts';
import { type Arrival, type Deed, type Logs, openLogs, type Question, type Told, type What } from './logs.ts';

const TICKET = TicketId.parse('019cb000-0000-7000-8000-000000000001');
const REPLY = '019cb000-0000-7000-8000-000000000002';
const ANSWER = '019cb000-0000-7000-8000-000000000003';
const FORM = {
  ...EMPTY_FORM,
  question: 'q',
  affected: 'most',
  hit: 'h',
  severity: 'standard',
  severityReason: '',
  title: 'Nobody  can sign in',
  description: ' d ',
  since: '',
  channel: 'email',
} as const;
const SUBMISSION = JSON.stringify({ ...FORM, title: 'Nobody can sign in', description: 'd' });

function deed(what: What, place: number): Deed {
  return { ...what, place, at: place, life: 1, outcome: 'done', answered: place, failure: null };
}

function arrival(kind: Arrival['kind'], id: string, body: string, place: number): Arrival {
  return {
    ...{ kind, id, body, place, at: place, ticket: TICKET, key: `key of ${id}`, ifMatch: null },
    ...{ method: 'PUT', path: `/${id}`, outcome: 'made', status: 201, words: null, isLate: false },
  };
}

function question(place: number, more: Partial<Question>): Question {
  return {
    ...{ place, at: place, life: 1, method: 'PUT', path: '/x', key: 'k', body: '' },
    ...{ heard: place, heardAt: place, status: null, retryAfterMs: null, ...more },
  };
}

function told(place: number, life: number): Told {
  const about = { id: ANSWER, messageId: ANSWER, ticketId: TICKET };
  const notice = Notice.parse({ kind: 'reply', language: null, content: null, ...about });
  return { place, at: place, life, notice, handedOver: { commits: 5 } };
}

/** A person writes a ticket and a reply, the desk answers, and both sides agree. */
function allWell(): Logs {
  const messages = [
    { id: REPLY, author: 'requester', body: 'one', isEdited: false, isDeleted: false },
    { id: ANSWER, author: 'specialist', body: 'two', isEdited: false, isDeleted: false },
  ];
  const shown = messages.map(({ id, author, body }) =>
    Message.parse({
      ...{ id, author: { kind: author, name: 'n' }, body, at: 1, delivery: 'delivered' },
      ...{ problem: null, editedAt: null, deleted: null },
    }),
  );
  const agreed = ticket({
    ...{ id: TICKET, number: 'D-1', title: 't', updatedAt: 1, form: FORM, messages: shown },
    ...{
      promise: { receivedAt: 1, target: null, dueAt: null, firstAnsweredAt: null, exceptedBecause: null },
    },
  });
  return {
    ...openLogs(),
    deeds: [
      deed({ kind: 'drafted', ticket: TICKET }, 1),
      deed({ kind: 'saved', ticket: TICKET, patch: FORM }, 2),
      deed({ kind: 'submitted', ticket: TICKET, form: FORM }, 3),
      deed({ kind: 'replySaved', ticket: TICKET, body: 'one' }, 5),
      deed({ kind: 'replySent', ticket: TICKET, text: 'one', message: REPLY }, 6),
    ],
    arrivals: [arrival('ticket', TICKET, SUBMISSION, 4), arrival('message', REPLY, '{"body":"one"}', 7)],
    acts: [{ kind: 'replied', place: 8, at: 8, ticket: TICKET, message: ANSWER, body: 'two' }],
    pages: [{ place: 9, life: 1, messages: [ANSWER] }],
    told: [told(10, 1)],
    final: {
      view: {
        ...{ place: 20, at: 20, life: 1, tickets: [agreed], outbox: [] },
        connection: {
          state: 'online',
          lastAnswerAt: 1,
          waiting: 0,
          refused: 0,
          nextTryAt: null,
          problem: null,
          resync: null,
          missing: 0,
          unreadable: 0,
        },
        health: { lowDisk: null, recovery: null, lastBackupAt: null },
      },
      withdrawn: [],
      desk: {
        tickets: [
          {
            ...{
              id: TICKET,
              status: 'open',
              severity: 'standard',
              past: [],
              submission: SUBMISSION,
              number: 'D-1',
            },
            ...{ isDeleted: false, severityChange: null, messages, files: [] },
          },
        ],
      },
    },
  };
}

const kinds = (logs: Logs) => [...new Set(check(logs).problems.map(({ kind }) => kind))];

/** The logs of a good run, with something done to them. */
function spoiled(spoil: (logs: Logs) => void): Logs {
  const logs = allWell();
  spoil(logs);
  return logs;
}

function view(logs: Logs) {
  if (logs.final.view === null) throw new Error('there is a view');
  return logs.final.view;
}
const shown = (logs: Logs) => view(logs).tickets.filter(({ id }) => id === TICKET);

const waiting = WaitingOperation.parse({
  ...{
    id: REPLY,
    ticketId: TICKET,
    messageId: REPLY,
    attachmentId: null,
    kind: 'add_message',
    title: 't',
    queuedAt: 1,
    tries: 1,
  },
  ...{ state: 'waiting', nextTryAt: 1, isUntouched: false, progress: null, problem: null },
});

test('a run in which all is well has no problem', () => {
  expect(check(allWell()).problems).toEqual([]);
});

describe('the checker sees', () => {
  test.each<[string, string, (logs: Logs) => void]>([
    ['a draft that is not what was saved', 'lost', (logs) => logs.deeds.splice(1, 1)],
    [
      'a ticket handed in that is nowhere',
      'lost',
      (logs) => {
        logs.final.desk.tickets = [];
        logs.arrivals = [];
        view(logs).tickets = [];
      },
    ],
    [
      'a ticket that is not as it was written',
      'lost',
      (logs) => {
        for (const ticket of logs.final.desk.tickets)
          ticket.submission = SUBMISSION.replace('sign in', 'log in');
      },
    ],
    [
      'a reply that is nowhere',
      'lost',
      (logs) => {
        logs.arrivals.splice(1, 1);
        for (const ticket of [...shown(logs), ...logs.final.desk.tickets]) ticket.messages.splice(0, 1);
      },
    ],
    [
      'a reply draft that is gone',
      'lost',
      (logs) => logs.deeds.push(deed({ kind: 'replySaved', ticket: TICKET, body: 'three' }, 12)),
    ],
    [
      'a file that is nowhere',
      'lost',
      (logs) => {
        const file = { file: ANSWER, name: 'a', size: 1, sha256: 'x' };
        logs.deeds.push(deed({ kind: 'attached', ticket: TICKET, ...file }, 12));
      },
    ],
    [
      'an edit that is nowhere',
      'lost',
      (logs) => {
        const seen = { status: 'open', severity: 'standard', call: 'none' };
        logs.deeds.push(
          deed({ kind: 'changed', ticket: TICKET, edit: { status: 'solved' }, shown: seen }, 12),
        );
      },
    ],
    [
      'a reply that is at the desk twice',
      'duplicated',
      (logs) => logs.arrivals.push(arrival('message', ANSWER, '{"body":"one"}', 12)),
    ],
    [
      'a write under two keys',
      'duplicated',
      (logs) =>
        logs.arrivals.push({ ...arrival('ticket', TICKET, SUBMISSION, 12), key: 'other', outcome: 'again' }),
    ],
    [
      'a repeat that the desk no longer knew',
      'duplicated',
      (logs) => logs.arrivals.push({ ...arrival('ticket', TICKET, SUBMISSION, 12), outcome: 'stale' }),
    ],
    [
      'a reply that was taken back and sent all the same',
      'duplicated',
      (logs) =>
        logs.deeds.push(deed({ kind: 'replyTakenBack', ticket: TICKET, message: REPLY, text: 'one' }, 12)),
    ],
    [
      'replies turned round',
      'reordered',
      (logs) => {
        logs.deeds.push(deed({ kind: 'replySaved', ticket: TICKET, body: 'zero' }, 12));
        logs.deeds.push(deed({ kind: 'replySent', ticket: TICKET, text: 'zero', message: null }, 13));
        logs.arrivals.unshift(arrival('message', 'zero', '{"body":"zero"}', 5));
      },
    ],
    [
      'a reply before its ticket',
      'reordered',
      (logs) =>
        logs.arrivals.unshift({
          ...arrival('message', REPLY, '{"body":"one"}', 3),
          ...{ outcome: 'refused', status: 404, words: 'The desk has no such ticket.' },
        }),
    ],
    ['an answer that nobody was told of', 'unnotified', (logs) => logs.told.splice(0)],
    ['a notice repeated without a crash', 'repeated_notice', (logs) => logs.told.push(told(12, 1))],
    [
      'a notice repeated after it was recorded',
      'repeated_notice',
      (logs) => {
        logs.ends.push({ place: 11, at: 11, life: 1, how: 'kill', commits: 6, damage: null });
        logs.told.push(told(12, 2));
      },
    ],
    ['an outbox that is not empty', 'stuck', (logs) => view(logs).outbox.push(waiting)],
    [
      'a window that is not online',
      'stuck',
      (logs) => {
        view(logs).connection.state = 'offline';
      },
    ],
    [
      'a message that the window does not show',
      'stuck',
      (logs) => {
        for (const ticket of shown(logs)) ticket.messages.splice(1, 1);
      },
    ],
    [
      'a deletion that the window does not show',
      'stuck',
      (logs) => {
        for (const ticket of logs.final.desk.tickets) ticket.isDeleted = true;
      },
    ],
    [
      'a reply shown as delivered that never was',
      'invisible',
      (logs) => {
        logs.arrivals.splice(1, 1);
      },
    ],
    [
      'a ticket that waits and is not in the outbox',
      'invisible',
      (logs) => {
        logs.views.push({ ...view(logs), place: 3.5, tickets: [] });
      },
    ],
    [
      'a damage that nobody is told of',
      'silent_damage',
      (logs) => {
        const before = view(logs);
        const after = { ...before, tickets: [] };
        logs.acrossStops.push({ before, after, damage: 'flip' });
      },
    ],
    [
      'an edit that overwrites what the person has not seen',
      'lost',
      (logs) => {
        const edit = { status: 'solved' } as const;
        const seen = { status: 'open', severity: 'standard', call: 'none' };
        logs.deeds.push(deed({ kind: 'changed', ticket: TICKET, edit, shown: seen }, 12));
        logs.arrivals.push(arrival('edit', TICKET, JSON.stringify(edit), 16));
        for (const ticket of logs.final.desk.tickets) {
          ticket.past.push(
            { place: 3, ...seen, by: 'requester' },
            { place: 13, ...seen, status: 'closed', by: 'specialist' },
            { place: 15, ...seen, status: 'solved', by: 'requester' },
          );
        }
      },
    ],
    [
      'a call asked for anew over one that was missed unseen',
      'lost',
      (logs) => {
        const edit = { callBack: { number: '2', at: null } };
        const seen = { status: 'open', severity: 'standard', call: '1 queued' };
        logs.deeds.push(deed({ kind: 'changed', ticket: TICKET, edit, shown: seen }, 12));
        logs.arrivals.push(arrival('edit', TICKET, JSON.stringify(edit), 16));
        for (const ticket of logs.final.desk.tickets) {
          ticket.past.push(
            { place: 3, ...seen, by: 'requester' },
            { place: 13, ...seen, call: '1 missed', by: 'specialist' },
            { place: 15, ...seen, call: '2 queued', by: 'requester' },
          );
        }
      },
    ],
    [
      'a call that was asked for and is nowhere',
      'lost',
      (logs) => {
        const edit = { callBack: { number: '2', at: null } };
        const seen = { status: 'open', severity: 'standard', call: 'none' };
        logs.deeds.push(deed({ kind: 'changed', ticket: TICKET, edit, shown: seen }, 12));
      },
    ],
    [
      'a try before the time that the desk named',
      'manners',
      (logs) => {
        logs.questions.push(question(12, { status: 429, retryAfterMs: 1000 }), question(500, {}));
      },
    ],
    [
      'waits without jitter',
      'manners',
      (logs) => {
        for (const at of [0, 1000, 3000, 7000]) logs.questions.push(question(at, { status: 503 }));
      },
    ],
    [
      'a try spent on 401',
      'manners',
      (logs) => {
        const path = `/v1/tickets/${TICKET}/messages/${REPLY}`;
        logs.questions.push(question(12, { status: 401, path }));
        logs.views.push({ ...view(logs), place: 13, outbox: [waiting] });
      },
    ],
    [
      'a write that does not fit the contract',
      'manners',
      (logs) => {
        logs.arrivals.push({ ...arrival('edit', TICKET, '{}', 12), outcome: 'refused', status: 428 });
      },
    ],
    ['an error that nobody foresaw', 'unexpected', (logs) => logs.unexpected.push('TypeError')],
    ['a broken backup', 'broken_backup', (logs) => logs.brokenBackups.push('1.db')],
  ])('%s', (_, kind, spoil) => {
    expect(kinds(spoiled(spoil))).toContain(kind);
  });
});

describe('the checker excuses', () => {
  test('a notice repeated because the crash came between showing and recording, and counts it', () => {
    const logs = spoiled(({ ends, told: all }) => {
      ends.push({ place: 11, at: 11, life: 1, how: 'kill', commits: 5, damage: null });
      all.push(told(12, 2));
    });
    expect(check(logs)).toMatchObject({ problems: [], extraNoticesInCrashWindow: 1 });
  });

  test('a save that was never answered: both texts may stand', () => {
    const open = {
      ...deed({ kind: 'replySaved', ticket: TICKET, body: 'three' }, 12),
      outcome: 'open' as const,
    };
    expect(check(spoiled(({ deeds }) => deeds.push(open))).problems).toEqual([]);
  });

  test('an answer in a muted ticket that nobody was told of', () => {
    const logs = spoiled(({ deeds, told: all }) => {
      deeds.push(deed({ kind: 'muted', ticket: TICKET, muted: true }, 7));
      all.splice(0);
    });
    expect(check(logs).problems).toEqual([]);
  });
});
