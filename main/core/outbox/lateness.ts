/** A ticket that waited long may be about something that is over. The person is asked; sending never waits for it. */
import type { TicketId } from '#shared/ids.ts';
import type { Store } from '../store/store.ts';
import { type QueueContext, queueEdit, queueReply } from './queue.ts';

/** What the desk is told when the person says that it is. Its specialists read English. */
const STILL_HAPPENING = 'This is still happening. (The ticket had waited to be sent.)';

/** Asks about tickets that have waited long by now; returns those. Called while they wait. */
export function askWhileWaiting(store: Store): TicketId[] {
  const asked = store.operations.late().filter((id) => store.tickets.stillHappening(id) === null);
  for (const id of asked) store.tickets.setStillHappening(id, 'ask');
  return asked;
}

/** Whether a ticket that is about to be settled came late. Must be asked before its operation goes. */
export function cameLate(store: Store, id: TicketId): boolean {
  return store.operations.late().includes(id);
}

/** The desk has the ticket now. One that came late is asked about, and an answer given before is passed on. */
export function afterArrival(context: QueueContext, id: TicketId, late: boolean): void {
  const { store } = context;
  const answer = store.tickets.stillHappening(id);
  if (answer === null && late) store.tickets.setStillHappening(id, 'ask');
  if (answer === 'yes' || answer === 'no') passOn(context, id, answer);
}

/** Tells the desk what the person answered, once: in words, or by solving the ticket. */
export function passOn(context: QueueContext, id: TicketId, answer: 'yes' | 'no'): void {
  context.store.tickets.setStillHappening(id, null);
  if (answer === 'yes') queueReply(context, id, STILL_HAPPENING);
  else queueEdit(context, id, { status: 'solved' });
}
