import { expect, test } from 'vitest';
import { MessageId, TicketId } from '../../shared/ids.ts';
import { noticeWords } from '../../shared/notice-words.ts';
import type { Notice } from '../../shared/wire.ts';

const uuid = (n: number) => `0197f3c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const message = MessageId.parse(uuid(1));
const ticket = (n: number) => TicketId.parse(uuid(n));

const reply: Notice = {
  kind: 'reply',
  id: message,
  language: null,
  ticketId: ticket(2),
  messageId: message,
  content: { author: 'Ingrid', title: 'Sign-in fails', body: 'It is back.' },
};
const summary = (answers: number, tickets: number): Notice => ({
  kind: 'summary',
  id: message,
  language: null,
  answers,
  ticketIds: Array.from({ length: tickets }, (_, n) => ticket(n + 1)),
});

test('A notice says who answered, in which ticket, and what', () => {
  expect(noticeWords(reply, 'nb')).toEqual({ title: 'Ingrid · Sign-in fails', body: 'It is back.' });
});

test('Where content is to be hidden, a notice tells of an answer and nothing else', () => {
  const hidden: Notice = { ...reply, content: null };
  expect(noticeWords(hidden, 'en')).toEqual({ title: 'Lifeline', body: 'A specialist has answered.' });
  expect(noticeWords(hidden, 'nb')).toEqual({ title: 'Lifeline', body: 'En spesialist har svart.' });
});

test('A summary counts answers and tickets, each in its own number', () => {
  expect(noticeWords(summary(7, 3), 'en')).toEqual({ title: '7 new answers', body: 'In 3 tickets' });
  expect(noticeWords(summary(2, 1), 'en')).toEqual({ title: '2 new answers', body: 'In 1 ticket' });
  expect(noticeWords(summary(1, 1), 'nb')).toEqual({ title: '1 nytt svar', body: 'I 1 sak' });
  expect(noticeWords(summary(7, 3), 'nb')).toEqual({ title: '7 nye svar', body: 'I 3 saker' });
});

test('A missed call says which number was called and which to call; without content only the latter', () => {
  const missed: Notice = {
    ...{ kind: 'missed_call', id: 'missed', language: null, ticketId: ticket(2), phone: '+47 2' },
    content: { title: 'Sign-in fails', number: '+47 1' },
  };
  const title = 'Missed call from your specialists';
  expect(noticeWords(missed, 'en')).toEqual({
    title,
    body: 'Sign-in fails · They called +47 1. · Call now: +47 2',
  });
  expect(noticeWords({ ...missed, content: null }, 'en')).toEqual({ title, body: 'Call now: +47 2' });
});
