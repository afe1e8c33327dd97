/** The judge of the kills is judged: each thing that may go wrong, shown to it once, is found, and nothing else. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, type Message, type Ticket } from '#shared/model.ts';
import { submission, testIds } from '../desk/deskClient.ts';
import type { Ledger } from '../desk/ledger.ts';
import { ticket } from '../tickets.ts';
import { begun, type Diary, emptyDiary, lookAgain, type OwnTicket } from './diary.ts';
import { compareWithDesk, compareWithScreen, compareWithWindow } from './kills-check.ts';

const ids = testIds();
const CONTENT = Uint8Array.of(1, 2, 3);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const written = (saved: string) => ({ saved, perhaps: [] });

function sent(): { diary: Diary; own: OwnTicket; file: AttachmentId } {
  const diary = emptyDiary();
  const own = begun(ids.ticket());
  const file = ids.attachment();
  own.submit = 'yes';
  own.description = written('what happened');
  own.replies = ['first', 'second'].map((body) => ({ id: ids.message(), body }));
  own.files = [{ id: file, name: 'a.png', sha256: SHA256 }];
  diary.tickets.set(own.id, own);
  return { diary, own, file };
}

function ledger(
  own: OwnTicket,
  different: Partial<Record<'tickets' | 'replies', string[]>> & { file?: Uint8Array[] } = {},
): Ledger {
  const { tickets = [own.description.saved], replies = ['first', 'second'], file = [CONTENT] } = different;
  return {
    writes: [],
    replays: 0,
    refusals: 0,
    edits: [],
    tickets: tickets.map((description, at) => ({
      id: at === 0 ? own.id : ids.ticket(),
      path: `/v1/tickets/${own.id}`,
      body: bytes(submission({ description })),
    })),
    messages: replies.map((body) => {
      const id = ids.message();
      const path = `/v1/tickets/${own.id}/messages/${id}`;
      return { id, path, body: bytes({ body, writtenAt: '2026-03-02T08:00:00Z' }) };
    }),
    attachments: file.map((body) => ({ id: own.files[0]?.id ?? '', path: '', sha256: SHA256, body })),
  };
}

const wrongs = (findings: { wrong: string }[]) => findings.map(({ wrong }) => wrong);

test('a desk that has everything once is right', () => {
  const { diary, own } = sent();
  expect(compareWithDesk(diary, ledger(own))).toEqual([]);
});

test.each([
  ['no ticket', { tickets: [] }, ['lost']],
  ['the ticket under two ids', { tickets: ['what happened', 'what happened'] }, ['duplicated']],
  ['other words', { tickets: ['what happene'] }, ['lost']],
  ['a reply missing', { replies: ['first'] }, ['lost']],
  ['a reply twice', { replies: ['first', 'second', 'second'] }, ['duplicated']],
  ['a reply that nobody sent', { replies: ['first', 'second', 'third'] }, ['duplicated']],
  ['replies in another order', { replies: ['second', 'first'] }, ['reordered']],
  ['no file', { file: [] }, ['lost']],
  ['a file twice', { file: [CONTENT, CONTENT] }, ['duplicated']],
  ['other bytes in a file', { file: [Uint8Array.of(1, 2)] }, ['lost']],
])('a desk with %s is found (invariants 2 and 3)', (_name, different, expected) => {
  const { diary, own } = sent();
  expect(wrongs(compareWithDesk(diary, ledger(own, different)))).toEqual(expected);
});

test('a ticket that nobody submitted may not be at the desk (invariant 2)', () => {
  const { diary, own } = sent();
  own.submit = 'no';
  own.files = [];
  expect(wrongs(compareWithDesk(diary, ledger(own, { file: [] })))).toEqual(['duplicated']);
});

const message = (id: MessageId, body: string, kind: Message['author']['kind'] = 'requester'): Message => ({
  id,
  author: { kind, name: 'Somebody' },
  isOwn: kind === 'requester',
  body,
  at: 0,
  delivery: 'delivered',
  problem: null,
  editedAt: null,
  earlier: [],
  deleted: null,
  missingSince: null,
});

function shown(own: OwnTicket, different: Partial<Ticket> = {}): Ticket {
  return ticket({
    id: own.id,
    form: { ...EMPTY_FORM, description: own.description.saved },
    messages: own.replies.map(({ id, body }) => message(id ?? ids.message(), body)),
    replyDraft: own.replyDraft.saved,
    attachments: own.files.map(({ id, name }) => ({
      id,
      messageId: null,
      author: 'self',
      isOwn: true,
      name,
      mediaType: 'image/png',
      size: 3,
      delivery: 'received',
      sentBytes: 3,
      description: '',
      isHere: true,
      isDangerous: false,
      problem: null,
      deleted: null,
      missingSince: null,
    })),
    ...different,
  });
}

test('a window that shows everything after a kill is right', () => {
  const { own } = sent();
  expect(lookAgain(own, shown(own), 'a run')).toEqual([]);
});

test.each<[string, (own: OwnTicket) => Partial<Ticket>, string[]]>([
  ['older words', () => ({ form: { ...EMPTY_FORM, description: 'what' } }), ['lost']],
  ['a draft that was submitted', () => ({ state: 'draft' }), ['lost']],
  ['an empty reply draft', () => ({ replyDraft: '' }), ['lost']],
  ['no replies', () => ({ messages: [] }), ['lost', 'lost']],
  ['no file', () => ({ attachments: [] }), ['lost']],
])('a window that shows %s after a kill is found (invariant 1)', (_name, different, expected) => {
  const { own } = sent();
  own.replyDraft = written('begun');
  expect(wrongs(lookAgain(own, shown(own, different(own)), 'a run'))).toEqual(expected);
});

test('what was cut off by a kill may be there or not, and is known after the look', () => {
  for (const description of ['old', 'new']) {
    const own = begun(ids.ticket());
    own.description = { saved: 'old', perhaps: ['new'] };
    const ticket = shown(own, { state: 'draft', form: { ...EMPTY_FORM, description } });
    expect(lookAgain(own, ticket, 'a run')).toEqual([]);
    expect(own.description).toEqual(written(description));
  }
});

test('a reply whose sending was cut off is either still a draft or sent; neither is a loss (invariant 1)', () => {
  const doubtful = () => {
    const { own } = sent();
    return { ...own, replyDraft: written('third'), perhapsSent: true };
  };
  const still = doubtful();
  expect(lookAgain(still, shown(still), 'a run')).toEqual([]);

  const gone = doubtful();
  const third = message(ids.message(), 'third');
  const messages = [...shown(gone).messages, third];
  expect(lookAgain(gone, shown(gone, { replyDraft: '', messages }), 'a run')).toEqual([]);
  expect(gone.replies.at(-1)).toEqual({ id: third.id, body: 'third' });

  const lost = doubtful();
  expect(wrongs(lookAgain(lost, shown(lost, { replyDraft: '' }), 'a run'))).toEqual(['lost']);
});

function answered(): { diary: Diary; own: OwnTicket; first: MessageId; second: MessageId } {
  const { diary, own } = sent();
  const [first, second] = [ids.message(), ids.message()];
  diary.answers = [
    { id: first, ticketId: own.id, marker: 'answer-1' },
    { id: second, ticketId: own.id, marker: 'answer-2' },
  ];
  return { diary, own, first, second };
}

test.each<[string, number[], string[]]>([
  ['both answers', [0, 1], []],
  ['one answer', [0], ['lost']],
  ['an answer twice', [0, 1, 1], ['duplicated']],
  ['answers in another order', [1, 0], ['reordered']],
])('a window with %s is judged (invariant 4)', (_name, places, expected) => {
  const { diary, own, first, second } = answered();
  const messages = places.map((at) => message(at === 0 ? first : second, 'Done.', 'specialist'));
  const window = new Map([[own.id, shown(own, { messages })]]);
  expect(wrongs(compareWithWindow(diary, window))).toEqual(expected);
});

test('what is still waiting, or not there at all, when the faults are over is found (invariant 6)', () => {
  const { diary, own } = sent();
  const stuck = new Map<TicketId, Ticket>([[own.id, shown(own, { state: 'queued' })]]);
  expect(wrongs(compareWithWindow(diary, stuck))).toEqual(['stuck']);
  expect(wrongs(compareWithWindow(diary, new Map()))).toEqual(['lost']);
});

test.each<
  [
    string,
    { shown: string[]; outcomes: (string | null)[]; together?: boolean; killed?: boolean },
    string[],
    number,
  ]
>([
  ['each once', { shown: ['answer-1', 'answer-2'], outcomes: ['shown', 'shown'] }, [], 0],
  ['both in a summary', { shown: ['2'], outcomes: ['shown', 'shown'], together: true }, [], 0],
  ['one never', { shown: ['answer-1'], outcomes: ['shown', null] }, ['unnotified'], 0],
  ['one that failed', { shown: ['answer-1'], outcomes: ['shown', 'failed'] }, ['unnotified'], 0],
  ['one only recorded', { shown: ['answer-1'], outcomes: ['shown', 'shown'] }, ['unnotified'], 0],
  [
    'a summary of fewer',
    { shown: ['1'], outcomes: ['shown', 'shown'], together: true },
    ['unnotified', 'unnotified'],
    1,
  ],
  [
    'one twice without a kill',
    { shown: ['answer-1', 'answer-2', 'answer-2'], outcomes: ['shown', 'shown'] },
    ['duplicated'],
    0,
  ],
  [
    'one twice around a kill',
    { shown: ['answer-1', 'answer-2', 'answer-2'], outcomes: ['shown', 'shown'], killed: true },
    [],
    1,
  ],
  [
    'a summary twice',
    { shown: ['2', '2'], outcomes: ['shown', 'shown'], together: true, killed: true },
    [],
    1,
  ],
])('a screen that showed %s is judged (invariant 5)', (_name, screen, expected, extra) => {
  const { diary } = answered();
  const rows = diary.answers.map(({ id }, at) => ({
    id,
    outcome: screen.outcomes[at] ?? null,
    told_at: screen.together === true ? 1 : at,
  }));
  const notifications = screen.shown.map((what, id) =>
    what.startsWith('answer')
      ? { id, appName: 'Lifeline', summary: 'Ada · T', body: `${what} We look into it.` }
      : { id, appName: 'Lifeline', summary: `${what} new answers`, body: 'In 1 ticket' },
  );
  const kills = screen.killed === true ? [{ before: 2, after: 2 }] : [];
  const judged = compareWithScreen(diary.answers, rows, notifications, kills);
  expect(wrongs(judged.findings)).toEqual(expected);
  expect(judged.extra).toBe(extra);
});
