/** What a person must hear of a ticket without seeing it: once, and nothing of what they did not wait for. */
import { expect, test } from 'vitest';
import { AttachmentId, MessageId } from '#shared/ids.ts';
import type { Message, Ticket, TicketSummary } from '#shared/model.ts';
import { newsOf, threadNews } from '../../renderer/features/heard/news.ts';
import { summary, ticket } from '../tickets.ts';

const AT = Date.UTC(2026, 0, 5, 9);

const WAITING = summary(1, {
  state: 'sending',
  number: null,
  title: 'Nobody can sign in',
  severity: 'business_critical',
  updatedAt: AT,
});
const AT_DESK: TicketSummary = {
  ...WAITING,
  state: 'open',
  number: 'LL-1004',
  promise: { ...WAITING.promise, receivedAt: AT, dueAt: AT + 30 * 60_000 },
};

test('the same state twice is no news', () => {
  expect(newsOf(AT_DESK, { ...AT_DESK, updatedAt: AT + 1, unread: true, excerpt: 'More' })).toEqual([]);
});

test('that the desk has it is one thing, with its number and its clock', () => {
  expect(newsOf(WAITING, AT_DESK)).toEqual([{ is: 'sent' }]);
});

test('a draft that another computer has sent is not said to be sent from here', () => {
  expect(newsOf({ ...WAITING, state: 'draft' }, AT_DESK)).toEqual([]);
});

test('that it was not accepted, or that something of it needs the person', () => {
  expect(newsOf(WAITING, { ...WAITING, state: 'needs_attention' })).toEqual([{ is: 'not_accepted' }]);
  for (const what of ['refused', 'still_happening', 'missed_call'] as const)
    expect(newsOf(AT_DESK, { ...AT_DESK, needs: what })).toEqual([{ is: 'needs', what }]);
});

test('a severity that the desk lowers, and the promise that goes with it', () => {
  const lowered: TicketSummary = {
    ...AT_DESK,
    severity: 'standard',
    promise: { ...AT_DESK.promise, dueAt: AT + 60 * 60_000 },
  };
  expect(newsOf(AT_DESK, lowered)).toEqual([
    { is: 'severity', from: 'business_critical', to: 'standard' },
    { is: 'promise' },
  ]);
  expect(newsOf(lowered, AT_DESK)[0]).toEqual({ is: 'severity', from: 'standard', to: 'business_critical' });
});

test('every state that the desk gives it; a promise of what is over is not spoken of', () => {
  for (const to of ['waiting_on_requester', 'solved', 'closed'] as const)
    expect(newsOf(AT_DESK, { ...AT_DESK, state: to })).toEqual([{ is: 'status', to }]);
  const over: TicketSummary = {
    ...AT_DESK,
    state: 'solved',
    promise: { ...AT_DESK.promise, dueAt: null },
  };
  expect(newsOf(AT_DESK, over)).toEqual([{ is: 'status', to: 'solved' }]);
  expect(newsOf({ ...AT_DESK, state: 'solved' }, AT_DESK)).toEqual([{ is: 'status', to: 'open' }]);
});

const TICKET = ticket({ ...AT_DESK, createdAt: AT });
const message = (n: number, kind: 'requester' | 'specialist', delivery: Message['delivery']): Message => ({
  id: MessageId.parse(`01890000-0000-7000-8000-00000000010${n}`),
  author: { kind, name: kind === 'specialist' ? 'Maya' : 'Me' },
  isOwn: kind === 'requester',
  body: 'Words',
  at: AT,
  delivery,
  problem: null,
  editedAt: null,
  earlier: [],
  deleted: null,
  missingSince: null,
});
const file = (delivery: Ticket['attachments'][number]['delivery']): Ticket['attachments'][number] => ({
  id: AttachmentId.parse('01890000-0000-7000-8000-000000000201'),
  messageId: null,
  author: 'self',
  isOwn: true,
  name: 'trace.log',
  mediaType: 'text/plain',
  size: 1,
  delivery,
  sentBytes: 0,
  description: '',
  isHere: true,
  isDangerous: false,
  problem: null,
  deleted: null,
  missingSince: null,
});

test('a thread that grows speaks its new answers, and neither the old ones nor what the person wrote', () => {
  const before = { ...TICKET, messages: [message(1, 'specialist', 'delivered')] };
  const after = {
    ...TICKET,
    messages: [...before.messages, message(2, 'requester', 'queued'), message(3, 'specialist', 'delivered')],
  };
  expect(threadNews(before, after)).toEqual({
    delivered: [],
    refused: [],
    arrived: [message(3, 'specialist', 'delivered')],
  });
  expect(threadNews(after, after)).toEqual({ delivered: [], refused: [], arrived: [] });
});

test('what the person sent is said to have arrived, or not to be accepted', () => {
  const before = {
    ...TICKET,
    messages: [message(2, 'requester', 'sending')],
    attachments: [file('sending')],
  };
  const there = {
    ...TICKET,
    messages: [message(2, 'requester', 'delivered')],
    attachments: [file('received')],
  };
  expect(threadNews(before, there).delivered).toEqual([...there.messages, ...there.attachments]);
  const no = { ...TICKET, messages: [message(2, 'requester', 'refused')], attachments: [file('refused')] };
  expect(threadNews(before, no).refused).toEqual([...no.messages, ...no.attachments]);
  // What is there already was written on another computer.
  expect(threadNews(TICKET, there).delivered).toEqual([]);
});
