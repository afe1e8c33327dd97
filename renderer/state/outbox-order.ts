/** Where an operation goes when a person moves it. Pure. */
import type { OperationId } from '#shared/ids.ts';
import type { WaitingOperation } from '#shared/model.ts';
import { moved, type Placed } from '#shared/outbox-order.ts';

export const MOVES = ['first', 'earlier', 'later'] as const;
export type Move = (typeof MOVES)[number];

type Listed = Placed & Pick<WaitingOperation, 'state'>;

/**
 * What to stand before after a move, null for the end. Undefined when there is no such place. What is being tried at
 * this moment is moved like the rest: without a network that moment comes every few seconds.
 */
export function placeAfter(
  operations: readonly Listed[],
  id: OperationId,
  move: Move,
): OperationId | null | undefined {
  const waiting = operations.filter(({ state }) => state !== 'refused');
  const index = waiting.findIndex((operation) => operation.id === id);
  if (index === -1) return undefined;
  const ids = waiting.map((operation) => operation.id);
  const places: Record<Move, (OperationId | null)[]> = {
    first: ids.slice(0, index),
    earlier: ids.slice(0, index).reverse(),
    later: index === ids.length - 1 ? [] : [...ids.slice(index + 2), null],
  };
  return places[move].find((before) => moved(operations, id, before) !== null);
}
