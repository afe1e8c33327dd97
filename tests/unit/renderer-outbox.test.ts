import { expect, test } from 'vitest';
import { MOVES, placeAfter } from '../../renderer/state/outbox-order.ts';
import { MessageId, OperationId, TicketId } from '../../shared/ids.ts';
import type { WaitingOperation } from '../../shared/model.ts';
import { moved } from '../../shared/outbox-order.ts';
import { seededNumbers } from '../desk/random.ts';

const uuid = (n: number) => `0197f3c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const id = (n: number) => OperationId.parse(uuid(n));
const ticket = (n: number) => TicketId.parse(uuid(n));

function operation(n: number, extra: Partial<WaitingOperation> = {}): WaitingOperation {
  return {
    id: id(n),
    ticketId: ticket(n),
    messageId: null,
    attachmentId: null,
    kind: 'create_ticket',
    title: `Ticket ${n}`,
    queuedAt: 0,
    tries: 0,
    state: 'waiting',
    nextTryAt: 0,
    isUntouched: true,
    waits: { for: 'turn', until: null, behind: null },
    otherAccount: null,
    progress: null,
    problem: null,
    ...extra,
  };
}

test('Earlier, later and first go where their names say', () => {
  const list = [operation(1), operation(2), operation(3)];
  expect(placeAfter(list, id(3), 'first')).toBe(id(1));
  expect(placeAfter(list, id(3), 'earlier')).toBe(id(2));
  expect(placeAfter(list, id(1), 'later')).toBe(id(3));
  expect(placeAfter(list, id(2), 'later')).toBe(null);
});

test('At the ends there is nowhere to go', () => {
  const list = [operation(1), operation(2)];
  expect(placeAfter(list, id(1), 'first')).toBe(undefined);
  expect(placeAfter(list, id(1), 'earlier')).toBe(undefined);
  expect(placeAfter(list, id(2), 'later')).toBe(undefined);
});

test('What was refused is not moved and is no place to pass; what is being tried is moved like the rest', () => {
  const list = [operation(1, { state: 'sending' }), operation(2, { state: 'refused' }), operation(3)];
  expect(placeAfter(list, id(1), 'later')).toBe(null);
  expect(placeAfter(list, id(2), 'first')).toBe(undefined);
  expect(placeAfter(list, id(3), 'earlier')).toBe(id(1));
});

test('A reply never goes before its own ticket, but its ticket may be passed by others (invariant 3)', () => {
  const list = [
    operation(1),
    operation(2, { kind: 'add_message', ticketId: ticket(1), messageId: MessageId.parse(uuid(9)) }),
    operation(3),
  ];
  expect(placeAfter(list, id(2), 'earlier')).toBe(undefined);
  expect(placeAfter(list, id(3), 'first')).toBe(id(1));
});

test('Every move that the window offers is one that core takes, and changes the order', () => {
  const next = seededNumbers(7);
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)] ?? of[0];
  let offered = 0;
  for (let round = 0; round < 300; round += 1) {
    const list = Array.from({ length: 6 }, (_, n) =>
      operation(n, {
        ticketId: ticket(100 + Math.floor(next() * 3)),
        kind: pick(['create_ticket', 'add_message', 'add_attachment', 'change_ticket']),
        messageId: next() < 0.5 ? MessageId.parse(uuid(200 + Math.floor(next() * 2))) : null,
        state: pick(['waiting', 'waiting', 'waiting', 'sending', 'refused']),
        isUntouched: next() < 0.8,
      }),
    );
    for (const { id: each } of list) {
      for (const move of MOVES) {
        const before = placeAfter(list, each, move);
        if (before === undefined) continue;
        offered += 1;
        const order = moved(list, each, before);
        expect(order).not.toBe(null);
        expect(order).not.toEqual(list.map((one) => one.id));
      }
    }
  }
  expect(offered).toBeGreaterThan(300);
});
