import { expect, test } from 'vitest';
import {
  addressOf,
  addressProblem,
  originToTry,
  tidy,
  tokenProblem,
} from '../../renderer/state/desk-input.ts';
import { takingOver } from '../../renderer/state/other-account.ts';
import { takeBackProblem } from '../../renderer/state/take-back.ts';
import { reasonOf } from '../../renderer/state/waits.ts';
import { OperationId } from '../../shared/ids.ts';
import type { WaitingOperation, WaitsFor } from '../../shared/model.ts';
import { summary } from '../tickets.ts';

const id = (n: number) => OperationId.parse(`0197f3c0-0000-7000-8000-${String(n).padStart(12, '0')}`);

function row(n: number, waits: Partial<WaitsFor> = {}, extra: Partial<WaitingOperation> = {}) {
  return {
    id: id(n),
    state: 'waiting' as const,
    kind: 'create_ticket' as const,
    title: `Ticket ${n}`,
    waits: { for: 'turn' as const, until: null, behind: null, ...waits },
    otherAccount: null,
    ...extra,
  };
}

test('Only what really does goes "at once": the desk answers, and there is a place (invariant 7)', () => {
  const sending = [1, 2, 3, 4].map((n) => row(n, {}, { state: 'sending' }));
  expect(reasonOf(row(9), { connection: 'online', nextTryAt: null, operations: [row(9)] })).toEqual({
    is: 'now',
  });
  expect(
    reasonOf(row(9), { connection: 'online', nextTryAt: null, operations: [...sending, row(9)] }),
  ).toEqual({
    is: 'turn',
  });
  for (const connection of ['trouble', 'connecting', 'signed_out', 'no_desk'] as const)
    expect(reasonOf(row(9), { connection, nextTryAt: null, operations: [row(9)] })).toEqual({ is: 'turn' });
});

test('What stands behind another names it, and says when that one waits for the person', () => {
  const first = row(1);
  const second = row(2, { for: 'before', behind: first.id });
  const reason = { is: 'behind', kind: 'create_ticket', title: 'Ticket 1' };
  expect(reasonOf(second, { connection: 'online', nextTryAt: null, operations: [first, second] })).toEqual({
    ...reason,
    isRefused: false,
  });
  const refused = { ...first, state: 'refused' as const };
  expect(reasonOf(second, { connection: 'online', nextTryAt: null, operations: [refused, second] })).toEqual({
    ...reason,
    isRefused: true,
  });
  // What is before it may be gone already, between two looks.
  expect(reasonOf(second, { connection: 'online', nextTryAt: null, operations: [second] })).toEqual({
    is: 'turn',
  });
});

test('Every other reason keeps its time, and the way to the desk is said as it is', () => {
  const known = { connection: 'online' as const, nextTryAt: 11, operations: [] };
  expect(reasonOf(row(1, { for: 'desk', until: 5 }), known)).toEqual({ is: 'desk', until: 5 });
  expect(reasonOf(row(1, { for: 'retry', until: 7 }), known)).toEqual({ is: 'retry', until: 7 });
  // Nothing goes before the way is open, so everything says when that is tried, whatever it was to wait for itself.
  const cut = row(1, { for: 'connection', until: 9 });
  const retry = row(1, { for: 'retry', until: 9 });
  for (const each of [cut, retry, row(1)])
    expect(reasonOf(each, { ...known, connection: 'offline' })).toEqual({ is: 'no_connection', until: 11 });
  expect(reasonOf(cut, { ...known, connection: 'offline', nextTryAt: null })).toEqual({
    is: 'no_connection',
    until: null,
  });
  expect(reasonOf(cut, { ...known, connection: 'trouble' })).toEqual({ is: 'trouble', until: 11 });
  expect(reasonOf(cut, { ...known, connection: 'connecting' })).toEqual({ is: 'connecting' });
  const account = { desk: 'Harbour', requester: 'Rita' };
  expect(reasonOf(row(1, { for: 'account' }, { otherAccount: account }), known)).toEqual({
    is: 'account',
    account,
  });
});

test('What cannot be taken back is there, or nobody knows; no other failure is said to be either', () => {
  expect(takeBackProblem({ code: 'too_late' })).toBe('there');
  for (const code of [
    'desk_unreachable',
    'desk_unavailable',
    'desk_unauthorized',
    'desk_not_a_desk',
  ] as const)
    expect(takeBackProblem({ code })).toBe('unknown');
  for (const code of ['store_full', 'core_unavailable', 'unexpected'] as const)
    expect(takeBackProblem({ code })).toBe(null);
});

test('Taking over moves what never left, copies what another desk may have, and makes replies a draft (invariant 11)', () => {
  const creation = (isUntouched: boolean, n = 1, state: 'waiting' | 'refused' = 'waiting') => [
    { ticketId: summary(n).id, kind: 'create_ticket' as const, state, isUntouched },
  ];
  const other = { otherAccount: true, number: null };
  expect(takingOver(summary(1, { ...other, state: 'draft' }), [], false)).toBe('move');
  expect(takingOver(summary(1, { ...other, state: 'queued' }), creation(true), false)).toBe('move');
  expect(takingOver(summary(1, { ...other, state: 'sending' }), creation(false), false)).toBe('copy');
  const refused = creation(true, 1, 'refused');
  expect(takingOver(summary(1, { ...other, state: 'needs_attention' }), refused, false)).toBe('copy');
  expect(takingOver(summary(1, { otherAccount: true }), [], true)).toBe('replies');
  expect(takingOver(summary(1, { otherAccount: true }), creation(true, 2), false)).toBe(null);
  expect(takingOver(summary(1), creation(true), true)).toBe(null);
});

test('What comes along with a copied token or address is taken off, and nothing of it itself', () => {
  for (const around of [' x ', '\n\tx\r\n', '<x>', '“x”', '\u200bx\ufeff', '\u00a0 "x" '])
    expect(tidy(around)).toBe('x');
  for (const token of ['abc-._~+/=', 'a<b>c', '(x)']) expect(tidy(token)).toBe(token);
  expect(tokenProblem('a b')).toBe('tokenSpaces');
  expect(tokenProblem('a\u00a0b')).toBe('tokenSpaces');
  expect(tokenProblem('a\u0000b')).toBe('tokenStrange');
  expect(tokenProblem('tøken')).toBe('tokenStrange');
  expect(tokenProblem('abc-._~+/=')).toBe(null);
  expect(addressProblem('not an address')).toBe('desk_address_invalid');
  expect(addressProblem('http://desk.example')).toBe('desk_address_insecure');
  expect(addressProblem('https://desk.example/a')).toBe(null);
  expect([addressOf('desk.example/'), addressOf('https://')]).toEqual(['https://desk.example', 'https://']);
});

test('Where a page answers instead of a desk, the place without its path is named, and never for another failure', () => {
  expect(originToTry('https://desk.example/portal?x=1', 'desk_not_a_desk')).toBe('https://desk.example');
  expect(originToTry('desk.example/portal', 'desk_answer_unfit')).toBe('https://desk.example');
  expect(originToTry('https://desk.example/', 'desk_not_a_desk')).toBe(null);
  expect(originToTry('https://desk.example/portal', 'desk_unreachable')).toBe(null);
  expect(originToTry('::::', 'desk_not_a_desk')).toBe(null);
});
