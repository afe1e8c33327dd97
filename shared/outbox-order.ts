/** The order of what waits: the window offers the moves that core will take. Pure. */
import type { OperationId } from './ids.ts';
import type { WaitingOperation } from './model.ts';

export type Placed = Pick<WaitingOperation, 'id' | 'ticketId' | 'messageId' | 'kind' | 'isUntouched'>;

/**
 * The ids of `list` with `id` put before `before`, or last when that is null. Null when it may not go there: a ticket
 * comes before what belongs to it, a file after its message, and what may have reached the desk keeps its place in
 * its ticket.
 */
export function moved(
  list: readonly Placed[],
  id: OperationId,
  before: OperationId | null,
): OperationId[] | null {
  const moving = list.find((each) => each.id === id);
  if (moving === undefined || id === before) return null;
  const rest = list.filter((each) => each !== moving);
  const place = before === null ? rest.length : rest.findIndex((each) => each.id === before);
  if (place === -1) return null;
  const order = rest.toSpliced(place, 0, moving);
  return keepsPromises(list, order, moving) ? order.map((each) => each.id) : null;
}

function keepsPromises(was: readonly Placed[], is: readonly Placed[], moving: Placed): boolean {
  return is.every((other) => {
    if (other === moving || other.ticketId !== moving.ticketId) return true;
    const wasFirst = was.indexOf(moving) < was.indexOf(other);
    const isFirst = is.indexOf(moving) < is.indexOf(other);
    if (wasFirst === isFirst) return true;
    const [first, second] = isFirst ? [moving, other] : [other, moving];
    return first.isUntouched && second.isUntouched && !belongsTo(first, second);
  });
}

/** True when one of a ticket's operations makes no sense before another. */
function belongsTo(later: Placed, earlier: Placed): boolean {
  if (earlier.kind === 'create_ticket') return true;
  return (
    earlier.kind === 'add_message' && later.kind === 'add_attachment' && later.messageId === earlier.messageId
  );
}
