/** What may be moved in the outbox, and what may not (invariant 3). */
import { expect, test } from 'vitest';
import { idMaker, type OperationId } from '#shared/ids.ts';
import { moved } from '../../shared/outbox-order.ts';
import { seededBytes, seededNumbers } from '../desk/random.ts';

const ids = idMaker(() => 0, seededBytes(3));
const [a, b] = [ids.ticket(), ids.ticket()];
type Placed = Parameters<typeof moved>[0][number];

const operation = (different: Partial<Placed>): Placed => ({
  id: ids.operation(),
  ticketId: a,
  messageId: null,
  kind: 'add_message',
  isUntouched: true,
  ...different,
});
const names = (list: Placed[], order: OperationId[] | null) =>
  order?.map((id) => list.findIndex((each) => each.id === id)).join(' ') ?? null;

test('a ticket can be put before another, with all that belongs to it staying behind it', () => {
  const list = [
    operation({ kind: 'create_ticket' }),
    operation({ messageId: ids.message() }),
    operation({ ticketId: b, kind: 'create_ticket' }),
  ];
  const [first, , last] = list;
  if (first === undefined || last === undefined) throw new Error('three were made');
  expect(names(list, moved(list, last.id, first.id))).toBe('2 0 1');
});

test('two untouched replies of a ticket can change places; one that may have arrived keeps its own', () => {
  const list = [operation({ messageId: ids.message() }), operation({ messageId: ids.message() })];
  const [first, second] = list;
  if (first === undefined || second === undefined) throw new Error('two were made');
  expect(names(list, moved(list, second.id, first.id))).toBe('1 0');
  expect(moved([{ ...first, isUntouched: false }, second], second.id, first.id)).toBeNull();
  expect(moved([first, { ...second, isUntouched: false }], second.id, first.id)).toBeNull();
});

test('nothing comes before its ticket, and no file before its message', () => {
  const messageId = ids.message();
  const list = [
    operation({ kind: 'create_ticket' }),
    operation({ messageId }),
    operation({ kind: 'add_attachment', messageId }),
  ];
  const [ticket, message, file] = list;
  if (ticket === undefined || message === undefined || file === undefined) throw new Error('three were made');
  expect(moved(list, message.id, ticket.id)).toBeNull();
  expect(moved(list, file.id, message.id)).toBeNull();
  expect(moved(list, ticket.id, null)).toBeNull();
});

test('an operation that is not there, or itself as the target, moves nothing', () => {
  const only = operation({});
  expect(moved([only], ids.operation(), null)).toBeNull();
  expect(moved([only], only.id, only.id)).toBeNull();
  expect(moved([only], only.id, ids.operation())).toBeNull();
});

test('whatever is moved in 2,000 random outboxes, each ticket stays first and touched ones keep their order', () => {
  const draw = seededNumbers(20);
  const pick = (count: number) => Math.floor(draw() * count);
  for (let round = 0; round < 2_000; round += 1) {
    let list: Placed[] = Array.from({ length: 2 + pick(6) }, () =>
      operation({ ticketId: draw() < 0.5 ? a : b, messageId: ids.message(), isUntouched: draw() < 0.7 }),
    );
    list = [operation({ ticketId: a, kind: 'create_ticket' }), ...list];
    const touched = list.filter(({ isUntouched, ticketId }) => !isUntouched && ticketId === a);
    const moving = list[pick(list.length)];
    const target = list[pick(list.length + 1)];
    if (moving === undefined) throw new Error('the list is never empty');
    const order = moved(list, moving.id, target?.id ?? null);
    if (order === null) continue;
    expect([...order].sort()).toEqual(list.map(({ id }) => id).sort());
    const ofA = order.filter((id) => list.find((each) => each.id === id)?.ticketId === a);
    expect(ofA[0]).toBe(list[0]?.id);
    expect(ofA.filter((id) => touched.some((each) => each.id === id))).toEqual(touched.map(({ id }) => id));
  }
});
