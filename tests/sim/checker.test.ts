/** The checker goes red: each case takes a run in which all is well, and makes one thing wrong in its logs. */
import { describe, expect, test } from 'vitest';
import { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, Message, WaitingOperation } from '#shared/model.ts';
import { Notice } from '#shared/wire.ts';
import { ticket } from '../tickets.ts';
import { check } from './checker.ts';
import {
  type Arrival,
  type Deed,
  type Logs,
  MAIN,
  openLogs,
  type Question,
  type Told,
  type What,
} from './logs.ts';

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
    account: MAIN,
    ...{ method: 'PUT', path: `/${id}`, outcome: 'made', status: 201, words: null, isLate: false },
  };
}

function question(place: number, more: Partial<Question>): Question {
  return {
    ...{ place, at: place, life: 1, method: 'PUT', path: '/x', key: 'k', body: '' },
    ...{ heard: place, heardAt: place, overAt: place, status: null, retryAfterMs: null },
    ...{ hintMs: null, between: null, hasNews: false, ...more },
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
    { id: REPLY, author: 'requester', body: 'one', isEdited: false, isDeleted: false, isUnreadable: false },
    { id: ANSWER, author: 'specialist', body: 'two', isEdited: false, isDeleted: false, isUnreadable: false },
  ];
  const shown = messages.map(({ id, author, body }) =>
    Message.parse({
      isOwn: author === 'requester',
      ...{ id, author: { kind: author, name: 'n' }, body, at: 1, delivery: 'delivered' },
      ...{ problem: null, editedAt: null, earlier: [], deleted: null, missingSince: null },
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
    pages: [{ place: 9, life: 1, messages: [ANSWER], files: [] }],
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
        pasts: {},
        tickets: [
          {
            ...{
              id: TICKET,
              account: MAIN,
              isUnreadable: false,
              wasPoisoned: false,
              status: 'open',
              severity: 'standard',
              submission: SUBMISSION,
              number: 'D-1',
            },
            ...{
              isDeleted: false,
              dueAt: null,
              isAnswered: false,
              severityChange: null,
              messages,
              files: [],
            },
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

const answers = (logs: Logs) =>
  shown(logs).flatMap(({ messages }) => messages.filter(({ id }) => id === ANSWER));

/** The person has seen everything as it is. */
function show(logs: Logs): void {
  for (const ticket of shown(logs)) logs.words.saw(11, ticket);
}

/** The desk becomes what it had been before it had these. */
function lose(logs: Logs, ...lost: string[]): void {
  logs.restores.push({ place: 12, at: 12, account: MAIN, lost });
  const { desk } = logs.final;
  desk.tickets = desk.tickets.filter(({ id }) => !lost.includes(id));
  for (const ticket of desk.tickets) ticket.messages = ticket.messages.filter(({ id }) => !lost.includes(id));
}

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
  ...{ waits: { for: 'retry', until: 1, behind: null }, otherAccount: null },
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
        logs.final.desk.pasts[TICKET] = [
          { place: 3, ...seen, by: 'requester' },
          { place: 13, ...seen, status: 'closed', by: 'specialist' },
          { place: 15, ...seen, status: 'solved', by: 'requester' },
        ];
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
        logs.final.desk.pasts[TICKET] = [
          { place: 3, ...seen, by: 'requester' },
          { place: 13, ...seen, call: '1 missed', by: 'specialist' },
          { place: 15, ...seen, call: '2 queued', by: 'requester' },
        ];
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
    [
      'an answer that was shown and is gone, because the desk leaves it out',
      'lost',
      (logs) => {
        show(logs);
        lose(logs, ANSWER);
        for (const ticket of shown(logs)) ticket.messages.splice(1, 1);
      },
    ],
    [
      'an answer that was shown and is blank',
      'lost',
      (logs) => {
        show(logs);
        lose(logs, ANSWER);
        for (const message of answers(logs)) Object.assign(message, { body: '', missingSince: 9 });
      },
    ],
    [
      'words of a ticket that the desk has blanked',
      'lost',
      (logs) => {
        show(logs);
        for (const ticket of shown(logs)) ticket.form = { ...ticket.form, description: '' };
      },
    ],
    [
      'a ticket that the desk has lost, and that is not marked',
      'mismarked',
      (logs) => {
        lose(logs, TICKET, REPLY, ANSWER);
      },
    ],
    [
      'an answer that is at the desk, and marked',
      'mismarked',
      (logs) => {
        for (const message of answers(logs)) message.missingSince = 9;
      },
    ],
    [
      'a mark after a single reading of a copy that lagged behind',
      'mismarked',
      (logs) => {
        const [before] = shown(logs);
        if (before === undefined) return;
        logs.lags.push(11);
        logs.views.push({ ...view(logs), place: 12, tickets: [{ ...before, missingSince: 9 }] });
      },
    ],
    [
      'a ticket that came to another account',
      'misdirected',
      (logs) => {
        for (const arrived of logs.arrivals) arrived.account = 'olaf';
      },
    ],
    [
      'a ticket that is with two accounts',
      'duplicated',
      (logs) => {
        for (const ticket of [...logs.final.desk.tickets])
          logs.final.desk.tickets.push({ ...ticket, account: 'olaf' });
      },
    ],
    [
      'news that nobody can read and nobody is told of',
      'invisible',
      (logs) => {
        for (const ticket of logs.final.desk.tickets)
          for (const message of ticket.messages) message.isUnreadable = true;
      },
    ],
    [
      'news that cannot be read, where there never were any',
      'stuck',
      (logs) => {
        for (const ticket of shown(logs)) ticket.unreadNews = true;
      },
    ],
    [
      'a desk that is never believed',
      'stuck',
      (logs) => {
        view(logs).connection.resync = { shows: 0, of: 1, asksAgainAt: null };
      },
    ],
    [
      'an answer that dripped for minutes',
      'parked',
      (logs) => {
        logs.questions.push(question(12, { method: 'GET', path: '/v1/account', overAt: 300_000 }));
      },
    ],
    [
      'a business-critical ticket that a proxy parked',
      'parked',
      (logs) => {
        const body = '{"severity":"business_critical"}';
        logs.questions.push(
          question(12, { body, status: 503, hintMs: 3_600_000 }),
          question(3_600_012, { body, status: 201 }),
        );
      },
    ],
    [
      'a desk that took a write, and that nobody asks for news',
      'parked',
      (logs) => {
        const pull = { method: 'GET', path: '/v1/changes', key: null };
        logs.questions.push(
          question(12, { ...pull, status: 503 }),
          question(13, { status: 201 }),
          question(40_000, { ...pull, status: 200 }),
        );
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

  test('what a restored desk has lost: it stands with a mark', () => {
    const logs = spoiled((all) => {
      show(all);
      lose(all, ANSWER);
      for (const message of answers(all)) message.missingSince = 13;
    });
    expect(check(logs).problems).toEqual([]);
  });

  test('words that the desk has changed: the earlier ones stand beside them', () => {
    const logs = spoiled((all) => {
      show(all);
      for (const message of answers(all))
        Object.assign(message, { body: '2', earlier: [{ body: 'two', until: 12 }] });
      for (const ticket of all.final.desk.tickets)
        for (const message of ticket.messages) if (message.id === ANSWER) message.body = '2';
    });
    expect(check(logs).problems).toEqual([]);
  });

  test('what a damaged store and the desk have both lost: the ticket goes again without it', () => {
    const withSteps = { ...FORM, steps: 'Sign in.' };
    const sentAgain = (damage: string | null): Logs =>
      spoiled((all) => {
        for (const each of all.deeds) {
          if (each.kind === 'submitted') each.form = withSteps;
          if (each.kind === 'saved') each.patch = withSteps;
        }
        all.restores.push({ place: 11, at: 11, account: MAIN, lost: [TICKET] });
        all.ends.push({ place: 12, at: 12, life: 1, how: 'kill', commits: 5, damage });
        all.deeds.push(deed({ kind: 'sentAgain', ticket: TICKET }, 13));
        all.arrivals.push(arrival('ticket', TICKET, SUBMISSION, 14));
      });
    expect(kinds(sentAgain(null))).toContain('lost');
    expect(check(sentAgain('flip')).problems).toEqual([]);
  });

  test('a repeat of a reply that the desk holds in other words, which say nothing of it', () => {
    const repeated = (rewordedAt: number): string[] =>
      kinds(
        spoiled((all) => {
          all.acts.push({ kind: 'reworded', place: rewordedAt, at: 11, ticket: TICKET, message: REPLY });
          all.arrivals.push({ ...arrival('message', REPLY, '{"body":"one"}', 12), outcome: 'stale' });
        }),
      );
    expect(repeated(11)).toEqual([]);
    expect(repeated(13)).toContain('duplicated');
  });

  test('a ticket that was taken over into another account', () => {
    const logs = spoiled((all) => {
      all.deeds.unshift(deed({ kind: 'signedIn', account: 'olaf' }, 0.5));
      all.deeds.push(deed({ kind: 'signedIn', account: MAIN }, 3.1));
      all.deeds.push(deed({ kind: 'takenOver', ticket: TICKET, to: TICKET }, 3.2));
      all.deeds.push(deed({ kind: 'submitted', ticket: TICKET, form: FORM }, 3.3));
      all.deeds.sort((a, b) => a.place - b.place);
    });
    expect(check(logs).problems).toEqual([]);
  });

  test('an answer in a muted ticket that nobody was told of', () => {
    const logs = spoiled(({ deeds, told: all }) => {
      deeds.push(deed({ kind: 'muted', ticket: TICKET, muted: true }, 7));
      all.splice(0);
    });
    expect(check(logs).problems).toEqual([]);
  });
});
